"""Drug alert: users are warned of a dangerous batch some days after it is first sold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import WARNED, WARNING_PACE


@dataclass(frozen=True)
class DrugAlert(Intervention):
    """Warn of each dangerous batch; who heeds it takes another one, so that trade goes on."""

    delay: float = parameter(5.0, "days from the first sale of a batch to the warning, at full strength", unit="days", low=1, high=365)
    reach: float = parameter(0.4, "share of users it reaches", unit="share", low=0, high=1)
    cost_fixed: float = parameter(100_000.0, "setting up the watch and the channels", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(1_500.0, "laboratories and staff", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Warning of dangerous batches"
    summary: ClassVar[str] = "warn users of dangerous batches, by site, app and on the marketplaces"
    by_country: ClassVar[bool] = True
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("health services", "laboratories", "local administration")
    source: ClassVar[str] = "S149"
    expected: ClassVar[str] = "orders stay; harm of a batch falls by reach times heed for what is left of its time after the delay; no evidence of the size; gone the day it ends"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Warn so many, so soon; at half the strength half as many, twice as late."""
        where = self.here()
        yield Modifier(WARNED, self.reach * today.strength, where)
        yield Modifier(WARNING_PACE, today.strength / self.delay, where)
