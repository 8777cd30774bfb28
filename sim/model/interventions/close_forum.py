"""Close forum: the place where people of the trade meet and talk is closed; they find another by and by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.close_forum import CloseForum as Closing
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today


@dataclass(frozen=True)
class CloseForum(Intervention):
    """Close forums on the first day of each wave: news, introductions and new partners pass slower for a while."""

    share: float = parameter(0.9, "share of people who meet in what is closed", unit="share", low=0, high=1)
    cost_fixed: float = parameter(500_000.0, "investigation", unit="EUR", low=0, high=1e12)
    cost_per_act: float = parameter(50_000.0, "each closure", unit="EUR/act", low=0, high=1e12)

    phrase: ClassVar[str] = "Closing the forum"
    summary: ClassVar[str] = "close forums, so that news, introductions and partners come slower until there is another"
    stage: ClassVar[str] = "run"
    at_once: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor", "hosting providers")
    facilitators: ClassVar[tuple[str, ...]] = ("hosting",)
    source: ClassVar[str] = "S28, S33"
    expected: ClassVar[str] = "fewer enter while there is none (S28, sign), who was driven out finds others later, people learn less from a seizure (S33, sign), police see less of what is said; trade itself hardly moves; gone once another is found; no evidence of size or duration"

    def acts(self, today: Today) -> Iterator[Act]:
        """Order it on the first day."""
        if today.first:
            yield Closing(self.intensity, self.share)
