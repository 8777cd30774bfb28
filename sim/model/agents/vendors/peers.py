"""Arrests are felt by vendors like the one arrested: of the same country, product, size or marketplace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.engine.processor import prefetch_row
from sim.model.market import codes, counters
from sim.model.market.deterrence import weight_of_sanctions
from sim.model.market.likeness import GROUPS, size_of
from sim.model.market.today import fading
from sim.model.market.world import World

FORGOTTEN = 1e-6
"""Risk below which nobody lies low any more."""


@kernel
def add_up_trade(active, n_active, arrested, loud, vendors, whole, lost, told):  # type: ignore[no-untyped-def]
    """Add up what each group trades, what those of it traded who were arrested, and of this what is told.

    ``active`` and ``arrested``: rows of vendors, ascending; who carries on a shop is in both. ``loud``: how loudly each
    arrest is told. There is a place for each label.
    """
    active, vendors = borrow(active), borrow(vendors)
    p = q = 0
    while p < n_active or q < arrested.shape[0]:
        struck = q < arrested.shape[0] and (p == n_active or arrested[q] <= active[p])
        v = arrested[q] if struck else active[p]
        loudness = loud[q] if struck else 0.0
        p += p < n_active and active[p] == v
        q += struck
        x = vendors[v]
        prefetch_row(vendors, active[min(p + 8, n_active - 1)])
        trade = np.float64(x.sales) + 1e-3
        for axis in range(3):
            label = x.home if axis == 0 else (x.product if axis == 1 else size_of(x))
            whole[axis, label] += trade
            lost[axis, label] += trade * struck
            told[axis, label] += trade * loudness


def feel_arrests(world: World, first_event: int) -> None:
    """Add today's arrests, which are among the events from ``first_event`` on, to what those alike feel.

    An arrest weighs as the share of the trade of a group that the arrested had: a density, the same at any size of the
    world, by which one major vendor counts for many small ones. All are felt (``peers``); for those that were told,
    others lie low (``watched``).
    """
    state, par = world.state, world.parameters.vendors
    if state.lying_low:
        fade = fading(world)
        for told in (state.watched, state.markets["watched"]):
            told *= fade
            told[told < FORGOTTEN] = 0.0
        state.lying_low = bool(state.watched.any())
    loud = state.loud
    if loud:
        state.loud = {}
    if not world.work.counts[counters.ARRESTS]:
        return
    events = state.events[first_event : state.n_events]
    arrested = np.unique(events["vendor"][events["code"] == codes.ARREST])
    loudness = np.array([loud.get(int(row), 0.0) for row in arrested])
    whole, lost, heard = np.zeros((3, *state.peers.shape))
    add_up_trade(state.active, state.n_active, arrested, loudness, state.vendors, whole, lost, heard)
    weight = weight_of_sanctions(world.parameters.authorities) * par.risk_peers
    state.peers += weight * (lost / np.maximum(whole, 1e-9)) / len(GROUPS)
    if loudness.any() and world.parameters.ways.lie_low:
        state.watched += weight * (heard / np.maximum(whole, 1e-9)) / len(GROUPS)
        state.lying_low = True
        state.markets["watched"] += weight * _shares_by_market(world, arrested, loudness)


def _shares_by_market(world: World, arrested: NDArray[np.int32], loudness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by row of marketplace the share of its trade that those arrested had whom it is told of.

    An arrest is told of the marketplace on which a vendor sold most; the accounts of the arrested were closed today.
    """
    state = world.state
    accounts = state.accounts[: state.n_accounts]
    accounts = accounts[(accounts["closed"] < 0) | (accounts["closed"] == state.day)]
    whole = np.bincount(accounts["market"], accounts["recent"].astype(np.float64), len(state.markets))
    lost = np.zeros(len(whole))
    for vendor, loud in zip(arrested, loudness, strict=True):
        theirs = accounts[accounts["vendor"] == vendor]
        if len(theirs):
            best = theirs[np.argmax(theirs["recent"])]
            lost[best["market"]] += loud * float(best["recent"])
    return lost / np.maximum(whole, 1e-9)
