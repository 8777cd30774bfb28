"""Remove moderators: those who settle disputes and let vendors in are arrested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.arrest import Arrest
from sim.model.acts.targets import SELECTIONS, Targets
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today


@dataclass(frozen=True)
class RemoveModerators(Intervention):
    """Arrest moderators of chosen marketplaces on the first day of each wave; they are replaced by and by."""

    targets: str = parameter("largest", "of which marketplaces", choices=SELECTIONS, status="setting")
    marketplaces: int = parameter(1, "of how many marketplaces", low=1, high=100, status="setting")
    count: int = parameter(3, "moderators of each, at real size", unit="people", low=1, high=1000, status="setting")
    share: float = parameter(0.5, "trade to cover when targets=share", unit="share", low=0, high=1, status="setting")
    names: list[str] = parameter([], "marketplaces when targets=named, such as market-1", status="setting")
    publicity: float = parameter(0.3, "how loudly it is told", unit="share", low=0, high=1)
    cost_fixed: float = parameter(500_000.0, "investigation", unit="EUR", low=0, high=1e12)
    cost_per_act: float = parameter(100_000.0, "each marketplace", unit="EUR/act", low=0, high=1e12)

    phrase: ClassVar[str] = "Removing moderators"
    summary: ClassVar[str] = "arrest moderators, so that disputes and new vendors wait until they are replaced"
    stage: ClassVar[str] = "run"
    at_once: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "prosecutor")
    source: ClassVar[str] = "S6"
    expected: ClassVar[str] = "disputes decided worse and fewer new vendors on that marketplace until moderators are replaced (S6, sign), its users trust it less and some leave for rivals; all trade hardly moves; no evidence of size or duration"

    def acts(self, today: Today) -> Iterator[Act]:
        """Order the arrests on the first day."""
        if today.first:
            struck = Targets(self.targets, self.marketplaces, self.share, tuple(self.names))  # type: ignore[arg-type]
            yield Arrest(self.intensity, struck, 1.0, self.publicity, "moderators", count=self.count)
