"""Regulated supply: adults can have a product lawfully, at a price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.geography import PRODUCTS
from sim.model.market.levers import LAWFUL


@dataclass(frozen=True)
class RegulatedSupply(Intervention):
    """Serve adults in shops or by prescription; what is dearer than online draws fewer."""

    products: list[str] = parameter(["cannabis"], "which products", choices=PRODUCTS, status="setting")
    price: float = parameter(1.0, "price against online", unit="ratio", low=0.05, high=20)
    coverage: float = parameter(0.7, "share of adults who have it in reach", unit="share", low=0, high=1)
    preferred: float = parameter(0.5, "share of them who take it at the same price", unit="share", low=0, high=1, source="S37 (sign): prohibition is an opportunity")
    elasticity: float = parameter(1.0, "power of the price in this", unit="power", low=0, high=5)
    ramp: int = parameter(180, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(2_000_000.0, "licences and supervision to begin with", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(10_000.0, "supervision; taxes are not counted", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "A regulated supply"
    summary: ClassVar[str] = "let adults have a product lawfully, at a price"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "set up"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("legislator", "health services", "supervisor", "tax authority")
    source: ClassVar[str] = "S37"
    expected: ClassVar[str] = "trade in the product falls by the share of adults served, vendors' profit with it, harm by less, as the dose is safer but taken; the young are not served; as long as it is open; no evidence of the size"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Serve a share of wishes."""
        where = {"product": tuple(self.products)} | self.here()
        drawn = min(self.preferred * self.price**-self.elasticity, 1.0)
        yield Modifier(LAWFUL, self.coverage * drawn * today.strength, where)

    def check(self, days: int) -> None:
        """Refuse to do it for nothing."""
        super().check(days)
        if not self.products:
            raise ValueError("products=[] names no product, so nothing is supplied")
