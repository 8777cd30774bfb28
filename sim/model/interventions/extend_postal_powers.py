"""Postal powers: post within the country may be opened, and who carries it must hand over what looks suspicious."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import INSPECTION, INSPECTION_CAPACITY

WITHIN = ("domestic_post", "private_parcel", "locker")
"""Channels by which carriers bound by the law bring parcels of the country."""


@dataclass(frozen=True)
class ExtendPostalPowers(Intervention):
    """Let more of domestic mail be examined: by power to open it, and by a duty to hand it over."""

    opened: float = parameter(0.07, "share of domestic drug mail examined where it may be opened", unit="share", low=0, high=1, source="B18: 3.4 % intercepted; half of what is examined is recognised")
    handed_over: float = parameter(0.01, "share of drug parcels that carriers hand over where they must", unit="share", low=0, high=1, source="B127 (sign)")
    capacity: float = parameter(1.5, "most that can be examined, as a multiple of that share", unit="ratio", low=0, high=100)
    ramp: int = parameter(90, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(250_000.0, "law and training", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(8_000.0, "staff", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Extending powers over the post"
    summary: ClassVar[str] = "let domestic mail be opened, and oblige carriers to hand over what looks suspicious"
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "legal"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("customs", "post", "carriers", "police")
    facilitators: ClassVar[tuple[str, ...]] = ("post", "parcel_carriers")
    source: ClassVar[str] = "S66, B15-B18, B127"
    expected: ClassVar[str] = "domestic interceptions up from 0.2 % to 3 % (B18: 0.9 to 3.4 %) while the law stands; no evidence of what trade does"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Raise what is examined, and what can be, in step with what is meant to be."""
        where = self.here()
        for channel in WITHIN:
            share = 1.0 - (1.0 - self.handed_over) * (1.0 - self.opened * (channel == "domestic_post"))
            if share > 0.0:
                here = {"channel": (channel,), **where}
                yield Modifier(INSPECTION, share * today.strength, here)
                yield Modifier(INSPECTION_CAPACITY, self.capacity * share * today.strength, here)
