"""Records: the day is written down."""

from __future__ import annotations

import numpy as np

from sim.model.market import counters
from sim.model.market.world import World

_FLOWS = np.array([
    counters.SENT, counters.N_DELIVERED, counters.N_SEIZED, counters.N_LOST, counters.ARRIVED, counters.STOPPED,
    counters.YOUNG_ARRIVED, counters.YOUNG_STOPPED, counters.TREATED,
])  # fmt: skip


def run(world: World) -> None:
    """Write the day down."""
    state = world.state
    sent, delivered, seized, lost, came, went, young_came, young_went, treated = world.work.counts[_FLOWS].tolist()
    state.moving += sent - delivered - seized - lost
    state.customers += came - went
    state.young += young_came - young_went
    state.in_treatment += treated - state.in_treatment / world.parameters.health.treatment_days
    world.records.write(world)
