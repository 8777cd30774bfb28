"""Which marketplace a buyer visits: the usual one, or another that was looked for."""

from __future__ import annotations

import math

from sim.model.engine.drawing import find
from sim.model.engine.kernels import helper
from sim.model.engine.streams import key, uniform
from sim.model.market import counters, decisions
from sim.model.market.decisions import LASTING
from sim.model.market.geography import COUNTRIES
from sim.model.market.whereabouts import learnt_since

_COUNTRIES = len(COUNTRIES)
_TRIES = 3
"""Marketplaces that are tried for one wish while nobody has settled."""


@helper
def visit(b, i, k, now, tables, places, fig, counted):  # type: ignore[no-untyped-def]
    """Visit the usual marketplace, or another where there is cause; return the slot of one that answers, -1 if none.

    How much of all trade a marketplace must have before a buyer trusts it at sight, as the chance that one is less
    trusting, is drawn once for each buyer (row ``i``), so that trying again changes nothing.
    """
    markets, par = tables.markets, fig.buyers
    by_market = counted.by_market
    slot = -1
    m = b.market
    here = places.slot_of[m] if m >= 0 else -1
    look = here < 0
    if here >= 0:
        by_market[m, counters.M_VISITS] += 1
        if markets[m].fail <= 0.0 or uniform(k, decisions.B_VISIT) >= markets[m].fail:
            slot = here
        else:
            by_market[m, counters.M_TURNED] += 1
        leave = par.switch + par.switch_distrust * max(0.0, par.content - b.trust_market)
        if slot < 0:
            leave += par.switch_unanswered
        look = uniform(k, decisions.B_SWITCH) < leave or follows(b, k, m, tables, fig)
    driven_out = m >= 0 and here < 0
    if look and places.slots.shape[0] > 0 and (not driven_out or fig.ways.migrate):
        if knows_where(k, m, driven_out, now, markets, par):
            to, sure = look_elsewhere(b, k, driven_out, tables, places, par)
            doubt = uniform(key(now.seed, LASTING, i), decisions.B_ACCEPT)
            if driven_out and not sure and not has_settled(k, now.day - markets[m].closed, par):
                return try_beside(k, b.home, doubt, markets, places, by_market)
            row = places.slots[max(to, 0)]
            taken = sure or not driven_out
            if to >= 0 and (taken or doubt < markets[row].credible):
                if row != m:
                    b.market = row
                    b.trust_market = markets[row].rating
                    counted.counts[counters.MOVED] += 1
                    by_market[row, counters.M_MOVED] += 1
                by_market[row, counters.M_VISITS] += 1
                if uniform(k, decisions.B_VISIT_NEW) >= markets[row].fail:
                    slot = to
                else:
                    by_market[row, counters.M_TURNED] += 1
    return slot


@helper
def follows(b, k, m, tables, fig):  # type: ignore[no-untyped-def]
    """Return whether a buyer leaves marketplace ``m``, which answers, for one to which the trusted vendor has gone."""
    elsewhere, here = False, False
    if b.loyal >= 0 and fig.ways.migrate:
        for s in range(4):
            a = tables.vendors[b.loyal].account[s]
            if a >= 0 and tables.accounts[a].closed < 0:
                here |= tables.accounts[a].market == m
                elsewhere |= tables.accounts[a].market != m
    return elsewhere and not here and uniform(k, decisions.B_FOLLOW) < fig.buyers.follow_vendor


@helper
def knows_where(k, m, driven_out, now, markets, par):  # type: ignore[no-untyped-def]
    """Return whether a buyer who looks for a marketplace knows of one that is there.

    Who was driven out must have learnt where the others went; who has none yet may still be sent to one that closed.
    """
    if driven_out:
        return uniform(k, decisions.B_LEARNT) < learnt_since(
            now.day - markets[m].closed, par.news_days / max(now.forum, 0.02)
        )
    return m >= 0 or now.unheard <= 0.0 or uniform(k, decisions.B_LEARNT) >= now.unheard


@helper
def has_settled(k, days, par):  # type: ignore[no-untyped-def]
    """Return whether a buyer settles on another marketplace, so many days after the own one closed."""
    since = days / max(par.trying_days, 0.01)
    return uniform(k, decisions.B_SETTLE) < 1.0 - math.exp(-(since**4))


@helper
def try_beside(k, home, doubt, markets, places, by_market):  # type: ignore[no-untyped-def]
    """Return the slot of a marketplace that a buyer tries for this wish without settling there, -1 if none answers.

    Where everybody will go is not known yet, so that rivals are tried one beside another; ``doubt``: the chance that a
    buyer is less trusting, see :func:`visit`.
    """
    n_slots = places.slots.shape[0]
    g = (2 * _COUNTRIES + home) * (n_slots + 1)
    slot = -1
    for attempt in range(_TRIES):
        if slot < 0 and places.destinations[g + n_slots] > 0.0:
            to = find(places.destinations, g, g + n_slots, uniform(k, decisions.B_TRY + attempt)) - g
            row = places.slots[to]
            if doubt < markets[row].credible:
                by_market[row, counters.M_VISITS] += 1
                if uniform(k, decisions.B_VISIT_TRY + attempt) >= markets[row].fail:
                    slot = to
                else:
                    by_market[row, counters.M_TURNED] += 1
    return slot


@helper
def look_elsewhere(b, k, driven_out, tables, places, par):  # type: ignore[no-untyped-def]
    """Return the slot of a marketplace (-1 none), and whether it is sure: where the trusted vendor is."""
    to, sure = -1, False
    if b.loyal >= 0 and uniform(k, decisions.B_FOLLOW) < par.follow_vendor:
        for a in range(4):
            acc = tables.vendors[b.loyal].account[a]
            if acc >= 0 and tables.accounts[acc].closed < 0 and places.slot_of[tables.accounts[acc].market] >= 0:
                to = places.slot_of[tables.accounts[acc].market]
                sure = True
    if to < 0:
        # who was driven out goes where the crowd goes; others look around
        n_slots = places.slots.shape[0]
        g = (driven_out * _COUNTRIES + b.home) * (n_slots + 1)
        if places.destinations[g + n_slots] > 0.0:
            to = find(places.destinations, g, g + n_slots, uniform(k, decisions.B_DESTINATION)) - g
    return to, sure


@helper
def another(k, home, attempt, markets, places):  # type: ignore[no-untyped-def]
    """Return the slot of a marketplace to look on this once, -1 where none answers."""
    n_slots = places.slots.shape[0]
    g = home * (n_slots + 1)
    if places.destinations[g + n_slots] <= 0.0:
        return -1
    slot = find(places.destinations, g, g + n_slots, uniform(k, decisions.B_ELSEWHERE + attempt)) - g
    answers = uniform(k, decisions.B_VISIT_ELSEWHERE + attempt) >= markets[places.slots[slot]].fail
    return slot if answers else -1
