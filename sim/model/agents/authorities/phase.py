"""Authorities: close what was taken over, carry out today's acts, investigate."""

from __future__ import annotations

from sim.model.market.world import World


def run(world: World) -> None:
    """Let the authority act; facilitators feel what they may still supply."""
    world.authority.step()
    for name, barrier, act in world.acts:
        world.state.cost += barrier.cost_per_act * world.authority.carry_out(act, name)
    world.authority.investigate()
    for facilitator in world.facilitators:
        facilitator.step()
