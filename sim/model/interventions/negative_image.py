"""Negative image: marketplaces and their vendors are told to be watched and not to be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.publicise import Publicise
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import LEANING


@dataclass(frozen=True)
class NegativeImage(Intervention):
    """Sow distrust, and tell that police are watching, with nothing done beside."""

    distrust: float = parameter(0.2, "what it takes from the leaning to buy online", unit="logit", low=0, high=3, source="B34 (sign): trust is the first thing users weigh")
    half_life: float = parameter(30.0, "days until half of the distrust is gone", unit="days", low=1, high=10_000, source="D8, D14 (sign): whole within weeks after exit scams")
    loudness: float = parameter(0.3, "alarm that being watched raises", unit="alarm", low=0, high=1, source="D22, S83: 0.6 where all of trade is seized")
    cost_fixed: float = parameter(150_000.0, "making it", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(1_000.0, "keeping it up", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Creating a negative image"
    summary: ClassVar[str] = "tell users that marketplaces are watched and not to be trusted"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("police", "press", "health services")
    source: ClassVar[str] = "S59, S143"
    expected: ClassVar[str] = "none or the opposite: trade rose after police work was in the news (B76), no deterrence after closures (B70); distrust moves some to the street for weeks; no evidence of the size"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Lower the leaning to buy online; it passes meanwhile."""
        yield Modifier(LEANING, -self.distrust * today.strength * 0.5 ** (today.elapsed / self.half_life))

    def acts(self, today: Today) -> Iterator[Act]:
        """Tell it on the first day of each wave."""
        if today.first:
            yield Publicise(self.intensity, self.loudness)
