"""Mixer sanction: dealing with the largest service is forbidden; where the law does not reach it, it is only named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue.payments import ROWS
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SupplierBarrier, Today
from sim.model.market.levers import ADVERTISED, TAKEN_OVER

SERVICES = tuple(dict.fromkeys(row.facilitator for row in ROWS))
"""Services by which coin becomes money: others have no users to gain or lose by being named."""


@dataclass(frozen=True)
class MixerSanction(SupplierBarrier):
    """Forbid dealing with the largest suppliers of a service by which coin becomes money; beyond reach, name them."""

    facilitator: str = parameter("mixer", "which service", choices=SERVICES, status="setting")
    count: int = parameter(1, "how many suppliers, the largest first", unit="suppliers", low=1, high=100, status="setting")
    jurisdiction: float = parameter(1.0, "how far the law reaches them and their users", unit="share", low=0, high=1)
    advertises: float = parameter(0.3, "users that those beyond reach gain by being named, against what they have", unit="share", low=0, high=10, source="B91 (sign): volume of a sanctioned exchange rose")
    cost_fixed: float = parameter(150_000.0, "tracing and listing", unit="EUR", low=0, high=1e12)

    phrase: ClassVar[str] = "Sanctioning a mixing service"
    doing: ClassVar[str] = "Sanctioning the largest"
    summary: ClassVar[str] = "forbid dealing with the largest suppliers of a service by which coin becomes money"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "economic"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("treasury", "exchangers", "financial intelligence unit")
    source: ClassVar[str] = "S128, B90, B91"
    expected: ClassVar[str] = "a service without equal: its volume -68 % after a month (60 to 85 %), lasting a year and more (B90); one beyond reach or of many: nothing, or volume rises (B91); trade hardly moves, costs up to the fee of laundering (B89)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Close the largest to users as far as the law reaches; name the others."""
        if self.jurisdiction > 0.0:
            yield Modifier(TAKEN_OVER, self.count * self.jurisdiction * today.strength, self.where())
        if self.jurisdiction < 1.0 and self.advertises > 0.0:
            yield Modifier(ADVERTISED, self.advertises * (1.0 - self.jurisdiction) * today.strength, self.where())
