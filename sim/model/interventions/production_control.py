"""Production control: producers and wholesalers of a product are closed or supervised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.geography import PRODUCTS
from sim.model.market.levers import UPSTREAM


@dataclass(frozen=True)
class ProductionControl(Intervention):
    """Take a share of a product's supply upstream away; others come to supply it."""

    product: str = parameter("stimulants", "which product", choices=PRODUCTS, status="setting")
    share: float = parameter(0.5, "share of supply upstream that is stopped", unit="share", low=0, high=1, source="B114: 12 to 77 % where there was an effect")
    cost_fixed: float = parameter(300_000.0, "closing them", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(5_000.0, "supervision", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Controlling production"
    summary: ClassVar[str] = "close or supervise who produces a product, so that vendors get less of it and pay more"
    stage: ClassVar[str] = "set up"
    kind: ClassVar[str] = "legal"
    partners: ClassVar[tuple[str, ...]] = ("inspectorates", "customs", "police")
    source: ClassVar[str] = "S58, B109, B113, B114"
    expected: ClassVar[str] = "price up, to x3 where most of supply is stopped, back within 4 months (B109); nothing where producers are small and many (B113); 7 of 15 controls with an effect of 12 to 77 % (B114)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Stop a share of it."""
        yield Modifier(UPSTREAM, 1.0 - self.share * today.strength, {"product": (self.product,)})
