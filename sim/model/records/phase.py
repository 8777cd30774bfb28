"""Records: the day is written down."""

from __future__ import annotations

from sim.model.market import counters
from sim.model.market.world import World


def run(world: World) -> None:
    """Write the day down."""
    state, work = world.state, world.work
    counts = work.counts
    state.moving += int(
        counts[counters.SENT] - counts[counters.N_DELIVERED] - counts[counters.N_SEIZED] - counts[counters.N_LOST]
    )
    state.customers += int(counts[counters.ARRIVED] - counts[counters.STOPPED])
    state.young += int(counts[counters.YOUNG_ARRIVED] - counts[counters.YOUNG_STOPPED])
    state.in_treatment += float(counts[counters.TREATED]) - state.in_treatment / world.parameters.health.treatment_days
    world.records.write(world)
    work.clear()
