"""Arrests are felt by vendors like the one arrested: of the same country, product or size."""

from __future__ import annotations

import numpy as np

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import prefetch_row
from sim.model.market import codes, counters
from sim.model.market.world import World

SIZES = SMALL, MIDDLING = 0.7, 5.0
"""Scales that part small vendors from middling ones, and these from major ones."""
GROUPS = ("country", "product", "size")


@helper
def size_of(x):  # type: ignore[no-untyped-def]
    """Return which of the groups by size vendor x is of."""
    return (x.scale > SMALL) + (x.scale > MIDDLING)


@helper
def felt_of_peers(x, peers):  # type: ignore[no-untyped-def]
    """Return the risk felt for those arrested who are like vendor x; ``peers``: see State."""
    return peers[0, x.home] + peers[1, x.product] + peers[2, size_of(x)]


@kernel
def add_up_trade(active, n_active, arrested, vendors, whole, lost):  # type: ignore[no-untyped-def]
    """Add up what each group trades, and what those of it traded who were arrested, a place for each label.

    ``active`` and ``arrested``: rows of vendors, ascending; who carries on a shop is in both.
    """
    active, vendors = borrow(active), borrow(vendors)
    p = q = 0
    while p < n_active or q < arrested.shape[0]:
        struck = q < arrested.shape[0] and (p == n_active or arrested[q] <= active[p])
        v = arrested[q] if struck else active[p]
        p += p < n_active and active[p] == v
        q += struck
        x = vendors[v]
        prefetch_row(vendors, active[min(p + 8, n_active - 1)])
        trade = np.float64(x.sales) + 1e-3
        for axis in range(3):
            label = x.home if axis == 0 else (x.product if axis == 1 else size_of(x))
            whole[axis, label] += trade
            lost[axis, label] += trade * struck


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
    arrested = np.unique(events["vendor"][events["code"] == codes.ARREST])
    whole, lost = np.zeros((2, *state.peers.shape))
    add_up_trade(state.active, state.n_active, arrested, state.vendors, whole, lost)
    state.peers += world.parameters.vendors.risk_peers * (lost / np.maximum(whole, 1e-9)) / len(GROUPS)
