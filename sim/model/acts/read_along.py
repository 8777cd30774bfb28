"""Read along in a network for messages before it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.model.acts.act import Act
from sim.model.acts.crowds import Members, Vendors
from sim.model.catalogue.facilitators import SHIELDING
from sim.model.engine.streams import uniforms
from sim.model.market import codes, decisions
from sim.model.market.leads import note, worked_off
from sim.model.market.opsec import identifiable_rows

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
    phrase: ClassVar[str] = "police read along in a network for messages"
    event: ClassVar[str] = "read_along"

    def strike(self, world: World, row: int) -> None:
        """Find who uses it, and when the police are done with each."""
        state, network = world.state, world.facilitators[row]
        state.write("read_along", cause=network.name, amount=network.suppliers.largest)
        rows = np.array(Vendors().choose(world), dtype=np.int64)
        if network.leans == SHIELDING:
            rows = rows[state.vendors["kind"][rows] != codes.LONE]
        who = state.vendors["born"][rows].astype(np.int64) + (row << 32)
        chance = self.leads * network.suppliers.largest * identifiable_rows(world, rows)
        found = uniforms(world.run_seed, decisions.A_READ, state.day, who) < chance
        luck = uniforms(world.run_seed, decisions.A_READ_DELAY, state.day, who[found])
        due = worked_off(world, rows[found], luck, self.lead_delay, first=self.days + 1)
        for vendor, day in zip(rows[found].tolist(), due.tolist(), strict=True):
            note(world, vendor, day)
            state.write("lead", vendor=vendor)
