"""Asset recovery: unexplained wealth of traders is taken, whether or not they are arrested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import ASSESSED, RECOVERED


@dataclass(frozen=True)
class AssetRecovery(Intervention):
    """Look into the means of vendors and administrators, and take a share of the coin they hold."""

    cases: float = parameter(0.1, "times a year that the means of a trader of usual operational security are looked into", unit="1/year", low=0, high=100)
    share: float = parameter(0.8, "share of the wealth that is taken each time", unit="share", low=0, high=1)
    ramp: int = parameter(60, "days until it is practised", unit="days", low=0, high=10_000)
    cost_per_day: float = parameter(10_000.0, "asset recovery office", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Recovering assets"
    summary: ClassVar[str] = "take a share of what traders earned, whether or not they are arrested"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "economic"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("asset recovery office", "prosecutor", "tax authority")
    source: ClassVar[str] = "S57, S60, B53"
    expected: ClassVar[str] = "those struck leave more (B53: money holders are a good target; B135: own experience counts), administrators are nearer to an exit scam; others hardly (B133); no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Look into means, and take."""
        where = self.here()
        yield Modifier(ASSESSED, self.cases * today.strength, where)
        yield Modifier(RECOVERED, self.cases * self.share * today.strength, where)
