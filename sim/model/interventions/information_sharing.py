"""Information sharing: partners tell one another what they see, more of it and sooner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import RIGHT, SHARED, SHARING


@dataclass(frozen=True)
class InformationSharing(Intervention):
    """Let partners tell more of what they may tell, sooner; by law, they may tell more."""

    completeness: float = parameter(0.6, "share of what they may tell and do not that partners tell", unit="share", low=0, high=1)
    lag: float = parameter(7.0, "mean time from a sight to whom it concerns", unit="days", low=0.1, high=3000, source="S88 (sign)")
    by_law: float = parameter(0.0, "share of what partners may not tell that a law lets them tell", unit="share", low=0, high=1, source="S47, B127 (sign)")
    ramp: int = parameter(60, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(300_000.0, "agreements and systems", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(3_000.0, "liaison officers", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Sharing what partners see"
    summary: ClassVar[str] = "partners in all sectors tell one another what they see, more of it and sooner"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    by_country: ClassVar[bool] = True
    joint: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "tax authority", "customs", "post", "carriers", "local administration", "exchangers")
    source: ClassVar[str] = "S45, S47, S81, S88, S115"
    expected: ClassVar[str] = "more arrests, of those who earn most (S41, S81: sign); sooner is better (S88: sign); weaker as commitment fades (S77: sign); no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Raise what is told and how soon, in the countries that take part."""
        where = self.here()
        yield Modifier(SHARED, self.completeness * today.strength, where)
        yield Modifier(SHARING, today.strength / self.lag, where)
        if self.by_law > 0.0:
            yield Modifier(RIGHT, self.by_law * today.strength)

    def check(self, days: int) -> None:
        """Refuse a law that were to bind some countries only: a right to tell is by partner."""
        super().check(days)
        if self.by_law > 0.0 and self.countries:
            raise ValueError(f"by_law={self.by_law} with countries={self.countries}: a right to tell holds for all countries")
