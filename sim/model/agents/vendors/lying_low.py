"""Lying low: whoever is like one arrested ships within the country only, or leaves the marketplace it happened on.

How much harder they are to identify meanwhile is said in :mod:`sim.model.market.opsec`, that more of them retire in
:mod:`sim.model.agents.vendors.stopping`.
"""

from __future__ import annotations

from sim.model.agents.vendors.accounts import note, standing
from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper
from sim.model.engine.streams import key, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.likeness import felt_of_peers


@helper
def stay_home(x, now, par, counts):  # type: ignore[no-untyped-def]
    """Decide whether to ship within the country only, for as long as the risk felt is above what one can bear."""
    bears = 1.0 - fast_exp(-min(par.lie_low_home * felt_of_peers(x, now.watched), 200.0))
    afraid = (
        x.scope != codes.DOMESTIC and uniform(key(now.seed, decisions.BIRTH, x.born), decisions.V_HOMEBOUND) < bears
    )
    x.homebound = 1 if afraid else 0
    counts[counters.HOMEBOUND] += afraid


@helper
def withdraw(x, v, now, tables, lists, fig):  # type: ignore[no-untyped-def]
    """Leave a marketplace, perhaps, one of whose vendors was arrested; small vendors sooner. One a day."""
    accounts, markets, par = tables.accounts, tables.markets, fig.vendors
    luck = uniform(key(now.seed, now.day, x.born), decisions.V_WITHDRAW)
    for s in range(4):
        a = x.account[s]
        if a < 0:
            continue
        m = accounts[a].market
        worse = markets[m].watched - now.watched_usual  # where all are alike there is nowhere to go
        if worse <= 0.0 or markets[m].state != codes.OPEN:
            continue
        hazard = par.lie_low_leave * worse * max(x.scale, 0.01) ** -par.lie_low_small
        if luck < 1.0 - fast_exp(-min(hazard, 200.0)):
            accounts[a].closed = now.day
            x.account[s] = -1
            if fig.ways.carry_reputation:
                kept = fig.institutions.reputation_carried * standing(accounts[a], fig.institutions.bad_weight)
                x.standing = max(x.standing, max(kept, 0.0))
            note(lists, now.day, codes.WITHDRAW, v, m)
            return
