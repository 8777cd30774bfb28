"""Shock: the wish to order rises or falls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SHOCK, Intervention, Today
from sim.model.market.levers import DEMAND


@dataclass(frozen=True)
class DemandShock(Intervention):
    """Multiply the wish to order."""

    factor: float = parameter(1.3, "wish to order against the ordinary", unit="ratio", low=0, high=10, source="S40 (sign)")

    phrase: ClassVar[str] = "A change of demand"
    summary: ClassVar[str] = "the wish to order rises or falls"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = SHOCK
    source: ClassVar[str] = "S40"
    expected: ClassVar[str] = "trade follows the wish to order while it lasts; no evidence of what stays (S40, D46)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Scale demand."""
        where = self.here()
        yield Modifier(DEMAND, 1.0 + (self.factor - 1.0) * today.strength, where)
