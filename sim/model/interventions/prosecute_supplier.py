"""Prosecute supplier: those who know whom they serve are put out of business, the largest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SupplierBarrier, Today
from sim.model.market.geography import FACILITATORS
from sim.model.market.levers import CONVICTED


@dataclass(frozen=True)
class ProsecuteSupplier(SupplierBarrier):
    """Take the largest suppliers who know whom they serve; who did not know commits no crime."""

    facilitator: str = parameter("packaging", "which service", choices=FACILITATORS, status="setting")
    count: int = parameter(2, "how many suppliers", unit="suppliers", low=1, high=100, status="setting")
    cost_fixed: float = parameter(400_000.0, "investigation and trial", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(0.0, "keeping it up", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Prosecuting suppliers who know whom they serve"
    doing: ClassVar[str] = "Prosecuting"
    summary: ClassVar[str] = "put the largest suppliers who know whom they serve out of business"
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "criminal law"
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor")
    source: ClassVar[str] = "S16, S18, S48, B91"
    expected: ClassVar[str] = "where two held most of supply, price x3 and back within 4 months (B109); one of many exchanges, no fall of trade (B91); small suppliers, nothing (B113)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Keep them from serving, for customers in the countries that take part."""
        yield Modifier(CONVICTED, self.count * today.strength, self.where())
