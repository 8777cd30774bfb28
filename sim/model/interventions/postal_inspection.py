"""Postal inspection: more parcels examined, better trained, with powers over domestic mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.geography import CHANNELS
from sim.model.market.levers import DETECTION, INSPECTION, INSPECTION_CAPACITY


@dataclass(frozen=True)
class PostalInspection(Intervention):
    """Examine a larger share of the post; domestic mail only where the law allows it."""

    channels: list[str] = parameter(["intra_eu_post", "extra_eu_post"], "channels examined", choices=CHANNELS, status="setting")
    share: float = parameter(0.15, "share of drug parcels examined on top of the ordinary", unit="share", low=0, high=1, source="B10: 5 % to 25 % of letters leaving NL", status="derived")
    capacity: float = parameter(1.5, "what can be examined at most, against what is meant to be", unit="ratio", low=0, high=1000)
    domestic_powers: float = parameter(0.0, "share of domestic drug mail examined where powers are granted", unit="share", low=0, high=1, source="B18: 3 % intercepted with powers and joint operations", status="derived")
    training: float = parameter(0.3, "share of missed recognitions that training makes good", unit="share", low=0, high=1)
    training_half_life: float = parameter(365.0, "days until half of it is forgotten or out of date", unit="days", low=1, high=10_000, source="S65 (sign)")
    cost_fixed: float = parameter(500_000.0, "equipment and courses", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(20_000.0, "staff", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Inspecting more of the post"
    summary: ClassVar[str] = "examine more mail, with better training and powers over domestic mail"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "ship"
    kind: ClassVar[str] = "legal"
    partners: ClassVar[tuple[str, ...]] = ("customs", "post", "police")
    source: ClassVar[str] = "S65, S66, S97"
    expected: ClassVar[str] = "interceptions up from 0.2 % to 3 % of domestic mail with powers (B18), 5 % to 25 % of outgoing (B10); no evidence of what trade does"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Raise what is examined, how much can be, and how well it is recognised."""
        where = self.here()
        skill = self.training * 0.5 ** (today.elapsed / self.training_half_life)
        shares = dict.fromkeys(self.channels, self.share) | {"domestic_post": self.domestic_powers}
        for channel, share in shares.items():
            here = {"channel": (channel,), **where}
            if share > 0.0:
                yield Modifier(INSPECTION, share * today.strength, here)
                yield Modifier(INSPECTION_CAPACITY, self.capacity * share * today.strength, here)
            if share > 0.0 or channel in self.channels:  # training serves what is examined in ordinary times, too
                yield Modifier(DETECTION, skill * today.strength, here)

    def check(self, days: int) -> None:
        """Refuse domestic mail without the powers to open it."""
        super().check(days)
        if "domestic_post" in self.channels and self.domestic_powers == 0.0:
            raise ValueError("channels: domestic_post can be examined only with domestic_powers above 0")
