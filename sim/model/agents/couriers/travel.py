"""What happens to the parcels handed in today."""

from __future__ import annotations

from sim.model.agents.vendors.kinds import goods_cost
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import prefetch
from sim.model.engine.streams import geometric, key, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.arguments import Counted, Flow, Tables
from sim.model.market.delivery import count_parcel, crossing, goods_worth
from sim.model.market.opsec import identifiable
from sim.model.market.orders import HORIZON, file_order
from sim.model.market.vendor_books import book_direct


@kernel
def examine(inspection, capacity, mail, detection, usual, week, least, out):  # type: ignore[no-untyped-def]
    """Write into ``out`` (channel, country) the chance that an unconcealed drug parcel is recognised.

    ``inspection``: share examined, and ``capacity``, which limits it to a share of the ``usual`` flow, both of as many
    lawful parcels as on day 0; ``mail``: how many there are now, against that; ``least``: flow below which a channel
    counts as idle; ``week`` is the flow now (parcels a day), so a channel that fills up is examined less.
    """
    for c in range(out.shape[0]):
        for j in range(out.shape[1]):
            share = inspection[c, j] / mail
            wanted = share * week[c, j]
            able = capacity[c, j] / mail * max(usual[c, j], least)
            if wanted > able:
                share *= able / wanted
            out[c, j] = share * detection[c, j]


@kernel
def follow_flow(touched, week, usual):  # type: ignore[no-untyped-def]
    """Let the flows over a ``week`` and a year (``usual``) move with the parcels of the day, (channel, country)."""
    for c in range(touched.shape[0]):
        for j in range(touched.shape[1]):
            week[c, j] += (2.0 / 8.0) * (touched[c, j] - week[c, j])
            usual[c, j] += (2.0 / 366.0) * (touched[c, j] - usual[c, j])


@helper
def chance(recognise, export, channel, origin, home):  # type: ignore[no-untyped-def]
    """Return the chance that an unconcealed parcel is recognised between two countries.

    ``export``: share of the origin's examination that outgoing parcels meet.
    """
    arriving = recognise[channel, home]
    if origin == home:
        return arriving
    return 1.0 - (1.0 - arriving) * (1.0 - export * recognise[channel, origin])


@helper
def travel_days(fastest, slowest, channel, late, u):  # type: ignore[no-untyped-def]
    """Return days from order to delivery, the day of packing included; ``late``: days of delay, in parts by chance."""
    return 1 + int(fastest[channel]) + int(u * (slowest[channel] - fastest[channel] + 1.0) + late)


@helper
def goods_of(o, ven, surcharge, now, fig):  # type: ignore[no-untyped-def]
    """Return what the goods of a parcel cost its vendor today, cents, for the first and the second sending alike.

    ``surcharge``: what is paid for dearer postage, EUR, by home and crossing.
    """
    worth = goods_worth(o.value, surcharge[o.home, crossing(o.origin, o.home)])
    return worth / ven.price * goods_cost(fig, ven.kind) * now.goods_price[ven.product]


@helper
def draw_fate(p, lost, u_seized, u_lost, channel, counts):  # type: ignore[no-untyped-def]
    """Return what becomes of a parcel on its way, first or sent again, and count it.

    ``p``: chance that it is recognised; ``lost``: that it is lost otherwise.
    """
    counts[counters.SENT] += 1
    counts[counters.BY_CHANNEL + 4 * channel + 2] += 1
    fate = codes.DELIVERED
    if u_seized < p:
        fate = codes.SEIZED
        counts[counters.N_SEIZED] += 1
        counts[counters.BY_CHANNEL + 4 * channel + 3] += 1
    elif u_lost < lost:
        fate = codes.LOST
        counts[counters.N_LOST] += 1
    return fate


@helper
def days_until_known(fate, channel, late, fig, u):  # type: ignore[no-untyped-def]
    """Return days until a parcel is there, ``late`` days later than usual, or until the buyer complains that it is not.

    When a parcel is given up does not move with the delay: buyers know what is usual.
    """
    if fate == codes.DELIVERED:
        return travel_days(fig.fastest, fig.slowest, channel, late, u)
    return 1 + int(fig.slowest[channel] + fig.institutions.grace)


