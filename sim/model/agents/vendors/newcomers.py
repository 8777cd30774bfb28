"""What a new vendor is like, and who trades on day 0."""

from __future__ import annotations

import math

from sim.model.agents.vendors.accounts import open_account
from sim.model.agents.vendors.kinds import reach_of
from sim.model.agents.vendors.means import draw_capital, goods_affordable
from sim.model.agents.vendors.reputation import asked_for, best_rating
from sim.model.engine.borrowing import borrow
from sim.model.engine.drawing import pick
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import exponential, key, normal, uniform
from sim.model.market import codes, decisions
from sim.model.market.arguments import Tables


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
    x.scale = fig.kind_scale[x.kind] * math.exp(par.scale_spread * normal(k, decisions.V_SCALE))
    x.capacity = par.capacity * x.scale**0.8 + 0.2
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
    x.desk, x.stuck, x.homebound = 0, 0, 0
    x.seized, x.linked = 0, 0
    x.shop_on = -1
    for s in range(4):
        x.account[s] = -1


@kernel
def make_vendors(seed, n, tables, active, figures, shares):  # type: ignore[no-untyped-def]
    """Create the vendors of day 0 with an age, a record and an account; return the number of accounts."""
    tables = Tables(*borrow(tables))
    vendors, accounts = tables.vendors, tables.accounts
    fig = figures[0]
    par = fig.vendors
    n_accounts = 0
    for v in range(n):
        k = key(seed, decisions.BIRTH, v)
        x = vendors[v]
        draw_vendor(x, v, k, 0, fig)
        x.born = v
        age = -math.log(1.0 - uniform(k, decisions.V_AGE)) * 150.0 * (0.3 + min(x.scale, 4.0))
        x.entered = -int(age)
        x.sales = 0.4 * x.scale
        x.profit = 15.0 * x.sales
        first = pick(shares, uniform(k, decisions.V_WHERE))
        n_accounts = open_account(accounts, n_accounts, x, v, first, 0, 0.0, 0)
        second = pick(shares, uniform(k, decisions.V_SECOND_WHERE))
        if second != first and uniform(k, decisions.V_SECOND) < 0.6:
            n_accounts = open_account(accounts, n_accounts, x, v, second, 0, 0.0, 0)
        for s in range(2):
            if x.account[s] >= 0:
                accounts[x.account[s]].positive = int(0.5 * min(age, 400.0) * x.sales)
                accounts[x.account[s]].recent = 0.5 * x.sales
                if x.early == 1 and accounts[x.account[s]].positive > par.early_sales:
                    accounts[x.account[s]].early = 1
        x.price = x.price_start * asked_for(best_rating(x, accounts, 0, fig), par)
        x.sold = int(min(age, 400.0) * x.sales)
        active[v] = v
    return n_accounts
