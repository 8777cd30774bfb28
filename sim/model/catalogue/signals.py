"""Signals: what a trader does that a partner could see, beyond what leads to ordinary arrests."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.partners import PARTNERS
from sim.model.catalogue.row import figure, names

KINDS = ("financial", "social", "logistical", "physical", "administrative")
VENDORS, ADMINISTRATORS = "vendors", "administrators"


@dataclass(frozen=True)
class Signal:
    """``grows_with``: what of a trader makes it likelier, see agents.partners.showing; ``seen_by``: partners.

    ``online``: left online, where it is seldom seen; ``abroad``: seen where parcels arrive, so that two countries
    have to share it.
    """

    name: str
    meaning: str
    kind: str
    source: str
    stage: str
    grows_with: str
    seen_by: tuple[str, ...]
    rate: float = figure("chance a day that it leads to a trader for whom what it grows with is 1, if all was recognised and shared", unit="1/day", low=0, high=0.1, source="no figure; so that all of them, at ordinary awareness and sharing, lead to arrests about as often as there are (B44: 0.02 a year)")
    online: bool = False
    abroad: bool = False
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Signal("unexplained_income", "living beyond lawful earnings", "financial", VENDORS, "sell", "spare_income", ("tax_authority", "exchangers"), rate=0.0015, sources={"rate": "S41 (sign); rates as a whole by B44"}),
    Signal("administrator_income", "the same of those who run marketplaces", "financial", ADMINISTRATORS, "run", "commission", ("tax_authority", "exchangers"), rate=0.0005, sources={"rate": "S41 (sign); rates as a whole by B44"}),
    Signal("machine_cash_out", "coin turned into cash at machines", "financial", VENDORS, "sell", "machines", ("exchangers", "police"), rate=0.012, sources={"rate": "S42, B94 (sign); rates as a whole by B44"}),
    Signal("consignments", "many consignments of one sender", "logistical", VENDORS, "ship", "consignments", ("post", "carriers"), rate=0.0015, sources={"rate": "S43 (sign); rates as a whole by B44"}),
    Signal("parcels_abroad", "like parcels of one sender found where they arrive", "logistical", VENDORS, "ship", "exports", ("customs", "post"), rate=0.0015, abroad=True, sources={"rate": "S81, S115, S95 (sign); rates as a whole by B44"}),
    Signal("tracking_off", "parcels of private carriers with tracking switched off", "logistical", VENDORS, "ship", "tracked", ("carriers",), rate=0.015, sources={"rate": "S45 (sign); rates as a whole by B44"}),
    Signal("altered_vehicles", "vehicles with hiding places", "physical", VENDORS, "ship", "transports", ("police", "customs"), rate=0.0005, sources={"rate": "S44 (sign); rates as a whole by B44"}),
    Signal("idle_firms", "firms without customers or without employees", "administrative", VENDORS, "sell", "fronts", ("local_administration", "tax_authority"), rate=0.002, sources={"rate": "S45 (sign); rates as a whole by B44"}),
    Signal("talk", "what is said in forums and to others", "social", VENDORS, "sell", "presence", ("police", "white_hats"), rate=0.001, online=True, sources={"rate": "S33, S46 (sign); rates as a whole by B44"}),
    Signal("traces", "traces that sites leave with those who host them", "administrative", ADMINISTRATORS, "run", "commission", ("providers", "white_hats"), rate=0.0005, online=True, sources={"rate": "S46, S49 (sign); rates as a whole by B44"}),
)

SIGNALS = names(ROWS)
for _row in ROWS:
    if _row.kind not in KINDS or not set(_row.seen_by) <= set(PARTNERS):
        raise ValueError(f"signal {_row.name}: its kind is one of {KINDS}, seen by some of {PARTNERS}")
