"""Profession ban: convicted traders and those beside them may run no business that serves as cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import BARRED


@dataclass(frozen=True)
class ProfessionBan(Intervention):
    """Keep those who would carry on a shop, one of whom is arrested, from doing so behind a firm."""

    reach: float = parameter(0.6, "chance that who would carry on needs what the ban forbids", unit="probability", low=0, high=1)
    cost_per_day: float = parameter(1_000.0, "keeping the register", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Banning the convicted from business"
    summary: ClassVar[str] = "shops of arrested vendors are carried on less often"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "criminal law"
    by_country: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("prosecutor", "courts", "local administration")
    source: ClassVar[str] = "S60"
    expected: ClassVar[str] = "fewer shops carried on after an arrest, hardly any of trade as most vendors work alone (S15, sign); no evidence of size or duration"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Keep them from it, where courts may."""
        where = self.here()
        yield Modifier(BARRED, self.reach * today.strength, where)
