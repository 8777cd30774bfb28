"""Shock: parcels are lost or come late, most of all those that cross a border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SHOCK, Intervention, Today
from sim.model.market.geography import CHANNELS
from sim.model.market.levers import LATE, LOST


@dataclass(frozen=True)
class DeliveryShock(Intervention):
    """Lose a share of the parcels of some channels, and delay the rest; by where they go."""

    channels: list[str] = parameter(["intra_eu_post", "extra_eu_post"], "channels that fail", choices=CHANNELS, status="setting")
    lost: float = parameter(0.25, "share of their parcels that are lost, beyond the usual", unit="share", low=0, high=1, source="D46, B29: 42 % of orders from abroad failed against 13 % of domestic ones")
    delay: float = parameter(7.0, "days by which the others come later", unit="days", low=0, high=25)
    domestic: float = parameter(0.0, "share of domestic post that is lost, beyond the usual", unit="share", low=0, high=1, source="D46: 13 % of domestic orders failed; no figure of the usual")

    phrase: ClassVar[str] = "A failure of delivery"
    summary: ClassVar[str] = "parcels are lost or late, most of all those from abroad"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = SHOCK
    facilitators: ClassVar[tuple[str, ...]] = ("parcel_carriers",)
    source: ClassVar[str] = "S40; D46, B29"
    expected: ClassVar[str] = "28 % of orders fail, 42 % of those from abroad and 13 % of domestic ones (D46, B29); trade within borders gains; no evidence of duration, and what lasts is told by nobody"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Lose and delay."""
        where = self.here()
        abroad = {"channel": tuple(self.channels), **where}
        if self.channels:
            yield Modifier(LOST, self.lost * today.strength, abroad)
            yield Modifier(LATE, self.delay * today.strength, abroad)
        if self.domestic > 0.0:
            yield Modifier(LOST, self.domestic * today.strength, {"channel": ("domestic_post",), **where})

    def check(self, days: int) -> None:
        """Refuse a channel that would be hit twice."""
        super().check(days)
        if self.domestic > 0.0 and "domestic_post" in self.channels:
            raise ValueError("channels: domestic_post is among them already, and domestic says how much of it is lost")
