"""Two clocks: offenders change their ways of working, authorities learn them.

Expected (S62, S89, S144): sign only; no evidence of size or pace.
"""

from __future__ import annotations

import numpy as np

from sim.model.engine.adding import total
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market import codes, counters
from sim.model.market.knowledge import aged, pace
from sim.model.market.world import World


def learn(world: World) -> None:
    """Let offenders' changes of today age what is known, and authorities learn."""
    state = world.state
    state.change = min(changed(world), 1.0)
    state.known = aged(state.known, pace(world), state.change)
    state.known_usual = aged(state.known_usual, min(world.parameters.partners.learning, 1.0), state.change)


def changed(world: World) -> float:
    """Return the share of present ways of working that changed today: sites, who sells, concealment and channels."""
    state, par = world.state, world.parameters.partners
    sites, replaced, conceals, by_other = _ways_of_today(
        state.day, state.markets, state.n_markets, world.work.counts, state.route
    )
    moved = abs(conceals - state.concealed) + abs(by_other - state.other_ways) if state.day else 0.0
    state.concealed, state.other_ways = conceals, by_other
    return float(par.change_sites * sites + par.change_vendors * replaced + par.change_concealment * moved)


@kernel
def _ways_of_today(day, markets, n_markets, counts, route):  # type: ignore[no-untyped-def]
    """Return the share of usual trade on marketplaces that opened or closed today, of vendors who were replaced, the
    mean concealment of vendors, and the share of parcels by other channels than the posts."""
    markets, counts, route = borrow(markets), borrow(counts), borrow(route)
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
