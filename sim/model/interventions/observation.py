"""Observation: marketplaces and channels are watched all the time, so that responses keep pace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import LEARNING, WATCHED


@dataclass(frozen=True)
class Observation(Intervention):
    """Look at regular times; each look shows some of what is not known, and figures that are fresh and exact."""

    every: float = parameter(7.0, "days from one look to the next", unit="days", low=1, high=3650, status="setting")
    shown: float = parameter(0.05, "share of what is not known of present ways that one look shows", unit="share", low=0, high=1)
    sharpness: float = parameter(0.8, "share of the lag and the error of what triggers and reviews see that weekly looks make good", unit="share", low=0, high=1, source="S121 (sign)")
    cost_fixed: float = parameter(100_000.0, "tools", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(1_500.0, "staff for weekly looks", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Watching the trade all the time"
    summary: ClassVar[str] = "watch marketplaces and channels at regular times, so that authorities keep up"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    joint: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "customs", "white hats")
    source: ClassVar[str] = "S64, S89, S121"
    expected: ClassVar[str] = "authorities trail by fewer days, more is recognised (S64, S121: sign); no evidence of size or duration"

    def daily_cost(self) -> float:
        """Return what looking so often costs a day."""
        return self.cost_per_day * 7.0 / self.every

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Learn by looking; looks that are rarer than weekly keep figures less fresh."""
        yield Modifier(LEARNING, self.shown / self.every * today.strength)
        yield Modifier(WATCHED, self.sharpness * min(7.0 / self.every, 1.0) * today.strength)
