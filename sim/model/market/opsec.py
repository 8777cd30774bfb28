"""How likely a vendor is to be identified: by operational security, and by lying low after others were arrested."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import key, uniform
from sim.model.market import codes
from sim.model.market.likeness import felt_of, felt_of_peers

if TYPE_CHECKING:
    from sim.model.market.world import World


MARGIN = 1.0 + 1e-5
"""What is added to a limit, beyond anything that rounding could do."""


@helper
def careless(opsec, usual):  # type: ignore[no-untyped-def]
    """Return how much likelier a vendor is to be identified than one of the usual operational security.

    The usual is a figure of its own: were it the mean of the vendors, being careful would help nobody.
    """
    return (1.0 - opsec) / (1.0 - usual)


@helper
def identifiable(x, now, par):  # type: ignore[no-untyped-def]
    """Return the same of vendor x today: whoever is like one arrested hides better for a while."""
    likely = careless(x.opsec, par.opsec_usual)
    if now.lying_low > 0:
        likely *= fast_exp(-min(par.lie_low_hide * felt_of_peers(x, now.watched), 200.0))
    return likely


def identifiable_rows(world: World, rows: NDArray[Any]) -> NDArray[Any]:
    """Return the same for rows of vendors."""
    state, par = world.state, world.parameters.vendors
    likely = (1.0 - state.vendors["opsec"][rows]) / (1.0 - par.opsec_usual)
    if state.lying_low:
        likely = likely * np.exp(-np.minimum(par.lie_low_hide * felt_of(state.vendors[rows], state.watched), 200.0))
    return likely


def within_reach(world: World, decision: int, hazard: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return rows, sorted, of the vendors who trade and whom a draw of today may strike; it can strike no other.

    A chance is never above its hazard, and nobody who lies low is found the easier for it. So most are known to be left
    alone before their chance is worked out. ``hazard``: of one of usual operational security, by country: at any rate,
    for each unit of the logarithm of income, of that of sales; shape (3, countries).
    """
    state, par = world.state, world.parameters.vendors
    rows: NDArray[np.int64] = _within_reach(
        state.active, state.n_active, state.vendors, world.run_seed, state.day, decision, hazard, par.outside_option,
        par.opsec_usual,
    )  # fmt: skip
    rows.sort()
    return rows


@kernel
def _within_reach(active, n, vendors, seed, day, decision, hazard, legal, usual):  # type: ignore[no-untyped-def]
    """Return rows of the vendors who trade whose draw is not above the most that their chance can be."""
    rows = np.empty(n, np.int64)
    found = 0
    for a in range(n):
        x = vendors[active[a]]
        if x.state != codes.TRADING:
            continue
        most = hazard[0, x.home]
        # log(1 + x) is at most the root of x, which is worked out in no time
        most += hazard[1, x.home] * math.sqrt(max(x.profit, 0.0) / legal)
        most += hazard[2, x.home] * math.sqrt(max(x.sales, 0.0))
        rows[found] = active[a]
        found += not uniform(key(seed, day, x.born), decision) > most * careless(x.opsec, usual) * MARGIN
    return rows[:found].copy()
