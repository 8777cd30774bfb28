"""Shock: administrators leave with the escrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.close import Close
from sim.model.interventions.base import MarketShock, Today


@dataclass(frozen=True)
class ExitScam(MarketShock):
    """Close chosen marketplaces by exit scam."""

    phrase: ClassVar[str] = "An exit scam"
    summary: ClassVar[str] = "administrators leave with the escrow"
    source: ClassVar[str] = "D8, D14, D55"
    expected: ClassVar[str] = "trade of all within 0.87 to 1.36 of before in the weeks after, one rival takes most (D8, D9, D14)"

    def acts(self, today: Today) -> Iterator[Act]:
        """Close them on the first day."""
        if today.first:
            yield Close(self.intensity, self.struck(), "exit_scam")
