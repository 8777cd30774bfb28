"""What happens to the parcels handed in today."""

from __future__ import annotations

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import prefetch
from sim.model.engine.streams import geometric, key, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.arguments import Counted, Tables
from sim.model.market.orders import CHUNK, HORIZON


@kernel
def examine(inspection, capacity, detection, usual, week, least, out):  # type: ignore[no-untyped-def]
    """Write into ``out`` (channel, country) the chance that an unconcealed drug parcel is recognised.

    ``capacity`` limits what is examined to a share of the ``usual`` flow;
    ``least``: flow below which a channel counts as idle; ``week`` is the flow now (parcels
    a day), so a channel that fills up is examined less.
    """
    for c in range(out.shape[0]):
        for j in range(out.shape[1]):
            share = inspection[c, j]
            wanted = share * week[c, j]
            able = capacity[c, j] * max(usual[c, j], least)
            if wanted > able:
                share *= able / wanted
            out[c, j] = share * detection[c, j]


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
def travel_days(fastest, slowest, channel, u):  # type: ignore[no-untyped-def]
    """Return days from order to delivery, the day of packing included."""
    return 1 + int(fastest[channel]) + int(u * (slowest[channel] - fastest[channel] + 1.0))


@kernel
def dispatch(orders, n, tables, recognise, today, figures, counted, flow, book):  # type: ignore[no-untyped-def]
    """Pack, examine and send today's orders, count what touches each country in ``flow``, and file them."""
    orders, tables, recognise, counted, flow = (
        borrow(orders), Tables(*borrow(tables)), borrow(recognise), Counted(*borrow(counted)), borrow(flow)
    )  # fmt: skip
    vendors, counts, by_account = tables.vendors, counted.counts, counted.by_account
    pool, chunk_next, head, tail, fill, free = borrow(book)
    fig, now = figures[0], today[0]
    par, vp, grace, cash_out = fig.couriers, fig.vendors, fig.institutions.grace, fig.institutions.cash_out
    fastest, slowest, loss, postage = fig.fastest, fig.slowest, fig.loss, fig.postage
    seed, day, concealment, packing, lead_delay = now.seed, now.day, now.concealment, now.packing, now.lead_days
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
        if ven.state == codes.CHEATING or (ven.honesty < 0.5 and uniform(k, decisions.P_CHEAT) < vp.cheat_now_and_then):
            fate = codes.UNSENT
            counts[counters.N_UNSENT] += 1
        else:
            counts[counters.SENT] += 1
            counts[counters.BY_CHANNEL + 4 * o.channel + 2] += 1
            flow[o.channel, o.origin] += 1.0
            flow[o.channel, o.home] += o.home != o.origin
            goods = o.value / ven.price * (1.0 - vp.margin) + o.value * vp.stealth_cost * ven.stealth * packing
            cost = int(goods + 100.0 * postage[o.channel])
            counts[counters.UPSTREAM_IN] += cost
            if direct:
                ven.wealth -= cost
            else:
                by_account[o.account].cost += cost
            p = chance(recognise, par.export, o.channel, o.origin, o.home) * (1.0 - concealment * ven.stealth)
            if uniform(k, decisions.P_SEIZED) < p:
                fate = codes.SEIZED
                counts[counters.N_SEIZED] += 1
                counts[counters.BY_CHANNEL + 4 * o.channel + 3] += 1
                careless = (1.0 - ven.opsec) / max(1.0 - vp.opsec, 0.05)
                if uniform(k, decisions.S_VENDOR_CASE) < par.vendor_case * careless:
                    counts[counters.CASES_VENDORS] += 1
                    on = day + min(geometric(k, decisions.S_VENDOR_DELAY, 1.0 / lead_delay), codes.NEVER)
                    if ven.arrest_on < 0 or on < ven.arrest_on:
                        ven.arrest_on = on
            elif uniform(k, decisions.P_LOST) < loss[o.channel]:
                fate = codes.LOST
                counts[counters.N_LOST] += 1
        if direct:
            fee = int(o.value * cash_out)  # coin is turned into money whatever way it came
            counts[counters.EXCHANGE_IN] += fee
            ven.wealth += o.value - fee
            ven.sales += 0.03  # not ``sold``, which is what marketplaces know
            ven.profit += 0.03 * (o.value - cost - fee) / 100.0
        o.fate = fate
        if fate == codes.DELIVERED:
            days = travel_days(fastest, slowest, o.channel, uniform(k, decisions.P_DAYS))
        else:
            days = 1 + int(slowest[o.channel]) + grace
        o.due = day + min(max(days, 1), HORIZON - 1)
        h = o.due % HORIZON  # filed here, not by a helper: see sim/model/market/orders.py
        t = tail[h]
        if t < 0 or fill[h] == CHUNK:
            new = free[0]
            free[0] = chunk_next[new]
            free[1] -= 1
            chunk_next[new] = -1
            if t < 0:
                head[h] = new
            else:
                chunk_next[t] = new
            tail[h] = new
            fill[h] = 0
            t = new
        pool[t * CHUNK + fill[h]] = o
        fill[h] += 1
