"""Flooding: police themselves make marketplaces hard to reach; what stands beside them suffers as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.impair import Impair
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import MarketShock, Today


@dataclass(frozen=True)
class Flooding(MarketShock):
    """Flood chosen marketplaces from the first day of each wave, as blackmailers do; lawful sites beside them suffer."""

    days: int = parameter(14, "days it lasts", unit="days", low=1, high=1000, source="D40: 7 weeks by blackmailers")
    severity: float = parameter(0.6, "share of visits that fail", unit="share", low=0, high=1)
    cost_fixed: float = parameter(100_000.0, "preparing it", unit="EUR", low=0, high=1e12)
    cost_per_act: float = parameter(100_000.0, "each marketplace", unit="EUR/act", low=0, high=1e12)

    phrase: ClassVar[str] = "Flooding marketplaces"
    summary: ClassVar[str] = "make chosen marketplaces hard to reach, and what shares their hosts"
    kind: ClassVar[str] = "criminal law"
    partners: ClassVar[tuple[str, ...]] = ("police", "providers")
    facilitators: ClassVar[tuple[str, ...]] = ("hosting",)
    source: ClassVar[str] = "D40"
    expected: ClassVar[str] = "that marketplace trades less while it lasts and rivals gain (D40), wishes wait and most are made good later; lawful sites on the same hosts are down as well; gone within weeks; no evidence of its size"

    def acts(self, today: Today) -> Iterator[Act]:
        """Impair them from the first day."""
        if today.first:
            yield Impair(self.intensity, self.struck(), self.days, self.severity)
