"""Fake listings: offers of vendors who do not exist, among those on offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import FAKED


@dataclass(frozen=True)
class FakeListings(Intervention):
    """Put fake offers among the others; who knows a vendor does not fall for them. What is paid comes back, late."""

    rate: float = parameter(0.15, "chance that an offer taken of somebody not known yet is a fake", unit="share", low=0, high=1, source="B97", status="measured")
    cost_fixed: float = parameter(100_000.0, "preparing it", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(3_000.0, "keeping up names that look real", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Placing fake offers"
    summary: ClassVar[str] = "put fake offers among the others, so that buyers trust less"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor")
    source: ClassVar[str] = "B97"
    expected: ClassVar[str] = "fewer orders of newcomers, trade with known vendors stays (D48: names count), some go to the street; trust back within weeks of the end (D8, sign); no evidence of the size in trade (B97: one experiment)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Spread them."""
        yield Modifier(FAKED, self.rate * today.strength)
