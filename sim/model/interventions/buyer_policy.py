"""Buyer policy: addressees of seized parcels are prosecuted, or led to help instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import BUYER_CASE, DIVERTED


@dataclass(frozen=True)
class BuyerPolicy(Intervention):
    """See in a user a criminal or a patient: a case, or an offer of treatment instead of letter and case."""

    policy: str = parameter("divert", "what becomes of a share of identified addressees", choices=("prosecute", "divert"), status="setting")
    share: float = parameter(0.5, "that share, on top of the ordinary", unit="share", low=0, high=1, source="S94 (sign)")
    cost_fixed: float = parameter(100_000.0, "agreements and training", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(8_000.0, "police and courts, or places in treatment", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Another way with buyers"
    summary: ClassVar[str] = "prosecute buyers whose parcel was seized, or lead them to treatment"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "probation", "treatment services")
    source: ClassVar[str] = "S94, S123"
    expected: ClassVar[str] = "prosecute: more cases, those caught buy less for 1 to 6 months (B134, B136), others hardly (B133); divert: fewer cases, users in treatment, trade lower by few, as only the seized are found; no evidence of the size"

    def describe(self) -> str:
        """Say which way."""
        return "Prosecuting buyers" if self.policy == "prosecute" else "Leading buyers to treatment"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Raise the chance of a case, or of an offer of help."""
        where = self.here()
        yield Modifier(BUYER_CASE if self.policy == "prosecute" else DIVERTED, self.share * today.strength, where)
