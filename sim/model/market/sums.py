"""Figures of state that are sums over marketplaces and parcels, added up at once as the day ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import POSTS
from sim.model.catalogue.makes import MAKES
from sim.model.engine.adding import total
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market import codes

_POSTS, _MAKES = len(POSTS), len(MAKES)
_STRICT, _IMPAIRED, _SEEN, _HALTED = range(_MAKES, _MAKES + 4)
_SIZE = _MAKES + 4


def sums(world: Any) -> list[float]:
    """Return what is added up: share of trade by make of marketplace but the first, share of marketplaces that admit
    by invitation, impairment of those that are flooded (sum), told share of the posts seized, share of orders carried.
    """
    state, found = world.state, np.empty(_SIZE)
    halts = world.work.held["halts"][0]
    _add_up(state.day, state.markets, world.work.slots, state.seen, state.arriving, halts, found)
    shares = found.tolist()
    carried = _carried(state.arriving, halts) if shares[_HALTED] else 1.0
    return [*shares[1:_MAKES], shares[_STRICT], shares[_IMPAIRED], shares[_SEEN], carried]


def _carried(arriving: NDArray[np.float64], halts: NDArray[np.float64]) -> float:
    """Return the share of today's orders that somebody carries, over countries by the parcels that go there."""
    weight = arriving.sum(axis=1) + 1e-300
    return float(1.0 - weight @ halts / weight.sum())


@kernel
def trade_of_open(markets, n_markets):  # type: ignore[no-untyped-def]
    """Return the orders a day on the marketplaces that are open, smoothed."""
    markets = borrow(markets)
    trade, n = np.empty(n_markets), 0
    for row in range(n_markets):
        trade[n] = markets[row].orders
        n += markets[row].state == codes.OPEN
    return total(trade, n)


@kernel
def _add_up(day, markets, slots, seen, arriving, halts, out):  # type: ignore[no-untyped-def]
    """Write into ``out`` what :func:`sums` reads there; ``halts``: share of orders to a country that nobody carries."""
    markets, slots, seen, arriving = borrow(markets), borrow(slots), borrow(seen), borrow(arriving)
    halts, out = borrow(halts), borrow(out)
    n, strict, struck = slots.shape[0], 0, 0
    values = np.empty(max(n, seen.shape[1]))
    for s in range(n):
        m = markets[slots[s]]
        values[s] = m.orders
        strict += m.admission == codes.INVITATION
    whole = max(total(values, n), 1e-9)
    for make in range(_MAKES):
        made = 0
        for s in range(n):
            m = markets[slots[s]]
            values[made] = m.orders
            made += m.make == make
        out[make] = total(values, made) / whole
    for s in range(n):
        m = markets[slots[s]]
        values[struck] = m.impairment
        struck += m.impaired_until > day
    out[_STRICT], out[_IMPAIRED] = strict / max(n, 1), total(values, struck)
    told, countries = 0.0, seen.shape[1]
    for post in range(_POSTS):  # of each post over the countries to which it goes, then their mean
        came = 0.0
        for c in range(countries):
            values[c] = seen[post, c] * arriving[c, post]
            came += arriving[c, post]
        told += total(values, countries) / max(came, 1e-300)
    out[_SEEN] = told / _POSTS
    halted = 0
    for c in range(countries):
        halted += halts[c] != 0.0
    out[_HALTED] = halted
