"""Two clocks: offenders change their ways of working, authorities learn them.

Expected (S62, S89, S144): sign only; no evidence of size or pace.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model.engine.adding import total
from sim.model.engine.kernels import helper
from sim.model.market import codes, counters
from sim.model.market.knowledge import aged, pace
from sim.model.market.world import World


class Clocks(NamedTuple):
    """What of ``State`` the day moves: how far the clocks have come, and by what it is seen tomorrow."""

    change: float
    known: float
    known_usual: float
    concealed: float
    other_ways: float


class Paces(NamedTuple):
    """Share of what is not known that authorities learn today, and would with ordinary learning only; how much of
    present ways changes with sites, with vendors who are replaced, and with concealment and channels."""

    learnt: float
    usually: float
    sites: float
    vendors: float
    concealment: float


def clocks(world: World) -> tuple[float, ...]:
    """Return ``Clocks`` as they stand, as a plain tuple."""
    state = world.state
    return state.change, state.known, state.known_usual, state.concealed, state.other_ways


def paces(world: World) -> tuple[float, ...]:
    """Return the ``Paces`` of today, as a plain tuple."""
    par = world.parameters.partners
    changes = float(par.change_sites), float(par.change_vendors), float(par.change_concealment)
    return pace(world), min(float(par.learning), 1.0), *changes


@helper
def learn(day, clocks, paces, markets, n_markets, counts, route):  # type: ignore[no-untyped-def]
    """Let offenders' changes of today age what is known, and authorities learn; return the ``Clocks`` after.

    The share of present ways of working that changed is of sites, who sells, concealment and channels.
    """
    past, by = Clocks(*clocks), Paces(*paces)
    sites, replaced, conceals, by_other = _ways_of_today(day, markets, n_markets, counts, route)
    moved = abs(conceals - past.concealed) + abs(by_other - past.other_ways) if day > 0 else 0.0
    change = min(by.sites * sites + by.vendors * replaced + by.concealment * moved, 1.0)
    known, usually = aged(past.known, by.learnt, change), aged(past.known_usual, by.usually, change)
    return change, known, usually, conceals, by_other


@helper
def _ways_of_today(day, markets, n_markets, counts, route):  # type: ignore[no-untyped-def]
    """Return the share of usual trade on marketplaces that opened or closed today, of vendors who were replaced, the
    mean concealment of vendors, and the share of parcels by other channels than the posts."""
    countries, posts, others = route.shape
    trade, gone = np.empty(n_markets), np.empty(n_markets)
    n = new = 0
    for row in range(n_markets):
        m = markets[row]
        comes_or_goes = day > 0 and (m.opened == day or m.closed == day)
        trade[n] = gone[new] = m.usual
        n += comes_or_goes or m.state == codes.OPEN
        new += comes_or_goes
    sites = total(gone, new) / max(total(trade, n), 1e-9)
    vendors = max(counts[counters.VENDORS], 1)
    replaced = min((counts[counters.ENTRANTS] + counts[counters.LEAVERS]) / (2.0 * vendors), 1.0)
    conceals = counts[counters.STEALTH] / (counters.MILLION * vendors)
    shares = np.zeros(countries * posts)
    for j in range(countries):
        for k in range(posts):
            for o in range(others):
                shares[j * posts + k] += route[j, k, o]
    return sites, replaced, conceals, total(shares, shares.shape[0]) / shares.shape[0]
