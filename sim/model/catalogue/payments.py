"""Payments: by which routes money becomes coin, and coin money again."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.facilitators import FACILITATORS
from sim.model.catalogue.row import figure, names


@dataclass(frozen=True)
class Payment:
    """One route. ``facilitator``: whose suppliers serve it; ``bank``: whether it ends on an account in one's name."""

    name: str
    meaning: str
    facilitator: str
    bank: bool
    cashed: float = figure("share of vendors' coin that leaves by it in ordinary times (normalised)", unit="share", low=0, high=1, source="B86: 0.85 to exchanges, 0.10 to mixers, 0.05 elsewhere, in one week; the rest of the split is judgement")
    bought: float = figure("share of buyers' coin that comes by it in ordinary times (normalised)", unit="share", low=0, high=1, source="B85: 0.7 of coin comes from exchanges (0.5 to 0.8); the rest of the split is judgement")
    fee: float = figure("what it costs to turn coin into money by it, all taken together", unit="share", low=0, high=0.9, source="B89 (sign): mixers dearer than exchanges, cheaper than conventional laundering")
    dearer: float = figure("what coin costs by it, above coin of an exchange", unit="share", low=0, high=0.9)
    days: float = figure("days until the money is there", unit="days", low=0, high=365)
    seen: float = figure("how much of it shows to who looks for unexplained income", unit="share", low=0, high=1, source="S42 (sign)")
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Payment("identified_exchange", "exchanges at which users are known by name", "exchange", True, cashed=0.45, bought=0.45, fee=0.02, dearer=0.0, days=3.0, seen=1.0),
    Payment("open_exchange", "exchanges that do not ask for names", "exchange", False, cashed=0.32, bought=0.25, fee=0.05, dearer=0.02, days=1.0, seen=0.3),
    Payment("mixer", "coin mixed with that of others first", "mixer", False, cashed=0.10, bought=0.03, fee=0.15, dearer=0.05, days=4.0, seen=0.05, sources={"fee": "B89: 0.15 by mixer against 0.40 conventionally"}),
    Payment("privacy_coin", "coin whose movements cannot be followed", "privacy_coin", False, cashed=0.05, bought=0.12, fee=0.06, dearer=0.03, days=3.0, seen=0.1),
    Payment("machine", "machines that take and pay cash", "machines", False, cashed=0.05, bought=0.10, fee=0.12, dearer=0.08, days=0.0, seen=0.4),
    Payment("card", "payment cards charged with coin", "cards", True, cashed=0.03, bought=0.05, fee=0.06, dearer=0.03, days=1.0, seen=0.7),
)  # fmt: skip

PAYMENTS = names(ROWS)
SERVED_BY = tuple(FACILITATORS.index(row.facilitator) for row in ROWS)
"""The facilitator behind each route, by its position in the catalogue."""
