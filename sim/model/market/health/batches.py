"""Dangerous batches: they appear and are sold out by themselves, whatever anybody does, and so in both twins alike."""

from __future__ import annotations

from sim.model.engine.kernels import kernel
from sim.model.engine.streams import key, uniform
from sim.model.market import decisions
from sim.model.market.geography import PRODUCTS
from sim.model.market.world import World


def renew_batches(world: World) -> bool:
    """Let batches that are sold out go and new ones come; return whether anything changed."""
    state, par = world.state, world.parameters.health
    before = state.batches
    coming = _coming(world.run_seed, state.day, par.batch_rate / 365.0, len(PRODUCTS))
    if not (before or coming):
        return False
    state.batches = [batch for batch in before if batch[2] >= state.day]
    for product in range(coming.bit_length()):
        if coming >> product & 1:
            days = int(world.draws.exponential(decisions.H_LASTS, state.day, product) * par.batch_days)
            state.batches.append((product, state.day, state.day + days))
    return state.batches != before


@kernel
def _coming(seed, day, chance, products):  # type: ignore[no-untyped-def]
    """Return of which products a batch comes today, one bit each: hardly ever of any."""
    coming = 0
    for product in range(products):
        if uniform(key(seed, day, product), decisions.H_BATCH) < chance:
            coming |= 1 << product
    return coming
