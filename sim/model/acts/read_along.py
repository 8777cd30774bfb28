"""Read along in a network for messages before it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.model.acts.act import Act
from sim.model.acts.crowds import Members, Vendors
from sim.model.catalogue.facilitators import SHIELDING
from sim.model.market import codes, decisions
from sim.model.market.leads import lead_time

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class ReadAlong(Act):
    """Read in the largest network of a sector for ``days``: each vendor who uses it becomes a lead with chance
    ``leads``, worked off ``lead_delay`` days later on average. Only organised vendors use what is made for crime."""

    targets: Members = Members(("criminal_ict",), "facilitators")
    days: int = 70
    leads: float = 0.1
    lead_delay: float = 270.0

    strikes: ClassVar[str] = "facilitators"
    told: ClassVar[str] = "police read along in a network for messages"
    event: ClassVar[str] = "read_along"

    def strike(self, world: World, row: int) -> None:
        """Find who uses it, and when the police are done with each."""
        state, draws, network = world.state, world.draws, world.facilitators[row]
        usual = 1.0 - world.parameters.vendors.opsec_usual
        state.write("read_along", cause=network.name, amount=network.suppliers.largest)
        for v in Vendors().choose(world):
            x = state.vendors[v]
            if network.leans == SHIELDING and x["kind"] == codes.LONE:
                continue
            chance = self.leads * network.suppliers.largest * (1.0 - float(x["opsec"])) / usual
            who = int(x["born"]) + (row << 32)
            if draws.uniform(decisions.A_READ, state.day, who) >= chance:
                continue
            usually = float(lead_time(world, self.lead_delay)[int(x["home"])])
            wait = draws.exponential(decisions.A_READ_DELAY, state.day, who) * usually
            on = state.day + self.days + 1 + int(min(wait, codes.NEVER))
            if x["arrest_on"] < 0 or on < x["arrest_on"]:
                x["arrest_on"] = on
            state.write("lead", vendor=v)
