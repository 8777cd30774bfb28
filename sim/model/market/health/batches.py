"""Dangerous batches: they appear and are sold out by themselves, whatever anybody does, and so in both twins alike."""

from __future__ import annotations

from sim.model.market import decisions
from sim.model.market.geography import PRODUCTS
from sim.model.market.world import World


def renew_batches(world: World) -> bool:
    """Let batches that are sold out go and new ones come; return whether anything changed."""
    state, par = world.state, world.parameters.health
    before = state.batches
    state.batches = [batch for batch in before if batch[2] >= state.day]
    for product in range(len(PRODUCTS)):
        if world.draws.uniform(decisions.H_BATCH, state.day, product) < par.batch_rate / 365.0:
            days = int(world.draws.exponential(decisions.H_LASTS, state.day, product) * par.batch_days)
            state.batches.append((product, state.day, state.day + days))
    return state.batches != before
