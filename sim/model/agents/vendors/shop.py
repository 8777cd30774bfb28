"""How a vendor runs the shop from day to day: stock, price, concealment, finalising early."""

from __future__ import annotations

from sim.model.agents.vendors.means import goods_affordable
from sim.model.agents.vendors.reputation import asked_for
from sim.model.engine.kernels import helper
from sim.model.engine.streams import geometric, key
from sim.model.market import codes, decisions


@helper
def restock(x, seed, day, goods, fig):  # type: ignore[no-untyped-def]
    """Take in stock that arrived, as much as can be paid and had, or order more where little is left.

    How long it takes is drawn by how many times before; ``goods``: supply upstream, against the ordinary.
    """
    par = fig.vendors
    if x.restock_on == day:
        x.stock += min(x.capacity * par.stock_days, goods_affordable(x, fig)) * goods
        x.restock_on = -1
    elif x.restock_on < 0 and x.stock < x.capacity * par.restock_days:
        k = key(seed, decisions.BIRTH + 1 + x.restocks, x.born)
        x.restock_on = day + geometric(k, decisions.V_RESTOCK, min(max(goods, 0.001) / par.restock_days, 1.0))
        x.restocks += 1


@helper
def set_price(x, rating, cost_rise, par):  # type: ignore[no-untyped-def]
    """Move the price toward what the own shop can ask, in small steps; ``cost_rise``: of what an order costs."""
    busy = min(x.sales / x.capacity, 1.5)
    aim = x.price_start * asked_for(rating, par) * (1.0 + par.price_response * (busy - 0.5))
    aim *= 1.0 + par.cost_passing * cost_rise
    step = min(max(aim / x.price - 1.0, -par.price_step), par.price_step)
    x.price = min(max(x.price * (1.0 + step), par.price_low), par.price_high)


@helper
def conceal(x, par, more_seized):  # type: ignore[no-untyped-def]
    """Move concealment toward what seizures seem to call for: ``more_seized`` is their share above the usual."""
    aim = x.stealth_start + par.stealth_response * max(more_seized, 0.0)
    x.stealth += par.stealth_learning * (min(aim, 0.97) - x.stealth)


@helper
def ask_early_payment(x, accounts, par):  # type: ignore[no-untyped-def]
    """Ask buyers to pay early, once established or during an exit scam; return the number of accounts."""
    places = 0
    for s in range(4):
        a = x.account[s]
        if a >= 0:
            places += 1
            if x.early == 0 and x.state == codes.TRADING:
                continue
            if x.state == codes.EXIT_SCAMMING or (
                x.early == 1 and accounts[a].positive + accounts[a].carried > par.early_sales
            ):
                accounts[a].early = 1
    return places
