"""Coordination: one coordinator reminds partners of what they agreed to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import COORDINATED


@dataclass(frozen=True)
class Coordination(Intervention):
    """Renew the commitment of all partners; it does nothing by itself, but for barriers that rest on commitment."""

    renewal: float = parameter(30.0, "mean days until a partner is reminded", unit="days", low=1, high=3650)
    cost_per_day: float = parameter(400.0, "a coordinator", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "A coordinator for the partners"
    summary: ClassVar[str] = "remind partners of what they agreed to do, so that joint barriers stay strong"
    stage: ClassVar[str] = "run"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    source: ClassVar[str] = "S77"
    expected: ClassVar[str] = "joint barriers last longer (S77: sign), nothing without one; no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Remind them."""
        yield Modifier(COORDINATED, today.strength / self.renewal)
