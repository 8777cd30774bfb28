"""White hats: those who look for weaknesses of marketplaces report them to the police."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import WEAKNESSES


@dataclass(frozen=True)
class WhiteHats(Intervention):
    """Find weaknesses that reveal where a marketplace is; it is then raided. The less secure, the sooner."""

    finds: float = parameter(1.0, "weaknesses found a year in a marketplace without any security", unit="1/year", low=0, high=365)
    cost_per_day: float = parameter(1_000.0, "rewards and coordination", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "White hats who report weaknesses"
    summary: ClassVar[str] = "those who look for weaknesses of marketplaces report them, and the weak are raided"
    stage: ClassVar[str] = "run"
    repressive: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("white hats", "police", "hosting providers")
    facilitators: ClassVar[tuple[str, ...]] = ("hosting",)
    source: ClassVar[str] = "S50"
    expected: ClassVar[str] = "more seizures of weak marketplaces (S50, sign); no evidence of size or duration; after a seizure as for a takedown"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Let weaknesses be found."""
        yield Modifier(WEAKNESSES, self.finds * today.strength)
