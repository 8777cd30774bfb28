"""Which offer it is, what the order is worth, how it is sent and paid (phase 5)."""

from __future__ import annotations

from sim.model.catalogue.channels import POSTS
from sim.model.engine.drawing import locate
from sim.model.engine.kernels import kernel
from sim.model.engine.processor import index, prefetch
from sim.model.engine.streams import uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.geography import EU

_EU, _POSTS = len(EU), len(POSTS)


@kernel
def place(  # type: ignore[no-untyped-def]
    lo, hi, markets, offers, weight, guide, cells, route, coin_fee, orders, drafts, counts, by_market, by_account,
):  # fmt: skip
    """Complete orders[lo:hi] from their ``drafts``, and book what buyers pay.

    ``weight``: running sums over offers, ``guide`` and ``cells`` see :func:`sim.model.engine.drawing.locate`;
    ``route``: share of each post's parcels by each other channel; ``coin_fee``: what coin costs. Apart from
    :func:`order`, and in two loops, so that what an order will touch can be asked for well before: it lies anywhere in
    tables that outgrow the caches.
    """
    lo, hi = index(lo), index(hi)
    for j in range(lo, hi):
        prefetch(guide, index(drafts[min(j + 24, hi - 1)].target * cells))
        near = guide[index(drafts[min(j + 12, hi - 1)].target * cells)]
        prefetch(offers, near)
        prefetch(weight, near + 1)
        o, d = orders[j], drafts[j]
        chosen = d.first < d.end
        offer = offers[index(locate(weight, guide, cells, d.first, d.end, d.target))]
        o.account = offer.account if chosen else o.account
        o.vendor = offer.vendor if chosen else o.vendor
        o.origin = offer.home if chosen else o.origin
        price = offer.price if chosen else d.price
        early = offer.early if chosen else d.early
        o.flags |= codes.EARLY * early
        o.value = int(min(max(d.size * price * 100.0, 100.0), 1.0e9))
        within = o.origin < _EU and o.home < _EU
        lane = codes.POST_DOMESTIC if o.origin == o.home else (codes.POST_EU if within else codes.POST_ABROAD)
        toss = uniform(d.key, decisions.B_CHANNEL)
        o.channel = lane
        below = 0.0
        for other in range(route.shape[1]):
            below += route[lane, other]
            if toss < below:
                o.channel = _POSTS + other
                break
    for j in range(lo, hi):
        prefetch(by_account, max(orders[min(j + 12, hi - 1)].account, 0))
        o = orders[j]
        value = o.value
        charge = int(value * coin_fee)
        counts[counters.PAID] += value + charge
        counts[counters.EXCHANGE_IN] += charge
        counts[counters.BY_CHANNEL + 4 * o.channel] += 1
        counts[counters.BY_CHANNEL + 4 * o.channel + 1] += value
        if o.flags & codes.DIRECT:
            counts[counters.DIRECT_ORDERS] += 1
            counts[counters.DIRECT_REVENUE] += value
            continue
        counts[counters.ORDERS] += 1
        counts[counters.REVENUE] += value
        counts[counters.BY_PRODUCT + 2 * o.product] += 1
        counts[counters.BY_PRODUCT + 2 * o.product + 1] += value
        counts[counters.BY_COUNTRY + 2 * o.home] += 1
        counts[counters.BY_COUNTRY + 2 * o.home + 1] += value
        by_market[o.market, counters.M_ORDERS] += 1
        by_market[o.market, counters.M_REVENUE] += value
        by_account[o.account].orders += 1
        if o.flags & codes.EARLY:
            fee = int(value * markets[o.market].commission)
            counts[counters.EARLY_ORDERS] += 1
            by_market[o.market, counters.M_COMMISSION] += fee
            by_account[o.account].income += value - fee
        else:
            by_market[o.market, counters.M_ESCROW_IN] += value
