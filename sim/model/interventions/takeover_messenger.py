"""Takeover of a messenger: police read along in the largest network for some days, then close it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.crowds import Members
from sim.model.acts.read_along import ReadAlong
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import READING, TAKEN_OVER


@dataclass(frozen=True)
class TakeoverMessenger(Intervention):
    """Read along, then close: leads on vendors who used it, and no network until they have another."""

    facilitator: str = parameter("criminal_ict", "which kind of network", choices=("criminal_ict", "messenger"), status="setting")
    days: int = parameter(70, "days of reading along", unit="days", low=1, high=1000, source="S24")
    leads: float = parameter(0.1, "share of the vendors who used it that become an arrest lead", unit="share", low=0, high=1)
    lead_delay: float = parameter(270.0, "mean time from then to arrest", unit="days", low=1, high=2000, source="B39", status="derived")
    cost_fixed: float = parameter(3_000_000.0, "getting in, and reading", unit="EUR", low=0, high=1e12)

    phrase: ClassVar[str] = "Taking over a network for messages"
    summary: ClassVar[str] = "read along in the largest network for messages, then close it"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "criminal law"
    at_once: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "providers")
    facilitators: ClassVar[tuple[str, ...]] = ("criminal_ict", "messenger")
    source: ClassVar[str] = "S23, S24, S51"
    expected: ClassVar[str] = "arrests of organised vendors over months (B39: 9 months' work); direct deals fall until another messenger is found; no evidence of what trade does"

    def acts(self, today: Today) -> Iterator[Act]:
        """Read along from the first day."""
        if today.first:
            yield ReadAlong(
                self.intensity, Members((self.facilitator,), "facilitators"), self.days, self.leads, self.lead_delay
            )

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Read along for these days, then close it."""
        if today.elapsed < self.days:
            yield Modifier(READING, today.strength, {"facilitator": (self.facilitator,)})
        else:
            yield Modifier(TAKEN_OVER, today.strength, {"facilitator": (self.facilitator,)})

    def check(self, days: int) -> None:
        """Refuse an end before the network is closed."""
        super().check(days)
        if self.duration is not None and self.duration <= self.days:
            raise ValueError(f"duration={self.duration} ends before the network is closed, after days={self.days}")
