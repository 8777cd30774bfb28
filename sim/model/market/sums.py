"""Figures of state that are sums over marketplaces and parcels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import POSTS
from sim.model.engine.adding import total
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.market import codes

_POSTS = len(POSTS)


@kernel
def trade_of_open(markets, n_markets):  # type: ignore[no-untyped-def]
    """Return the orders a day on the marketplaces that are open, smoothed."""
    markets = borrow(markets)
    trade, n = np.empty(n_markets), 0
    for row in range(n_markets):
        trade[n] = markets[row].orders
        n += markets[row].state == codes.OPEN
    return total(trade, n)


@helper
def add_up_markets(day, markets, slots, makes_at, out):  # type: ignore[no-untyped-def]
    """Write the share of trade on marketplaces of each make but the first into ``out[makes_at]``.

    Returns the share of marketplaces that admit by invitation, and the impairment of those that are flooded (sum).
    """
    n, strict, struck = slots.shape[0], 0, 0
    values = np.empty(n)
    for s in range(n):
        m = markets[slots[s]]
        values[s] = m.orders
        strict += m.admission == codes.INVITATION
    whole = max(total(values, n), 1e-9)
    for other in range(makes_at.shape[0]):
        made = 0
        for s in range(n):
            m = markets[slots[s]]
            values[made] = m.orders
            made += m.make == other + 1
        out[makes_at[other]] = total(values, made) / whole
    for s in range(n):
        m = markets[slots[s]]
        values[struck] = m.impairment
        struck += m.impaired_until > day
    return strict / max(n, 1), total(values, struck)


@helper
def hearsay_of_seizures(seen, arriving):  # type: ignore[no-untyped-def]
    """Return the share of the posts' parcels seized, as told: of each over the countries it goes to, and their mean."""
    told, countries = 0.0, seen.shape[1]
    values = np.empty(countries)
    for post in range(_POSTS):
        came = 0.0
        for c in range(countries):
            values[c] = seen[post, c] * arriving[c, post]
            came += arriving[c, post]
        told += total(values, countries) / max(came, 1e-300)
    return told / _POSTS


def carried(arriving: NDArray[np.float64], halts: NDArray[np.float64]) -> float:
    """Return the share of today's orders that somebody carries, over countries by the parcels that go there.

    ``halts``: share of orders to a country that nobody carries.
    """
    weight = arriving.sum(axis=1) + 1e-300
    return float(1.0 - weight @ halts / weight.sum())
