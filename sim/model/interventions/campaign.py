"""Campaign: people are told what drugs and buying them online can do, so that fewer begin or go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.geography import PRODUCTS
from sim.model.market.levers import APPETITE, ARRIVALS


@dataclass(frozen=True)
class Campaign(Intervention):
    """Reach those who might begin, the young among them, or the users of some products."""

    target: str = parameter("newcomers", "whom it speaks to", choices=("newcomers", "young", "users"), status="setting")
    products: list[str] = parameter([], "users of which products, where target=users; empty: all", choices=PRODUCTS, status="setting")
    reach: float = parameter(0.3, "share of them it reaches", unit="share", low=0, high=1)
    persuades: float = parameter(0.1, "share of those reached who do not begin, or wishes that users give up; below 0: it draws users", unit="share", low=-0.5, high=1, source="B102 (growth ceased), B103 (mixed): both signs")
    half_life: float = parameter(60.0, "days until half of it is forgotten", unit="days", low=1, high=10_000, source="B102 (sign): while it ran")
    cost_fixed: float = parameter(200_000.0, "making it", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(2_000.0, "placing it", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Campaigning"
    summary: ClassVar[str] = "tell those who might begin, the young or the users of a product what it can do"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("health services", "schools", "youth workers", "local administration")
    source: ClassVar[str] = "S59, S136, S149"
    expected: ClassVar[str] = "growth stops while it runs (B102: 0) or nothing that can be told (B103: seven campaigns, mixed); gone with its half-life; no evidence for drug markets"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Let fewer begin, or users wish for less; it is forgotten meanwhile."""
        where = self.here()
        kept = 1.0 - self.reach * self.persuades * today.strength * 0.5 ** (today.elapsed / self.half_life)
        if self.target == "users":
            yield Modifier(APPETITE, kept, where | ({"product": tuple(self.products)} if self.products else {}))
        else:
            yield Modifier(ARRIVALS, kept, where | ({"age": ("young",)} if self.target == "young" else {}))

    def check(self, days: int) -> None:
        """Refuse what only users can answer to where it does not speak to users."""
        super().check(days)
        if self.persuades < 0.0 and self.target != "users":
            why = "nobody comes sooner for it, only users can be drawn (target=users)"
            raise ValueError(f"persuades={self.persuades} has no effect: {why}")
        if self.products and self.target != "users":
            raise ValueError(f"products={self.products} has no effect: target={self.target}, and only users have products")