@helper
def open_case(ven, k, now, par, vp, counts):  # type: ignore[no-untyped-def]
    """Open a case against the vendor of a seized parcel, by chance: an arrest will follow."""
    if uniform(k, decisions.S_VENDOR_CASE) < par.vendor_case * identifiable(ven, now, vp):
        counts[counters.CASES_VENDORS] += 1
        days = geometric(k, decisions.S_VENDOR_DELAY, 1.0 / now.lead_days[ven.home])
        on = now.day + min(days, codes.NEVER)
        if ven.arrest_on < 0 or on < ven.arrest_on:
            ven.arrest_on = on


@kernel
def travel(  # type: ignore[no-untyped-def]
    orders, n, tables, examination, recognise, today, figures, counted, flows, flow, book
):  # fmt: skip
    """Examine, carry and count today's parcels, at once.

    ``examination``: what :func:`examine` takes before ``out``; ``flows``: all of ``flow``, to be cleared at once.
    """
    inspection, capacity, mail, detection, usual, week, least = examination
    examine(inspection, capacity, mail, detection, usual, week, least, recognise)
    flows[:] = 0.0
    dispatch(orders, n, tables, recognise, today, figures, counted, flow, book)
    follow_flow(flow[0], week, usual)


@kernel
def dispatch(orders, n, tables, recognise, today, figures, counted, flow, book):  # type: ignore[no-untyped-def]
    """Pack, examine and send today's orders, count what touches each country in ``flow``, and file them."""
    orders, tables, recognise, counted, flow = (
        borrow(orders), Tables(*borrow(tables)), borrow(recognise), Counted(*borrow(counted)), Flow(*borrow(flow))
    )  # fmt: skip
    vendors, counts, by_account = tables.vendors, counted.counts, counted.by_account
    pool, chunk_next, head, tail, fill, free = borrow(book)
    fig, now = figures[0], today[0]
    par, vp, uncashed, cash_out = fig.couriers, fig.vendors, fig.institutions.uncashed, now.cash_out
    postage, surcharge = fig.postage, now.delivery.surcharge
    seed, day, concealment, packing = now.seed, now.day, now.concealment, now.packing
    for j in range(n):
        o = orders[j]
        soon = orders[min(j + 8, n - 1)]
        prefetch(vendors, soon.vendor)
        prefetch(by_account, max(soon.account, 0))
        direct = o.flags & codes.DIRECT
        k = key(seed, o.placed, o.buyer)
        ven = vendors[o.vendor]
        if not direct:
            ven.unfinished += 1
        ven.stock -= 1.0
        fate = codes.DELIVERED
        cost = 0
        if ven.state == codes.EXIT_SCAMMING or (ven.honesty < 0.5 and uniform(k, decisions.P_UNSENT) < vp.unsent_share):
            fate = codes.UNSENT
            counts[counters.N_UNSENT] += 1
        else:
            goods = goods_of(o, ven, surcharge, now, fig) + o.value * vp.stealth_cost * ven.stealth * packing
            cost = int(goods + 100.0 * postage[o.channel])
            counts[counters.UPSTREAM_IN] += cost
            if not direct:
                by_account[o.account].cost += cost
            p = chance(recognise, par.export, o.channel, o.origin, o.home) * (1.0 - concealment * ven.stealth)
            seized, missing = uniform(k, decisions.P_SEIZED), uniform(k, decisions.P_LOST)
            fate = draw_fate(p, now.lost[o.channel, o.home], seized, missing, o.channel, counts)
            count_parcel(o, ven.price, fate == codes.SEIZED, flow)
            if fate == codes.SEIZED:
                ven.seized += 1
                open_case(ven, k, now, par, vp, counts)
        if direct:
            book_direct(ven, o.value, cost, cash_out, uncashed, counts)
        o.fate = fate
        days = days_until_known(fate, o.channel, now.late[o.channel, o.home], fig, uniform(k, decisions.P_DAYS))
        o.due = day + min(max(days, 1), HORIZON - 1)
        file_order(o, pool, chunk_next, head, tail, fill, free)
