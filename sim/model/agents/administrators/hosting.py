"""Which marketplaces have no host today: theirs was lost and another not yet found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes, decisions
from sim.model.market.world import World


def without_host(world: World, slots: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each open marketplace whether it is off the net for want of a host."""
    hosts = world.facilitators[codes.HOSTING]
    off = np.zeros(len(slots), dtype=bool)
    if hosts.supply >= 1.0:
        return off
    draws, homes = world.draws, world.constants.seller_home
    for s, row in enumerate(slots.tolist()):
        who = int(world.state.markets["who"][row])
        home = int(np.searchsorted(homes, draws.uniform(decisions.M_HOME, decisions.BIRTH, who)))
        for n, host in enumerate(hosts.members):
            own = who + (n << 32)  # with each kind of host it leans on, a place and luck of its own
            place = draws.uniform(decisions.M_REHOST, decisions.BIRTH, own)
            off[s] |= host.lacks(place, draws.uniform(decisions.M_SEARCH, decisions.BIRTH, own), home)
    return off
