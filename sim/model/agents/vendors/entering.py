"""New vendors: how many enter, and where."""

from __future__ import annotations

from sim.model.agents.vendors.accounts import ACTIVE, VENDORS, add_account, note, post_bond, takes_on
from sim.model.agents.vendors.costs import cost_rise
from sim.model.agents.vendors.makes import lure_of, serves
from sim.model.agents.vendors.means import can_pay
from sim.model.agents.vendors.newcomers import draw_vendor, home_of
from sim.model.engine.kernels import helper
from sim.model.engine.streams import key, random_bits, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.racing import race

_LOOKS = 8
"""Customers who are thought of for each vendor who would enter."""


@helper
def find_customer(buyers, k, fig):  # type: ignore[no-untyped-def]
    """Return the row of a customer with many good orders of one vendor, of some drawn at random; -1 if none is."""
    for n in range(_LOOKS):
        i = int(uniform(k, decisions.V_CUSTOMER + n) * buyers.shape[0])
        if buyers[i].state == codes.ACTIVE and buyers[i].loyal_trust > fig.vendors.customer_trust:
            return i
    return -1


@helper
def enter(entrants, born, now, tables, lists, places, fig, counted):  # type: ignore[no-untyped-def]
    """Let so many vendors try to enter, the first the ``born``-th of all; where invitation rules, some are refused."""
    vendors, markets, used = tables.vendors, tables.markets, lists.used
    slots, pull = places.slots, places.pull
    n_slots, day = slots.shape[0], now.day
    for e in range(entrants):
        v = used[VENDORS]
        if n_slots == 0 or pull[n_slots] <= 0.0 or v >= vendors.shape[0]:
            break
        k = key(now.seed, decisions.BIRTH, born + e)
        customer = -1
        if fig.vendors.from_customers > 0.0 and uniform(k, decisions.V_FROM) < fig.vendors.from_customers:
            customer = find_customer(tables.buyers, k, fig)
            if customer < 0:  # nobody who knows the trade well enough was found
                continue
        home, lure = home_of(k, fig), lure_of(k, fig)
        if customer >= 0:
            home = tables.buyers[customer].home
        m = slots[max(race(pull, markets, slots, random_bits(k, decisions.V_WHERE), home, lure), 0)]
        refused = fig.vendors.admission_refused
        refused += (1.0 - refused) * (1.0 - now.forum)  # nobody to introduce them
        if markets[m].admission == codes.INVITATION and uniform(k, decisions.V_ADMIT) < refused:
            continue
        if not takes_on(markets[m]) or not serves(markets[m], home):
            continue
        x = vendors[v]
        draw_vendor(x, v, k, day, fig)
        x.born = born + e
        if customer >= 0:
            x.home, x.product = home, tables.buyers[customer].product
        x.price *= 1.0 + fig.vendors.cost_passing * cost_rise(x, now, fig)
        if markets[m].admission == codes.BOND and not can_pay(x, fig.bond):  # looks once for one that asks nothing
            m = slots[max(race(pull, markets, slots, random_bits(k, decisions.V_WHERE_ELSE), home, lure), 0)]
            if markets[m].admission != codes.FREE or not (takes_on(markets[m]) and serves(markets[m], home)):
                continue
        markets[m].places -= 1.0
        used[VENDORS] += 1
        if markets[m].admission == codes.BOND:
            post_bond(x, m, fig.bond, counted)
        add_account(tables, lists, x, v, m, day, 0.0, 0)
        lists.active[used[ACTIVE]] = v
        used[ACTIVE] += 1
        counted.counts[counters.ENTRANTS] += 1
        note(lists, day, codes.ENTER, v, m)
