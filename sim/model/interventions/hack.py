"""Shock: thieves take the escrow and the marketplace closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.close import Close
from sim.model.interventions.base import MarketShock, Today


@dataclass(frozen=True)
class Hack(MarketShock):
    """Close chosen marketplaces by hack."""

    phrase: ClassVar[str] = "A hack"
    summary: ClassVar[str] = "thieves take the escrow and the marketplace closes"
    source: ClassVar[str] = "D96"
    expected: ClassVar[str] = "a fifth of closures (D96); no evidence of what becomes of trade"

    def acts(self, today: Today) -> Iterator[Act]:
        """Close them on the first day."""
        if today.first:
            yield Close(self.intensity, self.struck(), "hack")
