"""What an order costs a vendor, against ordinary times: goods, concealment, what is lost, turning coin into money."""

from __future__ import annotations

from sim.model.engine.kernels import helper


@helper
def unit_cost(loss, stealth, packing, goods_price, cash_out, fig):  # type: ignore[no-untyped-def]
    """Return what must be asked to break even, against the going rate; ``loss``: share of parcels seized."""
    par = fig.vendors
    again, returned = par.reship * loss, (1.0 - par.reship) * loss * fig.institutions.refund_split
    spent = (1.0 - par.margin) * (1.0 + again) * goods_price + par.stealth_cost * stealth * packing
    return spent / max(1.0 - cash_out - returned, 0.05)


@helper
def cost_rise(x, now, fig):  # type: ignore[no-untyped-def]
    """Return by which share an order costs vendor ``x`` more than in ordinary times.

    The loss is that of parcels from the same country as far as the vendor ships, at the vendor's own concealment.
    """
    concealment, told = fig.couriers.concealment, now.delivery
    own = (1.0 - concealment * x.stealth_start) / max(1.0 - concealment * fig.vendors.stealth, 0.05)
    usual = unit_cost(own * told.usual_loss[x.home, x.scope], x.stealth_start, 1.0, 1.0, fig.usual.cash_out, fig)
    goods, cash_out = now.goods_price[x.product], now.cash_out[x.home]
    today = unit_cost(own * told.loss[x.home, x.scope], x.stealth, now.packing, goods, cash_out, fig)
    return (today - usual) / max(usual, 1e-9)
