"""Run marketplaces covertly before they are closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.model.acts.act import Act
from sim.model.acts.seizing import seize, tell_administrators, withstands
from sim.model.acts.targets import Targets
from sim.model.market import codes

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class TakeOver(Act):
    """Run marketplaces covertly for ``days``, collecting leads, then close them as a seizure."""

    targets: Targets = Targets("refuge")
    days: int = 27
    leads: float = 0.0
    lead_delay: float = 180.0
    publicity: float = 0.0
    addressees: float = 0.0

    strikes: ClassVar[str] = "marketplaces"
    phrase: ClassVar[str] = "marketplaces are run covertly for some days, then seized"
    event: ClassVar[str] = "takeover"

    def strike(self, world: World, row: int) -> None:
        """Take one over; it goes on trading, and the back end is read all the while."""
        state = world.state
        if state.markets[row]["covert_until"] < 0 and not withstands(world, row):
            state.markets[row]["covert_until"] = state.day + self.days
            state.covert[row] = (min(2.0 * self.leads, 1.0), self.lead_delay, self.publicity, self.addressees)
            state.write("takeover", row)


def end_takeovers(world: World) -> None:
    """Close the marketplaces whose covert takeover ends today."""
    state = world.state
    if not state.covert:
        return
    for row in [r for r in state.covert if state.markets[r]["covert_until"] == state.day]:
        back_end = state.covert.pop(row)
        if state.markets[row]["state"] == codes.OPEN:
            seize(world, row, *back_end)
            tell_administrators(world, back_end[2])
