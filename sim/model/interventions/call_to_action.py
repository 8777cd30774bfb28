"""Call to action: suppliers are told whom they serve and asked to stop; who did not know may act on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SupplierBarrier, Today
from sim.model.market.geography import FACILITATORS
from sim.model.market.levers import CALLED


@dataclass(frozen=True)
class CallToAction(SupplierBarrier):
    """Persuade suppliers who do not know whom they serve; those who know only nod."""

    facilitator: str = parameter("parcel_carriers", "which service", choices=FACILITATORS, status="setting")
    reach: float = parameter(0.8, "share of suppliers who are told", unit="share", low=0, high=1)
    delay: float = parameter(30.0, "mean days until one who is told has acted", unit="days", low=0.1, high=3650)
    half_life: float = parameter(365.0, "days until half of it is forgotten, unless it is renewed by a new wave", unit="days", low=1, high=10_000)
    cost_fixed: float = parameter(50_000.0, "finding out whom to tell, and what", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(500.0, "keeping in touch", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Calling suppliers to action"
    doing: ClassVar[str] = "Calling to action"
    summary: ClassVar[str] = "tell the suppliers of a service whom they serve, and ask them to stop"
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("police", "firms", "local administration")
    source: ClassVar[str] = "S48, S67-S70, S105, S119, S137"
    expected: ClassVar[str] = "nothing where suppliers know (S18, S48) or are many (B113); little of large IT firms (S137); nothing lasting of two platforms gone (B124); no evidence of its size"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Ask, by and by, those who are reached; what they were told fades."""
        acted = 1.0 - math.exp(-(today.elapsed + 1) / self.delay)
        share = self.reach * acted * 0.5 ** (today.elapsed / self.half_life)
        yield Modifier(CALLED, share * today.strength, self.where())
