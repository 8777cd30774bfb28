"""Account blocking: banks close the accounts of those who cannot explain their income."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import BLOCKED


@dataclass(frozen=True)
class AccountBlocking(Intervention):
    """Close the bank accounts by which vendors turn coin into money; who finds another route goes on, at its fee."""

    share: float = parameter(0.3, "share of vendors whose accounts are closed", unit="share", low=0, high=1)
    ramp: int = parameter(30, "days until it is practised", unit="days", low=0, high=10_000)
    cost_per_day: float = parameter(2_000.0, "finding and closing them", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Closing bank accounts"
    summary: ClassVar[str] = "banks close the accounts of vendors, who need another way to turn coin into money"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "economic"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("banks", "prosecutor", "tax authority")
    facilitators: ClassVar[tuple[str, ...]] = ("exchange", "cards")
    source: ClassVar[str] = "S57"
    expected: ClassVar[str] = "vendors without a way to their money for as long as it takes to switch (B109: 4 months; B118), then dearer (B89); little of trade; no evidence of size"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Close them, where banks take part."""
        where = self.here()
        yield Modifier(BLOCKED, self.share * today.strength, where)
