"""What a new vendor is like, and who trades on day 0."""

from __future__ import annotations

import math

from sim.model.agents.vendors.accounts import open_account
from sim.model.agents.vendors.kinds import CAPACITY_LEAST, CAPACITY_POWER, reach_of, scale_top
from sim.model.agents.vendors.lasting import LEVELS, RAMP, TOP
from sim.model.agents.vendors.means import draw_capital, goods_affordable
from sim.model.agents.vendors.reputation import asked_for, best_rating
from sim.model.engine.borrowing import borrow
from sim.model.engine.drawing import pick
from sim.model.engine.elementary import fast_exp, fast_log
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import exponential, key, normal, random_bits, uniform
from sim.model.market import codes, decisions
from sim.model.market.arguments import Tables

_MOST = 1000
"""Entrants who are looked at for each vendor of day 0, at the most."""


@helper
def home_of(k, fig):  # type: ignore[no-untyped-def]
    """Return where a vendor lives."""
    return pick(fig.vendor_home, uniform(k, decisions.V_HOME))


@helper
def means_well(k, fig):  # type: ignore[no-untyped-def]
    """Return whether a vendor does not mean to exit-scam in the end."""
    return uniform(k, decisions.V_HONEST) >= fig.vendors.honesty_low


@helper
def draw_vendor(x, v, k, day, fig):  # type: ignore[no-untyped-def]
    """Draw what a new vendor, row v, is like."""
    par = fig.vendors
    x.home = home_of(k, fig)
    x.product = pick(fig.product, uniform(k, decisions.V_PRODUCT))
    x.kind = pick(fig.vendor_kind, uniform(k, decisions.V_KIND))
    x.scope = pick(fig.vendor_scope, reach_of(fig, x.kind, uniform(k, decisions.V_SCOPE)))
    size = fig.kind_scale[x.kind] * math.exp(par.scale_spread * normal(k, decisions.V_SCALE))
    x.scale = min(size, scale_top(par.capacity_top, par.capacity))
    x.capacity = par.capacity * x.scale**CAPACITY_POWER + CAPACITY_LEAST
    x.honesty = 1.0 if means_well(k, fig) else 0.0
    defects = (1.0 - par.quality) * fig.kind_defects[x.kind]
    x.quality = 1.0 - defects * -math.log(1.0 - uniform(k, decisions.V_QUALITY))
    x.lot = fig.kind_lot[x.kind] * math.exp(par.lot_spread * normal(k, decisions.V_LOT))
    x.price_start = math.exp(par.price_spread * normal(k, decisions.V_PRICE))
    x.price = x.price_start * asked_for(0.0, par)
    x.stealth_start = min(max(par.stealth + par.stealth_spread * normal(k, decisions.V_STEALTH), 0.0), 1.0)
    x.stealth = x.stealth_start
    x.opsec = min(max(par.opsec + fig.kind_opsec[x.kind] + 0.15 * normal(k, decisions.V_OPSEC), 0.0), 1.0)
    x.early = 1 if uniform(k, decisions.V_EARLY) < par.early_share else 0
    x.wealth = 0
    x.capital = draw_capital(x, k, fig)
    x.stock = min(x.capacity * par.stock_days, goods_affordable(x, fig))
    x.identity = v
    x.entered = day
    x.standing = 0.0
    x.left, x.moves_on, x.scams_until, x.restock_on, x.arrest_on = -1, -1, -1, -1, -1
    x.state = codes.TRADING
    x.stop_in = exponential(k, decisions.V_STOP_IN)
    x.tries, x.restocks = 0, 0
    x.desk, x.stuck, x.homebound, x.lost = 0, 0, 0, 0
    x.seized, x.linked = 0, 0
    x.shop_on = -1
    for s in range(4):
        x.account[s] = -1


@helper
def draw_stayer(x, v, seed, fig, careers):  # type: ignore[no-untyped-def]
    """Draw what a vendor of day 0, row v, is like; return the key of what was drawn, and what a day earns, EUR.

    Of those who enter, each is as likely to be met as the days are many that such a vendor stays.
    """
    first = key(seed, decisions.BIRTH, v)
    others = random_bits(first, decisions.V_LIKE)
    for n in range(_MOST):
        k = key(others, decisions.BIRTH, n)
        draw_vendor(x, v, k, 0, fig)
        earned = careers.earning[x.kind] * x.lot * x.capacity * careers.busy
        level = level_of(earned, fig)
        if uniform(k, decisions.V_STAYS) < careers.stays[int(x.honesty < 0.5), level]:
            break
    return k, earned


@helper
def level_of(earned, fig):  # type: ignore[no-untyped-def]
    """Return the level of a vendor who earns so much a day, EUR."""
    return min(int(fast_log(1.0 + earned / fig.vendors.outside_option) / TOP * (LEVELS - 1) + 0.5), LEVELS - 1)


@helper
def draw_age(x, k, earned, fig, careers):  # type: ignore[no-untyped-def]
    """Return for how many days a vendor of day 0 has traded."""
    ages = careers.ages[int(x.honesty < 0.5), level_of(earned, fig)]
    cell = pick(ages, uniform(k, decisions.V_AGE))
    return careers.edges[cell] + uniform(k, decisions.V_AGE_WITHIN) * (careers.edges[cell + 1] - careers.edges[cell])


@kernel
def make_vendors(seed, n, tables, active, figures, shares, careers):  # type: ignore[no-untyped-def]
    """Create the vendors of day 0 with an age, a record, savings and an account; return the number of accounts.

    ``careers``: one row of :func:`sim.model.agents.vendors.lasting.careers`.
    """
    tables = Tables(*borrow(tables))
    vendors, accounts = tables.vendors, tables.accounts
    fig, lasts = figures[0], careers[0]
    par = fig.vendors
    n_accounts = 0
    for v in range(n):
        x = vendors[v]
        k, earned = draw_stayer(x, v, seed, fig, lasts)
        x.born = v
        age = draw_age(x, k, earned, fig, lasts)
        record = min(age, exponential(k, decisions.V_RENAMED) / max(lasts.anew, 1e-9))  # since a name was lost
        grown = 1.0 - fast_exp(-record / RAMP)
        x.entered = -int(age)
        x.sales = x.capacity * lasts.busy * grown
        x.profit = earned * grown
        x.wealth = int(100.0 * earned * max(age - RAMP, 0.0))
        first = pick(shares, uniform(k, decisions.V_WHERE))
        n_accounts = open_account(accounts, n_accounts, x, v, first, 0, 0.0, 0)
        second = pick(shares, uniform(k, decisions.V_SECOND_WHERE))
        if second != first and uniform(k, decisions.V_SECOND) < 0.6:
            n_accounts = open_account(accounts, n_accounts, x, v, second, 0, 0.0, 0)
        sold = x.capacity * lasts.busy * (record - RAMP * grown)
        for s in range(2):
            if x.account[s] >= 0:
                accounts[x.account[s]].positive = int(0.5 * sold)
                accounts[x.account[s]].recent = 0.5 * x.sales
                if x.early == 1 and accounts[x.account[s]].positive > par.early_sales:
                    accounts[x.account[s]].early = 1
        x.price = x.price_start * asked_for(best_rating(x, accounts, 0, fig), par)
        x.sold = int(sold)
        active[v] = v
    return n_accounts
