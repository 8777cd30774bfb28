"""Which offer it is, what the order is worth, how it is sent and paid."""

from __future__ import annotations

from sim.model.agents.vendors.channels import choose_channel
from sim.model.engine.borrowing import borrow
from sim.model.engine.drawing import locate
from sim.model.engine.kernels import kernel
from sim.model.engine.processor import index, prefetch
from sim.model.market import codes, counters
from sim.model.market.arguments import Counted, Drawn, Listing
from sim.model.market.delivery import crossing


@kernel
def place(lo, hi, markets, listing, cells, drawn, today, counted):  # type: ignore[no-untyped-def]
    """Complete orders[lo:hi] from their ``drafts``, and book what buyers pay.

    ``cells``: see :func:`sim.model.engine.drawing.locate`. Apart from :func:`order`, and in two
    loops, so that what an order will touch can be asked for well before: it lies anywhere in tables that outgrow the
    caches.
    """
    markets, listing, drawn, counted = (
        borrow(markets),
        Listing(*borrow(listing)),
        Drawn(*borrow(drawn)),
        Counted(*borrow(counted)),
    )
    offers, weight, guide = listing.offers, listing.offer_weight, listing.guide
    orders, drafts = drawn.orders, drawn.drafts
    counts, by_market, by_account = counted.counts, counted.by_market, counted.by_account
    now = today[0]
    route, coin_fee, surcharge = now.route, now.coin_fee, now.delivery.surcharge
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
        postage = 100.0 * surcharge[o.home, crossing(o.origin, o.home)]  # the usual is part of the going rate
        o.value = int(min(max(d.size * price * 100.0 + postage, 100.0), 1.0e9))
        o.channel = choose_channel(d.key, o.origin, o.home, route)
    for j in range(lo, hi):
        prefetch(by_account, max(orders[min(j + 12, hi - 1)].account, 0))
        o = orders[j]
        value = o.value
        charge = int(value * coin_fee[o.home])
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
