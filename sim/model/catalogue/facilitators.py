"""Facilitators: services, most of them legal, that the trade leans on."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.row import figure, names
from sim.model.catalogue.ways import WAYS

RUNNING, PAYING, PACKING, CARRYING = "running a marketplace", "paying", "packing", "carrying"
TALKING, SHIELDING, MEETING, BUILDING, CASHING = "talking", "shielding", "meeting offline", "building a marketplace", "cashing"
LEANS = (RUNNING, PAYING, PACKING, CARRYING, TALKING, SHIELDING, MEETING, BUILDING, CASHING)
"""What of the trade suffers when a service cannot be had, and pays more for substitutes."""


@dataclass(frozen=True)
class Facilitator:
    """A sector of suppliers. ``leans``: what of the trade leans on it; ``way``: by which a supplier that was lost is
    made good; ``stage``: of the barrier model, at which a barrier on it acts."""

    name: str
    meaning: str
    leans: str
    way: str
    sector: str
    stage: str
    concentration: float = figure("Herfindahl concentration of the suppliers' sizes", unit="HHI", low=0, high=1, source="B87 (0.18 of deposits at the 21 first addresses): exchanges are many; the figures are judgement")
    awareness: float = figure("share of its customers from the trade that a supplier who stops serving it recognises", unit="share", low=0, high=1)
    knowing: float = figure("share of suppliers who know whom they serve: no call persuades them", unit="share", low=0, high=1, source="S16, S18, S48 (sign)")
    cooperation: float = figure("chance that a supplier who did not know acts when asked", unit="probability", low=0, high=1, source="S105, S137 (sign): large IT firms hardly commit themselves")
    reports: float = figure("share of those who act that also tip off the police", unit="share", low=0, high=1, source="S49, S51, B127 (sign)")
    substitutes: float = figure("share of customers who could find another supplier if none of the ordinary were left", unit="share", low=0, high=1, source="B90, B91 (sign): trade outlived the loss of a mixer and an exchange")
    search_days: float = figure("mean time a customer searches for another supplier while all others have one; longer the fewer have", unit="days", low=0.1, high=1000, source="B109: back within 4 months; B118: 30 to 132 days")
    surcharge: float = figure("price rise where a substitute serves: of coin and of cashing out, of packaging, of running a marketplace", unit="share of price", low=0, high=1, source="B89: 0.15 for laundering by mixer")
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Facilitator("hosting", "providers of servers and connections", RUNNING, "rehost", "ICT", "run", concentration=0.15, awareness=0.95, knowing=0.15, cooperation=0.5, reports=0.3, substitutes=0.9, search_days=35.0, surcharge=0.05),
    Facilitator("exchange", "where money is turned into coin and back", PAYING, "pay_otherwise", "finance", "sell", concentration=0.1, awareness=0.9, knowing=0.1, cooperation=0.5, reports=0.5, substitutes=0.85, search_days=35.0, surcharge=0.10),
    Facilitator("packaging", "suppliers of what parcels are concealed in", PACKING, "resupply", "trade", "ship", concentration=0.10, awareness=0.6, knowing=0.9, cooperation=0.1, reports=0.1, substitutes=0.9, search_days=35.0, surcharge=0.02),
    Facilitator("post", "postal services", CARRYING, "switch", "transport", "ship", concentration=0.7, awareness=0.1, knowing=0.0, cooperation=0.9, reports=0.5, substitutes=0.2, search_days=30.0, surcharge=0.0, sources={"concentration": "one service in most countries", "awareness": "B23: 0.67 to 0.93 of flagged parcels were held, few are flagged; B18"}),
    Facilitator("parcel_carriers", "private carriers and their lockers", CARRYING, "switch", "transport", "ship", concentration=0.25, awareness=0.2, knowing=0.02, cooperation=0.6, reports=0.3, substitutes=0.6, search_days=20.0, surcharge=0.0),
    Facilitator("food_delivery", "delivery of meals and groceries", CARRYING, "switch", "transport", "ship", concentration=0.35, awareness=0.3, knowing=0.02, cooperation=0.5, reports=0.2, substitutes=0.7, search_days=15.0, surcharge=0.0),
    Facilitator("messenger", "encrypted messengers", TALKING, "switch", "ICT", "sell", concentration=0.35, awareness=0.3, knowing=0.0, cooperation=0.15, reports=0.2, substitutes=0.95, search_days=10.0, surcharge=0.0),
    Facilitator("criminal_ict", "shielded telephones and networks made for crime", SHIELDING, "switch", "ICT", "run", concentration=0.4, awareness=1.0, knowing=1.0, cooperation=0.0, reports=0.0, substitutes=0.8, search_days=60.0, surcharge=0.0),
    Facilitator("social_media", "platforms on which drugs are offered beside the street", MEETING, "switch", "ICT", "sell", concentration=0.35, awareness=0.4, knowing=0.0, cooperation=0.15, reports=0.1, substitutes=0.95, search_days=10.0, surcharge=0.0, sources={"substitutes": "B124: two dominant platforms closed, no effect on any outcome"}),
    Facilitator("web_design", "who builds sites and shops", BUILDING, "switch", "ICT", "set up", concentration=0.05, awareness=0.7, knowing=0.5, cooperation=0.4, reports=0.2, substitutes=0.9, search_days=30.0, surcharge=0.0),
    Facilitator("machines", "operators of coin machines", CASHING, "switch", "finance", "sell", concentration=0.2, awareness=0.6, knowing=0.2, cooperation=0.4, reports=0.4, substitutes=0.3, search_days=40.0, surcharge=0.10, sources={"substitutes": "B94: machines fell by 78 %"}),
    Facilitator("mixer", "services that mix coin of many", CASHING, "switch", "finance", "sell", concentration=0.52, awareness=1.0, knowing=0.9, cooperation=0.0, reports=0.0, substitutes=0.1, search_days=700.0, surcharge=0.05, sources={"concentration": "B90: the sanction of the largest took 68 % of inflow (60 to 85 %)", "search_days": "B90: still down by 85 % a year on", "substitutes": "B90"}),
    Facilitator("privacy_coin", "exchanges that list coin whose movements cannot be followed", CASHING, "switch", "finance", "sell", concentration=0.1, awareness=1.0, knowing=0.1, cooperation=0.6, reports=0.2, substitutes=0.5, search_days=35.0, surcharge=0.05),
    Facilitator("cards", "issuers of payment cards charged with coin", CASHING, "switch", "finance", "sell", concentration=0.3, awareness=0.8, knowing=0.1, cooperation=0.6, reports=0.4, substitutes=0.5, search_days=30.0, surcharge=0.05),
)

FACILITATORS = names(ROWS)
PAYING_ROWS = tuple(position for position, row in enumerate(ROWS) if row.leans == PAYING)
"""Positions of those by which buyers pay and vendors cash out."""
for _row in ROWS:
    if _row.leans not in LEANS or _row.way not in WAYS:
        raise ValueError(f"facilitator {_row.name}: leans is one of {LEANS}, way one of {WAYS}")
