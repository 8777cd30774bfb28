"""Tax assessment: tax, with a penalty, on profit that was not declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import ASSESSED, TAXED


@dataclass(frozen=True)
class TaxAssessment(Intervention):
    """Look into the means of vendors, and take tax for some years of profit as it is now."""

    cases: float = parameter(0.2, "times a year that the means of a trader of usual operational security are looked into", unit="1/year", low=0, high=100)
    rate: float = parameter(0.5, "tax and penalty", unit="share of profit", low=0, high=3)
    years: float = parameter(1.0, "years of profit that are assessed each time", unit="years", low=0, high=10)
    ramp: int = parameter(60, "days until it is practised", unit="days", low=0, high=10_000)
    cost_per_day: float = parameter(4_000.0, "tax inspectors", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Assessing tax"
    summary: ClassVar[str] = "tax and penalties on profit that vendors did not declare"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "economic"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("tax authority", "local administration")
    source: ClassVar[str] = "S57"
    expected: ClassVar[str] = "in proportion to profit, so that it weighs on all alike where fines weigh on the small; less than forfeiture; no evidence of size or duration (B129: certainty counts)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Look into means, and assess."""
        where = self.here()
        yield Modifier(ASSESSED, self.cases * today.strength, where)
        yield Modifier(TAXED, self.cases * self.rate * self.years * today.strength, where)
