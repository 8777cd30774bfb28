"""Records: the day is written down."""

from __future__ import annotations

from sim.model.market.world import World


def run(world: World) -> None:
    """Write the day down."""
    world.records.write(world)
