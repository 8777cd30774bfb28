"""Shock: administrators retire in good order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.close import Close
from sim.model.interventions.base import MarketShock, Today


@dataclass(frozen=True)
class VoluntaryClosure(MarketShock):
    """Close chosen marketplaces by voluntary."""

    phrase: ClassVar[str] = "A voluntary closure"
    summary: ClassVar[str] = "administrators retire in good order"
    source: ClassVar[str] = "D15"
    expected: ClassVar[str] = "trade of all 1.08 to 1.31 of before in the months after (D15)"

    def acts(self, today: Today) -> Iterator[Act]:
        """Close them on the first day."""
        if today.first:
            yield Close(self.intensity, self.struck(), "voluntary")
