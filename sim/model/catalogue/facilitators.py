"""Facilitators: legal services the trade leans on."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.row import figure, names
from sim.model.catalogue.ways import WAYS

RUNNING, PAYING, PACKING = "running a marketplace", "paying", "packing"
LEANS = (RUNNING, PAYING, PACKING)
"""What of the trade suffers when a service cannot be had, and pays more for substitutes."""


@dataclass(frozen=True)
class Facilitator:
    """A sector of suppliers. ``leans``: what of the trade leans on it; ``way``: by which substitutes are found."""

    name: str
    meaning: str
    leans: str
    way: str
    concentration: float = figure("Herfindahl concentration of the ordinary suppliers", unit="HHI", low=0, high=1, source="B87 for exchanges (0.18 of deposits at 21 addresses); others judgement")
    substitutes: float = figure("share of lost supply that substitutes can make good in the end", unit="share", low=0, high=1, source="B90, B91 (sign): trade outlived the loss of a mixer and an exchange")
    switching_days: float = figure("days to switch at a scattered supply; longer the more concentrated it is", unit="days", low=0.1, high=1000)
    surcharge: float = figure("price rise while substitutes serve: of coin, of packaging; of running a marketplace", unit="share of price", low=0, high=1, source="B89: 0.15 for laundering by mixer")
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Facilitator("hosting", "providers of servers and connections", RUNNING, "rehost", concentration=0.15, substitutes=0.9, switching_days=10.0, surcharge=0.05),
    Facilitator("exchange", "where money is turned into coin and back", PAYING, "pay_otherwise", concentration=0.25, substitutes=0.85, switching_days=35.0, surcharge=0.10),
    Facilitator("packaging", "suppliers of what parcels are concealed in", PACKING, "resupply", concentration=0.10, substitutes=0.9, switching_days=25.0, surcharge=0.02),
)

FACILITATORS = names(ROWS)
for _row in ROWS:
    if _row.leans not in LEANS or _row.way not in WAYS:
        raise ValueError(f"facilitator {_row.name}: leans is one of {LEANS}, way one of {WAYS}")
