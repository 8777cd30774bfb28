"""Machine licensing: coin machines need a licence, and most are switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import REMOVED


@dataclass(frozen=True)
class MachineLicensing(Intervention):
    """Take a share of machines away, in the countries that take part."""

    share: float = parameter(0.78, "share of machines that are switched off", unit="share", low=0, high=1, source="B94: machines -78 % in a year", status="measured")
    ramp: int = parameter(180, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(100_000.0, "setting up the register", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(1_000.0, "inspection", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Licensing coin machines"
    by_country: ClassVar[bool] = True
    facilitators: ClassVar[tuple[str, ...]] = ("machines",)
    summary: ClassVar[str] = "coin machines need a licence, and most are switched off"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("supervisor", "local administration", "police")
    source: ClassVar[str] = "S42, S56, S58, B94"
    expected: ClassVar[str] = "machines -78 % within a year (B94); users go elsewhere within their switching time, so little of trade; buyers put off where payment is harder (B95, sign)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Switch them off."""
        where = {"facilitator": self.facilitators} | self.here()
        yield Modifier(REMOVED, self.share * today.strength, where)
