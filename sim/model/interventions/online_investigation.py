"""Online investigation: special teams who take over leads, compare parcels and buy under cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.teams import teams_at_work


@dataclass(frozen=True)
class OnlineInvestigation(Intervention):
    """Set up special teams; they share their work over vendors of the countries that take part."""

    teams: float = parameter(20.0, "special teams beyond ordinary police, in the real ecosystem", unit="teams", low=0, high=10_000, source="S98, S118 (sign)")
    ramp: int = parameter(60, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(1_000_000.0, "equipment and training", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(3_000.0, "staff of one team", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Special teams for online investigation"
    summary: ClassVar[str] = "special teams take over leads, compare seized parcels and buy under cover"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "forensic institutes")
    source: ClassVar[str] = "S63, S98, S118, S125"
    expected: ClassVar[str] = "crime falls by 0.5 % (0.17 to 0.67) for each per cent more police (B130); 34 cases a year from one national team (B12), 150 to 290 arrests a year world-wide (B43); gone 1 to 6 months after it ends (B136)"

    def daily_cost(self) -> float:
        """Return what all teams cost a day."""
        return self.cost_per_day * self.teams

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Put teams to work on vendors of each country, as many as it has vendors."""
        yield from teams_at_work(self.teams * today.strength, self.countries)
