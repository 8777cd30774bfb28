"""What the criterion of an analysis must be."""

from __future__ import annotations

from sim.effects import OUTCOMES
from sim.settings import SettingsError
from sim.settings.errors import TYPED


def check_better(name: str) -> None:
    """Raise SettingsError for a criterion of which more is not what a barrier is for: what is chosen has most of it."""
    if name not in OUTCOMES or OUTCOMES[name].better != 1:
        better = [known for known, outcome in OUTCOMES.items() if outcome.better == 1]
        raise SettingsError(f"criterion={name} is nothing to have more of", key="criterion",
                            value=name, allowed=", ".join(better), origin=TYPED)  # fmt: skip
