"""Close marketplaces: by seizure, exit scam, hack, or in good order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from sim.model.acts.act import Act
from sim.model.acts.seizing import seize, tell_administrators, withstands
from sim.model.acts.targets import Targets
from sim.model.market import codes
from sim.model.market.closing import close
from sim.model.market.robbery import rob

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class Close(Act):
    """Close marketplaces. ``cause``: seizure, exit_scam, hack or voluntary. A seizure takes the escrow and yields
    the back end: each vendor with an account there becomes a lead with chance ``leads``, worked off after
    ``lead_delay`` days on average; ``publicity`` in [0, 1] is how loudly it is told;
    ``addressees``: chance of a case against each user whose address stands there unencrypted."""

    targets: Targets = Targets("largest")
    cause: Literal["seizure", "exit_scam", "hack", "voluntary"] = "seizure"
    leads: float = 0.0
    lead_delay: float = 180.0
    publicity: float = 0.0
    addressees: float = 0.0

    strikes: ClassVar[str] = "marketplaces"
    phrase: ClassVar[str] = "marketplaces are closed, by seizure, exit scam, hack, or in good order"
    event: ClassVar[str] = "close"

    def strike(self, world: World, row: int) -> None:
        """Close one."""
        if self.cause == "seizure":
            if not withstands(world, row):
                seize(world, row, self.leads, self.lead_delay, self.publicity, self.addressees)
        elif self.cause == "hack":
            rob(world, row)
        else:
            close(world.state, row, codes.CAUSES.index(self.cause), world.parameters.news)

    def follow(self, world: World) -> None:
        """Let the administrators who are left hear of a seizure."""
        if self.cause == "seizure":
            tell_administrators(world, self.publicity)
