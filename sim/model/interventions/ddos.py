"""Shock: chosen marketplaces are flooded and hard to reach for some days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.impair import Impair
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import MarketShock, Today


@dataclass(frozen=True)
class Ddos(MarketShock):
    """Make a share of visits to chosen marketplaces fail."""

    days: int = parameter(49, "days it lasts", unit="days", low=1, high=1000, source="D40: 7 weeks", status="measured")
    severity: float = parameter(0.6, "share of visits that fail", unit="share", low=0, high=1)

    phrase: ClassVar[str] = "A flood of visits"
    summary: ClassVar[str] = "chosen marketplaces are flooded and hard to reach"
    source: ClassVar[str] = "D40"
    expected: ClassVar[str] = "no evidence of its size; a flood of 7 weeks preceded a voluntary closure and moved to rivals (D40)"

    def acts(self, today: Today) -> Iterator[Act]:
        """Impair them from the first day."""
        if today.first:
            yield Impair(self.intensity, self.struck(), self.days, self.severity)
