"""Site blocking: providers of a country no longer lead to marketplaces; who knows how gets around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import UNREACHED


@dataclass(frozen=True)
class SiteBlocking(Intervention):
    """Let visits fail by country of the visitor, not by marketplace. Most get around it at once, others learn to."""

    share: float = parameter(0.9, "share of the people of a country whose providers block", unit="share", low=0, high=1)
    circumvention: float = parameter(0.95, "share of them who get around it at once", unit="share", low=0, high=1, source="S148 (sign): a very small effect; who is there came over a network that hides where one goes")
    half_life: float = parameter(14.0, "days until half of the others know how", unit="days", low=1, high=10_000, source="S148 (sign): a new site is soon trusted")
    cost_fixed: float = parameter(50_000.0, "orders to providers", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(500.0, "keeping lists", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Blocking sites"
    summary: ClassVar[str] = "let providers of a country block marketplaces; most visitors get around it"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("providers", "supervisor")
    source: ClassVar[str] = "S148, B124"
    expected: ClassVar[str] = "orders of the country down by a few per cent at most (S148: very small), gone within weeks; none on all trade (B124); other countries as before"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Shut some out; they learn meanwhile."""
        left = self.share * (1.0 - self.circumvention) * today.strength
        yield Modifier(UNREACHED, left * 0.5 ** (today.elapsed / self.half_life), self.here())
