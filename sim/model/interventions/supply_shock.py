"""Shock: producers and wholesalers of a product fail, whoever or whatever stopped them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SHOCK, Intervention, Today
from sim.model.market.geography import PRODUCTS
from sim.model.market.levers import UPSTREAM


@dataclass(frozen=True)
class SupplyShock(Intervention):
    """Take a share of a product's supply upstream away, or of all products."""

    product: str = parameter("all", "which product", choices=("all", *PRODUCTS), status="setting")
    lost: float = parameter(0.5, "share of supply upstream that is lost", unit="share", low=0, high=1, source="B114: 12 to 77 % where there was an effect")

    phrase: ClassVar[str] = "A failure of supply"
    summary: ClassVar[str] = "producers and wholesalers of a product fail"
    stage: ClassVar[str] = "set up"
    kind: ClassVar[str] = SHOCK
    source: ClassVar[str] = "S102; B109, B114"
    expected: ClassVar[str] = "goods dearer, to x3 where most of supply is lost, back within 4 months (B109); trade of the product falls less the more stock vendors hold; no evidence for the size of stocks (S102)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Lose a share of supply."""
        where = None if self.product == "all" else {"product": (self.product,)}
        yield Modifier(UPSTREAM, 1.0 - self.lost * today.strength, where)
