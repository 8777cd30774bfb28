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
    """A sector of suppliers. ``leans``: what of the trade leans on it; ``way``: by which a supplier that was lost is
    made good."""

    name: str
    meaning: str
    leans: str
    way: str
    concentration: float = figure("Herfindahl concentration of the suppliers' sizes", unit="HHI", low=0, high=1, source="B87 (0.18 of deposits at the 21 first addresses): exchanges are many; the figures are judgement")
    awareness: float = figure("share of its customers from the trade that a supplier who stops serving it recognises", unit="share", low=0, high=1)
    substitutes: float = figure("share of customers who could find another supplier if none of the ordinary were left", unit="share", low=0, high=1, source="B90, B91 (sign): trade outlived the loss of a mixer and an exchange")
    search_days: float = figure("mean time a customer searches for another supplier while all others have one; longer the fewer have", unit="days", low=0.1, high=1000, source="B109: back within 4 months; B118: 30 to 132 days")
    surcharge: float = figure("price rise where a substitute serves: of coin and of cashing out, of packaging, of running a marketplace", unit="share of price", low=0, high=1, source="B89: 0.15 for laundering by mixer")
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Facilitator("hosting", "providers of servers and connections", RUNNING, "rehost", concentration=0.15, awareness=0.95, substitutes=0.9, search_days=35.0, surcharge=0.05),
    Facilitator("exchange", "where money is turned into coin and back", PAYING, "pay_otherwise", concentration=0.1, awareness=0.9, substitutes=0.85, search_days=35.0, surcharge=0.10),
    Facilitator("packaging", "suppliers of what parcels are concealed in", PACKING, "resupply", concentration=0.10, awareness=0.6, substitutes=0.9, search_days=35.0, surcharge=0.02),
)

FACILITATORS = names(ROWS)
PAYMENTS = tuple(position for position, row in enumerate(ROWS) if row.leans == PAYING)
"""Positions of those by which buyers pay and vendors cash out."""
for _row in ROWS:
    if _row.leans not in LEANS or _row.way not in WAYS:
        raise ValueError(f"facilitator {_row.name}: leans is one of {LEANS}, way one of {WAYS}")
