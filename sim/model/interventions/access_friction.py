"""Access friction: the way in is harder to find, so that some newcomers stay offline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import ACCESS


@dataclass(frozen=True)
class AccessFriction(Intervention):
    """Take links out of search and social media, and make the first payment harder; who is in knows the way."""

    share: float = parameter(0.3, "share of newcomers who do not find their way in", unit="share", low=0, high=1, source="S130 (sign); B124: two dominant sites of advertisements closed, nothing")
    cost_fixed: float = parameter(100_000.0, "agreements with providers", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(3_000.0, "finding links and having them taken out", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Making the way in harder"
    summary: ClassVar[str] = "take links to marketplaces out of search, so that newcomers stay offline"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("search engines", "social media", "providers")
    source: ClassVar[str] = "S130"
    expected: ClassVar[str] = "newcomers online fewer at once, orders slowly, as customers who leave are not replaced; the street gains; back as slowly; no evidence of the size (B124: nothing)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Keep some newcomers out."""
        where = self.here()
        yield Modifier(ACCESS, 1.0 - self.share * today.strength, where)
