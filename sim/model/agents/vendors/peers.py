"""Arrests are felt by vendors like the one arrested: of the same country, product or size."""

from __future__ import annotations

import numpy as np

from sim.model.engine.kernels import helper
from sim.model.market import codes, counters
from sim.model.market.geography import COUNTRIES, PRODUCTS
from sim.model.market.world import World

SIZES = (0.7, 5.0)
"""Scales that part small vendors from middling ones, and these from major ones."""
GROUPS = len(COUNTRIES), len(PRODUCTS), len(SIZES) + 1


@helper
def felt_of_peers(x, peers):  # type: ignore[no-untyped-def]
    """Return the risk felt for those arrested who are like vendor x; ``peers``: see State."""
    size = (x.scale > 0.7) + (x.scale > 5.0)
    return peers[0, x.home] + peers[1, x.product] + peers[2, size]


def feel_arrests(world: World, first_event: int) -> None:
    """Add today's arrests, which are among the events from ``first_event`` on, to what those alike feel.

    An arrest weighs as the share of the trade of a group that the arrested had: a density, the same at any size of the
    world, by which one major vendor counts for many small ones.
    """
    state = world.state
    state.peers *= 0.5 ** (1.0 / world.parameters.vendors.peers_half_life)
    if not world.work.counts[counters.ARRESTS]:
        return
    events = state.events[first_event : state.n_events]
    arrested = events["vendor"][events["code"] == codes.ARREST]
    rows = np.union1d(state.active[: state.n_active], arrested)
    struck = np.isin(rows, arrested)
    table = state.vendors[rows]
    alike = table["home"], table["product"], np.searchsorted(SIZES, table["scale"], side="left")
    trade = table["sales"].astype(np.float64) + 1e-3
    for axis, group in enumerate(alike):
        whole = np.bincount(group, trade, GROUPS[axis])
        lost = np.bincount(group, trade * struck, GROUPS[axis])
        share = lost / np.maximum(whole, 1e-9)
        state.peers[axis, : GROUPS[axis]] += world.parameters.vendors.risk_peers * share / len(alike)
