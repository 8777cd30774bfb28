"""Goods: what producers and wholesalers of a product still supply, what it costs, and who takes the place of the lost.

Expected: two suppliers with most of supply lost, price tripled and back within four months (B109); small ones lost,
nothing (B113); of fifteen controls of inputs seven had an effect, 12 to 77 % (B114).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.market.levers import UPSTREAM
from sim.model.market.world import World


def goods(world: World) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by product the supply of today and the price of goods, against the ordinary; let buyers of them search."""
    par, found = world.parameters.payments, world.state.upstream
    left = world.levers[UPSTREAM]
    if not world.levers.moved(UPSTREAM):
        return np.ones(len(left)), np.ones(len(left))
    if world.parameters.ways.resupply:
        pace = min(1.0 / par.upstream_days, 1.0)
        found += np.where(left < 1.0, pace * np.maximum(par.upstream_others - found, 0.0), 0.0)
    supply = left + (1.0 - left) * np.minimum(found, par.upstream_others * world.parameters.ways.resupply)
    return supply, np.maximum(supply, 0.05) ** -par.upstream_price
