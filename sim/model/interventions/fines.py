"""Fines: administrative fines for vendors who are identified, without a trial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import ASSESSED, FINED


@dataclass(frozen=True)
class Fines(Intervention):
    """Fine vendors a fixed sum; it is paid of coin and, where that does not do, of other means."""

    cases: float = parameter(0.2, "times a year that the means of a trader of usual operational security are looked into", unit="1/year", low=0, high=100)
    amount: float = parameter(5_000.0, "fine each time", unit="EUR", low=0, high=10_000_000)
    ramp: int = parameter(30, "days until it is practised", unit="days", low=0, high=10_000)
    cost_per_day: float = parameter(3_000.0, "administrative enforcement", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Fining vendors"
    summary: ClassVar[str] = "administrative fines for vendors who are identified"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "economic"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("local administration", "tax authority")
    source: ClassVar[str] = "S56, S57"
    expected: ClassVar[str] = "small vendors leave, large ones pay (sign: a fixed sum weighs on the small; B129, B131: certainty counts, size hardly); no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Look into means, and fine."""
        where = self.here()
        yield Modifier(ASSESSED, self.cases * today.strength, where)
        yield Modifier(FINED, self.cases * self.amount * today.strength, where)
