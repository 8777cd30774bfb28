"""Investigation teams: several countries share leads and work on cases together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.teams import teams_at_work
from sim.model.market.levers import SHARED, SHARING

SHARING_PARTNERS = ("police", "prosecutor", "customs", "tax_authority")


@dataclass(frozen=True)
class InvestigationTeams(Intervention):
    """Set up joint teams: authorities of the countries that take part share what they see, and work it off."""

    teams: float = parameter(8.0, "joint teams in the real ecosystem", unit="teams", low=0, high=10_000)
    completeness: float = parameter(0.5, "share of what authorities may tell and do not that they tell within a team", unit="share", low=0, high=1)
    lag: float = parameter(14.0, "mean time from a sight to whom it concerns", unit="days", low=0.1, high=3000, source="S88 (sign)")
    ramp: int = parameter(90, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(500_000.0, "agreements between countries", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(3_500.0, "staff of one team", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Joint investigation teams"
    summary: ClassVar[str] = "authorities of several countries share what they see and work on cases together"
    stage: ClassVar[str] = "sell"
    by_country: ClassVar[bool] = True
    joint: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "customs", "tax authority")
    source: ClassVar[str] = "S54, S81, S115"
    expected: ClassVar[str] = "more arrests than by teams that share nothing (S54, S115: sign); 61 to 288 arrests in a joint wave (B39-B42); no evidence of duration"

    def daily_cost(self) -> float:
        """Return what all teams cost a day."""
        return self.cost_per_day * self.teams

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Put teams to work, and let authorities share."""
        yield from teams_at_work(self.teams * today.strength, self.countries)
        yield Modifier(SHARED, self.completeness * today.strength, {"partner": SHARING_PARTNERS, **self.here()})
        yield Modifier(SHARING, today.strength / self.lag, self.here())

    def check(self, days: int) -> None:
        """Refuse a team of one country."""
        super().check(days)
        if len(set(self.countries)) == 1:
            raise ValueError(f"countries={self.countries} is one country: a joint team needs two or more")
