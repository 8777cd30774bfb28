"""Authorities: close what was taken over, carry out today's acts, investigate."""

from __future__ import annotations

from sim.model.agents.partners import seeing
from sim.model.market.payments import pay
from sim.model.market.world import World


def run(world: World) -> None:
    """Let facilitators feel what they may still supply, so that acts meet those who are there; then authorities act."""
    world.facilitators.step()
    world.work.paying = pay(world)
    world.authority.step()
    for name, barrier, act in world.acts:
        world.state.cost += barrier.cost_per_act * world.authority.carry_out(act, name)
    seeing.run(world)
    world.authority.investigate()
