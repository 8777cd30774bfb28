"""Slander: good ratings of vendors are told as bad ones, so that a name says less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.market.levers import SLANDERED


@dataclass(frozen=True)
class Slander(Intervention):
    """Put false bad ratings in the place of good ones, on all marketplaces."""

    rate: float = parameter(0.15, "share of good ratings that are told as bad ones", unit="share", low=0, high=1, source="B97", status="measured")
    cost_fixed: float = parameter(100_000.0, "preparing it", unit="EUR", low=0, high=1e12)
    cost_per_day: float = parameter(2_000.0, "keeping it up", unit="EUR/day", low=0, high=1e12)

    phrase: ClassVar[str] = "Slandering vendors"
    summary: ClassVar[str] = "put false bad ratings in the place of good ones, so that names say less"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor")
    source: ClassVar[str] = "B97"
    expected: ClassVar[str] = "a bad rating lowers a vendor's sales and makes leaving likelier (B104), and his price (D42, D48); where all are slandered alike trade goes on among them; back as ratings fade; no evidence of the size in trade (B97: one experiment)"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Turn some ratings."""
        yield Modifier(SLANDERED, self.rate * today.strength)
