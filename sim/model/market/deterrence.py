"""What deters: being caught is what counts; how hard or how soon the punishment is, hardly (B129, B131, B132)."""

from __future__ import annotations

from typing import Any


def weight_of_sanctions(law: Any) -> float:
    """Return what an arrest weighs by what follows it, against the usual; ``law``: parameters of authorities.

    That there was an arrest at all, and how much of the trade of those alike it struck, is felt in full: certainty.
    """
    severe: float = law.severity**law.severity_felt
    return severe * float(law.speed**law.speed_felt)
