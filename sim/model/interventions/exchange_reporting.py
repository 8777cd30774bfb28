"""Exchange reporting: exchanges and cards report unexplained income, and some of it is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import FROZEN, REPORTING


@dataclass(frozen=True)
class ExchangeReporting(Intervention):
    """Let those where coin becomes money know their customers, report who lives beyond their income, and freeze a share."""

    coverage: float = parameter(0.7, "share of exchanges, cards and machines that identify and report", unit="share", low=0, high=1, source="B85, B87: many exchanges, none dominant")
    freeze: float = parameter(0.3, "share of what a reported vendor holds that is frozen and taken", unit="share", low=0, high=1)
    ramp: int = parameter(90, "days until it is practised", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(200_000.0, "rules and reporting point", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(4_000.0, "working reports off", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Reporting by exchanges"
    summary: ClassVar[str] = "exchanges and cards report unexplained income, and freeze a share of it"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "economic"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("exchangers", "financial intelligence unit", "tax authority")
    facilitators: ClassVar[tuple[str, ...]] = ("exchange", "cards", "machines")
    source: ClassVar[str] = "S10, S34, S52"
    expected: ClassVar[str] = "more arrests and money taken, vendors move to routes that show less (B86: most stay, though exchanges identify) at a higher fee (B89); trade falls little; no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Let them report, where they take part."""
        where = self.here()
        yield Modifier(REPORTING, self.coverage * today.strength, where)
        yield Modifier(FROZEN, self.coverage * self.freeze * today.strength, where)
