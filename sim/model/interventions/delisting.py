"""Delisting: exchanges take coin that cannot be followed off their lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import REMOVED


@dataclass(frozen=True)
class Delisting(Intervention):
    """Let a share of the exchanges that list such coin stop, for customers in the countries that take part."""

    share: float = parameter(0.8, "share of exchanges that take it off", unit="share", low=0, high=1)
    ramp: int = parameter(30, "days until it is practised", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(100_000.0, "rules for exchanges", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(500.0, "supervision", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Delisting coin that cannot be followed"
    by_country: ClassVar[bool] = True
    facilitators: ClassVar[tuple[str, ...]] = ("privacy_coin",)
    summary: ClassVar[str] = "exchanges take coin whose movements cannot be followed off their lists"
    stage: ClassVar[str] = "sell"
    level: ClassVar[str] = "payment"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("exchangers", "supervisor")
    source: ClassVar[str] = "S34, S58"
    expected: ClassVar[str] = "that coin's share falls and its users go to mixers and open exchanges within their switching time (B109, B118); nothing lasting of trade (B91, sign); no evidence of size"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Take it off."""
        where = {"facilitator": self.facilitators} | self.here()
        yield Modifier(REMOVED, self.share * today.strength, where)
