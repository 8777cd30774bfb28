"""What a vendor can pay: coin earned, and means of one's own that stand behind the shop."""

from __future__ import annotations

import math

from sim.model.engine.kernels import helper
from sim.model.engine.streams import normal
from sim.model.market import decisions


@helper
def draw_capital(x, k, fig):  # type: ignore[no-untyped-def]
    """Return the means of a new vendor, in cents: so many days of goods of a shop of that size."""
    par = fig.vendors
    days = par.capital_days * math.exp(par.capital_spread * normal(k, decisions.V_CAPITAL))
    return days * x.capacity * fig.order_cost * x.lot


@helper
def can_pay(x, amount):  # type: ignore[no-untyped-def]
    """Return whether a vendor can raise so many cents."""
    return x.wealth + x.capital >= amount


@helper
def can_reopen(x, amount, fig):  # type: ignore[no-untyped-def]
    """Return whether a vendor can pay so much (a bond, or nothing) and some days of goods besides."""
    return can_pay(x, amount + fig.vendors.reopening_days * x.capacity * fig.order_cost * x.lot)


@helper
def goods_affordable(x, fig):  # type: ignore[no-untyped-def]
    """Return how many orders' worth of goods a vendor can pay; goods for a day are had on credit."""
    return max((x.wealth + x.capital) / max(fig.order_cost * x.lot * fig.kind_cost[x.kind], 1e-9), x.capacity)
