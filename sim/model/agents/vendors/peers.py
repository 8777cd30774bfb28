"""Arrests are felt by vendors like the one arrested: of the same country, product, size or marketplace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes, counters
from sim.model.market.deterrence import weight_of_sanctions
from sim.model.market.likeness import GROUPS, shares_of
from sim.model.market.world import World

FORGOTTEN = 1e-6
"""Risk below which nobody lies low any more."""


def feel_arrests(world: World, first_event: int) -> None:
    """Add today's arrests, which are among the events from ``first_event`` on, to what those alike feel.

    An arrest weighs as the share of the trade of a group that the arrested had. All are felt (``peers``); for those
    that were told, others lie low (``watched``).
    """
    state, par = world.state, world.parameters.vendors
    fade = 0.5 ** (1.0 / par.peers_half_life)
    state.peers *= fade
    for told in (state.watched, state.markets["watched"]):
        if told.any():
            told *= fade
            told[told < FORGOTTEN] = 0.0
    loud, state.loud = state.loud, {}
    if not world.work.counts[counters.ARRESTS]:
        return
    events = state.events[first_event : state.n_events]
    arrested = events["vendor"][events["code"] == codes.ARREST]
    rows = np.union1d(state.active[: state.n_active], arrested)
    table = state.vendors[rows]
    weight = weight_of_sanctions(world.parameters.authorities)
    _feel(state.peers, weight * par.risk_peers, shares_of(table, np.isin(rows, arrested).astype(np.float64)))
    struck = {int(v): loud[int(v)] for v in arrested if loud.get(int(v), 0.0) > 0.0}
    if struck and world.parameters.ways.lie_low:
        _feel(
            state.watched, weight * par.risk_peers, shares_of(table, np.array([struck.get(int(v), 0.0) for v in rows]))
        )
        state.markets["watched"] += weight * par.risk_peers * _shares_by_market(world, struck)


def _feel(felt: NDArray[np.float64], risk: float, shares: list[NDArray[np.float64]]) -> None:
    for axis, share in enumerate(shares):
        felt[axis, : GROUPS[axis]] += risk * share / len(shares)


def _shares_by_market(world: World, struck: dict[int, float]) -> NDArray[np.float64]:
    """Return by row of marketplace the share of its trade that those struck had whom it is told of.

    An arrest is told of the marketplace on which a vendor sold most; those of the arrested were closed today.
    """
    state = world.state
    accounts = state.accounts[: state.n_accounts]
    accounts = accounts[(accounts["closed"] < 0) | (accounts["closed"] == state.day)]
    whole = np.bincount(accounts["market"], accounts["recent"].astype(np.float64), len(state.markets))
    lost = np.zeros(len(whole))
    for vendor, loudness in struck.items():
        theirs = accounts[accounts["vendor"] == vendor]
        if len(theirs):
            best = theirs[np.argmax(theirs["recent"])]
            lost[best["market"]] += loudness * float(best["recent"])
    return lost / np.maximum(whole, 1e-9)
