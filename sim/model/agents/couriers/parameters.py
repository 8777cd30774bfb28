"""How parcels travel, and how they are examined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.parameters import parameter
from sim.model.engine.rules import Ordered, Rule


@dataclass(frozen=True)
class CourierParameters:
    """One figure per channel: domestic post, intra-EU post, extra-EU post, private parcel, local drop."""

    RULES: ClassVar[tuple[Rule, ...]] = (Ordered("fastest", "slowest"),)

    fastest: list[float] = parameter([2, 4, 8, 1, 0], "shortest delivery", unit="days", low=0, high=60, source="B33 (unverified)")
    slowest: list[float] = parameter([4, 8, 21, 5, 2], "longest ordinary delivery", unit="days", low=0, high=60, source="B33 (unverified)")
    loss: list[float] = parameter([0.004, 0.008, 0.02, 0.004, 0.02], "share of parcels lost", unit="share", low=0, high=1)
    postage: list[float] = parameter([3.0, 8.0, 12.0, 12.0, 5.0], "price of sending a parcel", unit="EUR", low=0, high=200)
    examined: list[float] = parameter([0.006, 0.09, 0.23, 0.008, 0.003], "share of drug parcels examined", unit="share", low=0, high=1, source="B1, B2, B10, B18: interception 0.2 % domestic, 5 % leaving NL, 12 % into AU, with the detection below", status="derived")
    export: float = parameter(0.3, "share of a country's examination that outgoing parcels meet as well", unit="share", low=0, high=1, source="B6-B10 report outgoing mail (sign)")
    detection: float = parameter(0.80, "chance that an examined parcel without concealment is recognised", unit="probability", low=0, high=1, source="B11, B25", status="derived")
    concealment: float = parameter(0.75, "share of detection that full concealment takes away", unit="share", low=0, high=1)
    capacity: float = parameter(3.0, "most that can be examined, as a multiple of the ordinary share of the normal flow", unit="ratio", low=0, high=1000, source="S35 (sign)")
    false_alarms: float = parameter(0.11, "lawful parcels opened for each drug parcel found", unit="parcels/parcel", low=0, high=10_000, source="B11: nine in ten flagged held drugs", status="derived")
    identified: float = parameter(0.8, "chance that the addressee of a seized parcel is identified", unit="probability", low=0, high=1, source="B19", status="derived")
    letter: float = parameter(0.6, "chance that an identified addressee is told by letter only", unit="probability", low=0, high=1, source="S92 (sign)")
    buyer_case: float = parameter(0.02, "chance that an identified addressee becomes a case", unit="probability", low=0, high=1, source="S92 (sign)")
    vendor_case: float = parameter(0.0027, "chance that a seized parcel opens a case against its vendor", unit="probability", low=0, high=1, source="B13", status="derived")
