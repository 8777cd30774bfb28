"""Education: those who examine, inspect and investigate are taught what the trade looks like today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue.partners import PARTNERS
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import TAUGHT


@dataclass(frozen=True)
class Education(Intervention):
    """Teach partners. What they learnt leaves with staff and is outdated by new ways of the offenders."""

    whom: list[str] = parameter(["customs", "post", "carriers", "police"], "partners who are taught", choices=PARTNERS, status="setting")
    pace: float = parameter(0.01, "share of those not taught yet that is taught a day", unit="1/day", low=0, high=1)
    cost_fixed: float = parameter(150_000.0, "courses", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(500.0, "teachers, for each partner", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Educating partners"
    summary: ClassVar[str] = "police, customs, post and carriers are taught to recognise what they have before them"
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    by_country: ClassVar[bool] = True
    joint: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "customs", "post", "carriers")
    source: ClassVar[str] = "S65"
    expected: ClassVar[str] = "more parcels recognised and more leads (S65: sign), fading with staff turnover and new ways of working; no evidence of size or duration"

    def daily_cost(self) -> float:
        """Return what teaching all of them costs a day."""
        return self.cost_per_day * len(set(self.whom))

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Teach a share a day."""
        where = self.here()
        if self.whom:
            yield Modifier(TAUGHT, self.pace * today.strength, {"partner": tuple(self.whom), **where})
