"""Licensing: suppliers of a legal service need a licence and lose it when they serve the trade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import SupplierBarrier, Today
from sim.model.market.levers import ENFORCED, FACILITATOR_SUPPLY, LICENSED


@dataclass(frozen=True)
class Licensing(SupplierBarrier):
    """Take a share of a facilitator's suppliers away from the trade.

    Customers whom such a supplier recognises lose it, search for another, and pay a surcharge where that is a substitute
    (``agents/facilitators/facilitator.py:Facilitator``).
    """

    coverage: float = parameter(0.7, "share of suppliers under the licence", unit="share", low=0, high=1, source="B85: 0.7 of coin comes from exchanges", status="derived")
    first: str = parameter("random", "which suppliers come under the licence first", choices=("random", "largest"), status="setting")
    enforcement: float = parameter(0.6, "chance that a covered supplier stops serving the trade", unit="share", low=0, high=1)
    ramp: int = parameter(60, "days until full strength", unit="days", low=0, high=10_000)
    cost_fixed: float = parameter(300_000.0, "setting up the register", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(5_000.0, "supervision", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Licensing a service the trade leans on"
    doing: ClassVar[str] = "Licensing"
    summary: ClassVar[str] = "make a legal service licensed, so that suppliers stop serving the trade"
    stage: ClassVar[str] = "set up"
    kind: ClassVar[str] = "legal"
    repressive: ClassVar[bool] = False
    partners: ClassVar[tuple[str, ...]] = ("local administration", "supervisor", "tax authority")
    source: ClassVar[str] = "S58, S71"
    expected: ClassVar[str] = "less supply where suppliers are few and large, back within 4 months (B109); nothing where they are many (B113), 7 of 15 controls of inputs with an effect of 12 to 77 % (B114)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Let suppliers stop serving the trade, for customers in the countries that take part."""
        where = self.where()
        if self.first == "random":
            yield Modifier(FACILITATOR_SUPPLY, 1.0 - self.coverage * self.enforcement * today.strength, where)
        else:
            yield Modifier(LICENSED, self.coverage * today.strength, where)
            yield Modifier(ENFORCED, self.enforcement, where)
