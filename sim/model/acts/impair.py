"""Make marketplaces hard to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.model.acts.act import Act
from sim.model.acts.targets import Targets

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class Impair(Act):
    """Make marketplaces hard to reach for ``days``: a share ``severity`` of visits fails."""

    targets: Targets = Targets("largest")
    days: int = 14
    severity: float = 0.5

    strikes: ClassVar[str] = "marketplaces"
    phrase: ClassVar[str] = "marketplaces are hard to reach for some days"
    event: ClassVar[str] = "impair"

    def strike(self, world: World, row: int) -> None:
        """Make one hard to reach for some days, today the first of them."""
        state = world.state
        m = state.markets[row]
        m["impaired_until"], m["impairment"] = state.day + self.days, self.severity
        if m["offline_until"] <= state.day:  # what fails today by crowding alone, as worked out last evening
            crowded = max(1.0 - float(m["capacity"]) / max(float(m["visits"]), 1e-9), 0.0)
            m["fail"] = 1.0 - (1.0 - crowded) * (1.0 - self.severity)
        state.write("impair", row, amount=self.severity)
