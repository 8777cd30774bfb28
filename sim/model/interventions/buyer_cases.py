"""Buyer cases: more of the addressees of seized parcels are prosecuted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import BUYER_CASE


@dataclass(frozen=True)
class BuyerCases(Intervention):
    """Visit and prosecute buyers whose parcel was seized; they know fear, others hardly hear of it."""

    share: float = parameter(0.2, "share of identified addressees who become a case, on top of the ordinary", unit="share", low=0, high=1, source="S92 (sign); B56, B57: 87 and 160 visits")
    cost_per_day: float = parameter(10_000.0, "police and courts", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Prosecuting buyers"
    summary: ClassVar[str] = "more of the addressees of seized parcels are visited or prosecuted"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "customs")
    source: ClassVar[str] = "S92; visits to buyers of Hansa"
    expected: ClassVar[str] = "those caught buy less (B134: 6 % more risk perceived), others hardly (B133); half gone in 1 to 6 months (B136); no evidence of the size in trade"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Raise the chance of a case."""
        where = self.here()
        yield Modifier(BUYER_CASE, self.share * today.strength, where)
