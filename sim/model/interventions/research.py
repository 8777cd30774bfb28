"""Research: what the trade is and how it changes is studied, and told to those who act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import LEARNING


@dataclass(frozen=True)
class Research(Intervention):
    """Study ways of working; results come slowly and last until ways change."""

    pace: float = parameter(0.004, "share of what is not known of present ways that research shows a day", unit="1/day", low=0, high=1)
    ramp: int = parameter(365, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(200_000.0, "programme", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(1_000.0, "researchers", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Research into the trade"
    summary: ClassVar[str] = "study how the trade works, so that authorities know present ways of working sooner"
    stage: ClassVar[str] = "set up"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("universities", "police")
    source: ClassVar[str] = "S62"
    expected: ClassVar[str] = "authorities trail by fewer days, after a year or more (S62: sign); no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Learn."""
        yield Modifier(LEARNING, self.pace * today.strength)
