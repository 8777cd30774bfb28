"""When a vendor has a shop of the own built beside: one vendor's site, without escrow, disputes or ratings."""

from __future__ import annotations

from sim.model.agents.vendors.means import can_pay
from sim.model.engine.kernels import helper
from sim.model.engine.streams import exponential, key, uniform
from sim.model.market import codes, counters, decisions


@helper
def build_shop(x, now, fig, counts):  # type: ignore[no-untyped-def]
    """Order a shop from a web designer, if vendor x wants one, is established, and both money and designer are found.

    Who wants one is drawn at birth; more do while seizures of marketplaces are in mind.
    """
    par = fig.vendors
    if x.shop_on >= 0 or x.sold <= par.early_sales or x.state != codes.TRADING:
        return
    k = key(now.seed, decisions.BIRTH, x.born)
    threat = now.prepared if fig.ways.remake else 0.0
    if uniform(k, decisions.V_SHOP) >= par.own_shop * (1.0 + fig.makes.safer * threat) * now.designs:
        return
    price = int(100.0 * par.own_shop_cost)
    if can_pay(x, price):
        x.wealth -= price
        counts[counters.UPSTREAM_IN] += price
        x.shop_on = now.day + 1 + int(min(exponential(k, decisions.V_SHOP_DAYS) * par.own_shop_days, codes.NEVER))
