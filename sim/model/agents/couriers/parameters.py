"""How parcels travel, and how they are examined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue.channels import CHANNELS, ROWS
from sim.model.catalogue.row import listed
from sim.model.engine.parameters import parameter
from sim.model.engine.rules import Ordered, Rule


@dataclass(frozen=True)
class CourierParameters:
    __doc__ = f"What can be said of single channels is a list, in the order {', '.join(CHANNELS)}."

    RULES: ClassVar[tuple[Rule, ...]] = (Ordered("fastest", "slowest"),)

    fastest: list[float] = listed(ROWS, "fastest")
    slowest: list[float] = listed(ROWS, "slowest")
    loss: list[float] = listed(ROWS, "loss")
    postage: list[float] = listed(ROWS, "postage")
    examined: list[float] = listed(ROWS, "examined")
    addressed: list[float] = listed(ROWS, "addressed")
    export: float = parameter(0.3, "share of a country's examination that outgoing parcels meet as well", unit="share", low=0, high=1, source="B6-B10 report outgoing mail (sign)")
    detection: float = parameter(0.80, "chance that an examined parcel without concealment is recognised", unit="probability", low=0, high=1, source="B11, B25", status="derived")
    concealment: float = parameter(0.75, "share of detection that full concealment takes away", unit="share", low=0, high=1)
    capacity: float = parameter(3.0, "most that can be examined, as a multiple of the ordinary share of the normal flow", unit="ratio", low=0, high=1000, source="S35 (sign)")
    false_alarms: float = parameter(0.11, "lawful parcels opened for each drug parcel found", unit="parcels/parcel", low=0, high=10_000, source="B11: nine in ten flagged held drugs", status="derived")
    widening: float = parameter(1.0, "how lawful parcels opened for each find grow with the share of parcels examined, against the ordinary", unit="power", low=0, high=3, source="B3, B26: 0.26 to 0.34 of what a wide net opened held anything, against 0.9 where it was flagged (B11)")
    identified: float = parameter(0.8, "chance that the addressee of a seized parcel is identified", unit="probability", low=0, high=1, source="B19", status="derived")
    letter: float = parameter(0.6, "chance that an identified addressee is told by letter only", unit="probability", low=0, high=1, source="S92 (sign)")
    buyer_case: float = parameter(0.02, "chance that an identified addressee becomes a case", unit="probability", low=0, high=1, source="S92 (sign)")
    vendor_case: float = parameter(0.0027, "chance that a seized parcel opens a case against its vendor", unit="probability", low=0, high=1, source="B13", status="derived")
