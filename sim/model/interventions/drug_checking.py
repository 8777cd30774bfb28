"""Drug checking: users send a sample in and learn what it holds before they take the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.geography import PRODUCTS
from sim.model.market.levers import CHECKED


@dataclass(frozen=True)
class DrugChecking(Intervention):
    """Check a share of what is bought online; some of what turns out bad is not taken."""

    products: list[str] = parameter([], "which products; empty: all", choices=PRODUCTS, status="setting")
    share: float = parameter(0.05, "share of doses from online whose batch is checked", unit="share", low=0, high=1, source="B106: 1,600 samples in 2.5 years, far below a thousandth; a service that is offered everywhere is judgement")
    discard: float = parameter(0.2, "share of those who learn that it is bad who do not take it", unit="share", low=0, high=1, source="B108 (unverified): 0.1 to 0.5")
    cost_fixed: float = parameter(300_000.0, "setting up the service", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(5_000.0, "laboratories", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Checking drugs for their users"
    summary: ClassVar[str] = "let users of online markets have samples checked"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("health services", "laboratories")
    source: ClassVar[str] = "S150"
    expected: ClassVar[str] = "orders stay, harm falls by at most share times discard (0.01 with B108) of what is hidden in a dose; as long as it is offered; no evidence of the size in a market"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Let some bad doses not be taken."""
        where = self.here()
        where |= {"product": tuple(self.products)} if self.products else {}
        yield Modifier(CHECKED, self.share * self.discard * today.strength, where)
