"""Who wishes to order today, where, and from whom: a vendor known, or any on offer there."""

from __future__ import annotations

import math

from sim.model.agents.buyers.ages import is_young, served_lawfully
from sim.model.agents.buyers.arriving import begin, person_key
from sim.model.agents.buyers.choosing import choose
from sim.model.agents.buyers.giving_up import give_up
from sim.model.agents.buyers.leaning import beyond, deterred, leaning, perceived_risk
from sim.model.agents.buyers.meeting import in_own_shop, is_shut_out, meet_fake
from sim.model.agents.buyers.paying import can_pay
from sim.model.agents.buyers.placing import place
from sim.model.agents.buyers.searching import another, visit
from sim.model.agents.buyers.wishes import comes, due_today, file_wishes, follow
from sim.model.engine.borrowing import borrow
from sim.model.engine.drawing import pick
from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import index, prefetch
from sim.model.engine.streams import key, normal, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.arguments import Counted, Drawn, Listing, Places, Tables
from sim.model.market.codes import CONTACT
from sim.model.market.delivery import EU_BORDER, crossing
from sim.model.market.geography import PRODUCTS, REACHES
from sim.model.market.paying import DESK_SHIFT, buyer_key, has_desk

_PRODUCTS, _REACHES = len(PRODUCTS), len(REACHES)
OFFLINE = -30.0
"""Leaning to buy online of those who did not find their way in, logit."""
_HALF = math.log(2.0)
_ELSEWHERE = 3
"""Other marketplaces on which a buyer looks for what the own one does not have."""


@helper
def sells(vendor):  # type: ignore[no-untyped-def]
    """Return whether a vendor trades and has stock."""
    return vendor.state <= codes.EXIT_SCAMMING and vendor.stock > 0.0


@helper
def price_of_lot(vendor):  # type: ignore[no-untyped-def]
    """Return what a vendor asks for what is sold at a time, against the usual of both."""
    return vendor.price * vendor.lot


@kernel
def order(  # type: ignore[no-untyped-def]
    rows, lo, hi, tables, places, listing, drawn, today, figures, counted
):  # fmt: skip
    """Let the buyers rows[lo:hi] act, whose day has come; write orders from ``lo`` on and return where they end."""
    rows, tables, places, listing = (
        borrow(rows),
        Tables(*borrow(tables)),
        Places(*borrow(places)),
        Listing(*borrow(listing)),
    )
    drawn, counted = Drawn(*borrow(drawn)), Counted(*borrow(counted))
    buyers, next_day, vendors = tables.buyers, tables.next_day, tables.vendors
    accounts, markets = tables.accounts, tables.markets
    slots = places.slots
    offer_start, offer_sum, offer_weight = listing.offer_start, listing.offer_sum, listing.offer_weight
    orders, drafts = drawn.orders, drawn.drafts
    counts = counted.counts
    fig, now = figures[0], today[0]
    par, ch, product = fig.buyers, fig.ways, fig.product
    seed, day, shortage = now.seed, now.day, now.shortage
    demand, news, delivery = now.demand, now.news, now.delivery
    last = offer_start[offer_start.shape[0] - 1]
    cells = last / max(offer_weight[last], 1e-300)  # as sort_offers laid out the guide
    arrival = par.arrival * now.growth
    fades = math.log(1.0 - par.fear_decay)
    lo, hi = index(lo), index(hi)
    written = lo
    alarm, upset = news[codes.ALARM], news[codes.UPSET]
    street_price, coin_price, newest_desk = now.street_price, now.coin_price, now.newest_desk
    for p in range(lo, hi):
        i = index(rows[p])
        prefetch(buyers, rows[min(p + 24, hi - 1)])
        prefetch(vendors, max(buyers[rows[min(p + 12, hi - 1)]].loyal, 0))
        known = vendors[max(buyers[rows[min(p + 6, hi - 1)]].loyal, 0)]
        prefetch(accounts, max(known.account[0], 0))
        prefetch(accounts, max(known.account[1], 0))
        k = key(seed, day, i)
        b = buyers[i]
        fresh, waits = due_today(b, day)  # a wish of today; the day of one put off
        if fresh and b.state == codes.AWAY:
            begin(b, person_key(seed, b, i), fig)
            if newest_desk > 0 and has_desk(buyer_key(seed, i, b.contact), now.desk_lost):
                b.contact |= newest_desk << DESK_SHIFT
            counts[counters.UNMET] += waits > 0  # what the one before still waited for
            waits = 0
            young = is_young(seed, b, i, fig)
            if uniform(k, decisions.B_BEGINS) >= now.arrive[1 - young, b.home]:
                b.state = codes.AWAY
                file_wishes(b, next_day, i, comes(k, decisions.B_WAIT, day, arrival, fig), 0)
                continue
            counts[counters.ARRIVED] += 1
            counts[counters.YOUNG_ARRIVED] += young
            if uniform(k, decisions.B_ACCESS) >= now.access[b.home]:
                counts[counters.KEPT_OUT] += 1
                b.taste = b.taste_ceiling = OFFLINE
        want, appetite = demand[b.home, b.product], now.appetite[b.home, b.product]
        pace = b.rate * max(want, 1.0)
        again = waits > 0 and waits == day  # a wish of an earlier day that found no marketplace
        if again:
            waits = 0
        wish = int(b.later)  # the day of the next wish
        counts[counters.LOOKED] += 1
        counts[counters.TRUST] += int(b.trust * counters.MILLION)
        if fresh:
            if b.fear > 0.0:  # passes with the time since the last wish, whatever becomes of this one
                b.fear *= fast_exp(fades * min(1.0 / (30.0 * pace), 24.0))
            fresh = want >= 1.0 or uniform(k, decisions.B_DEMAND) < want
            if fresh:
                counts[counters.WISHES] += 1
                counts[counters.MERGED] += again
                # who wants a product more often, or has learnt to want it less, wants it for as long
                wish = follow(b, k, pace, b.stop / max(appetite, 1.0), day, arrival, fig, counts)
                counts[counters.YOUNG_STOPPED] += b.state == codes.AWAY and is_young(seed, b, i, fig)
                if served_lawfully(b, i, k, now, fig):
                    counts[counters.LAWFUL] += 1
                    counts[counters.HARM_LAWFUL] += now.harm_lawful[b.home, b.product]
                    file_wishes(b, next_day, i, wish, waits)
                    continue
            else:
                thinned = b.stop * (1.0 - appetite) / (1.0 - want) if appetite < 1.0 else 0.0
                wish = follow(b, k, pace, thinned, day, arrival, fig, counts)
                counts[counters.YOUNG_STOPPED] += b.state == codes.AWAY and is_young(seed, b, i, fig)
                if not again:
                    file_wishes(b, next_day, i, wish, waits)
                    continue

        # online or not
        if fig.street.returning > 0.0 and fresh and b.taste < b.taste_ceiling:  # a habit fades while nobody feeds it
            b.taste += (b.taste_ceiling - b.taste) * (1.0 - fast_exp(-_HALF / (fig.street.returning * pace)))
        risk = perceived_risk(b, delivery.told[b.home], par)
        if fresh:
            counts[counters.RISK] += int(risk * counters.MILLION)
        cheaper = par.price_sensitivity * (street_price[b.home] - coin_price[b.home]) - delivery.online[b.home]
        cheaper += now.leans[b.home, b.product] + now.leaning
        lean = leaning(b, risk, cheaper, alarm, upset, par)
        leans = fresh and uniform(k, decisions.B_ONLINE) * (1.0 + fast_exp(-lean)) < 1.0
        if fresh and not leans:
            counts[counters.DETERRED] += deterred(b, k, lean, risk, alarm, par)
        online = again or leans
        slot = -1
        tried = False
        coin = shortage <= 0.0 or can_pay(b, i, seed, markets, now)
        carried = uniform(k, decisions.B_CARRIER) if now.halts[b.home] > 0.0 else 1.0
        sent = carried >= now.halts[b.home]
        if online:
            counts[counters.ONLINE] += leans
            tried = True
            shut = is_shut_out(b, i, now)
            if not shut:
                slot = visit(b, i, k, now, tables, places, fig, counted)
            if shut:
                counts[counters.UNREACHED] += leans
            elif slot < 0:
                counts[counters.TURNED] += leans
            elif not coin:
                slot = -1
                counts[counters.NO_COIN] += leans
            elif not sent:
                slot = -1
                counts[counters.NO_CARRIER] += leans

        # choose a vendor
        account, vendor, price, early, direct = -1, -1, 1.0, False, False
        first, end, target = 0, 0, 0.0
        wanted = b.product
        origin = 0
        near_loyal = b.loyal >= 0 and carried >= now.halted[b.home, crossing(vendors[max(b.loyal, 0)].home, b.home)]
        if tried and coin and sent and near_loyal:
            if b.contact & CONTACT and ch.deal_directly:
                use = (par.direct_use if slot >= 0 else par.direct_fallback) * now.talks[b.home]
                direct = uniform(k, decisions.B_CONTACT) < use and sells(vendors[b.loyal])
            if fig.vendors.own_shop > 0.0 and not direct:
                direct = in_own_shop(vendors[b.loyal], b, k, slot >= 0, day, fig) and sells(vendors[b.loyal])
                counts[counters.SHOPPED] += direct
            if direct:
                vendor = b.loyal
                price, origin = price_of_lot(vendors[vendor]), vendors[vendor].home
                wanted = vendors[vendor].product
        if slot >= 0 and not direct:
            row = slots[slot]
            back = near_loyal and uniform(k, decisions.B_LOYAL) < par.loyalty * b.loyal_trust
            if back and sells(vendors[b.loyal]):
                for a in range(4):
                    acc = vendors[b.loyal].account[a]
                    if acc >= 0 and accounts[acc].closed < 0 and accounts[acc].market == row:
                        account, vendor = acc, b.loyal
                        price, origin = price_of_lot(vendors[vendor]), vendors[vendor].home
                        early = accounts[acc].early == 1 and markets[row].early_allowed == 1
                        wanted = vendors[vendor].product
            if account < 0:
                if uniform(k, decisions.B_OTHER) < par.other_product:
                    wanted = pick(product, uniform(k, decisions.B_WHICH))
                g = (slot * _PRODUCTS + wanted) * _REACHES
                if offer_start[g + _REACHES] == offer_start[g]:
                    wanted = b.product  # what the marketplace does not have is not what it is visited for
                    g = (slot * _PRODUCTS + wanted) * _REACHES
                # a logit choice, in which a border takes away from the weight of what lies beyond it
                dread = par.risk_weight * b.caution
                near = fast_exp(-EU_BORDER * par.border_aversion - beyond(delivery, b.home, codes.POST_EU, dread))
                far = fast_exp(-par.border_aversion - beyond(delivery, b.home, codes.POST_ABROAD, dread))
                u = uniform(k, decisions.B_OFFERS)
                first, end, target = choose(offer_start, offer_sum, g, b.home, u, near, far)
                if end <= first:  # nothing here that can be sent there: this once, from another marketplace
                    for attempt in range(_ELSEWHERE):
                        other = another(k, b.home, attempt, markets, places)
                        if other >= 0 and end <= first:
                            slot = other
                            g = (slot * _PRODUCTS + wanted) * _REACHES
                            first, end, target = choose(offer_start, offer_sum, g, b.home, u, near, far)
                if end <= first:
                    counts[counters.NO_OFFER] += 1
                    slot = -1
                    b.trust_market *= 1.0 - par.trust_loss_empty
                elif now.faked > 0.0 and uniform(k, decisions.B_FAKED) < now.faked:
                    counts[counters.FAKED] += 1
                    slot, end = -1, first
                    meet_fake(b, par)

        if account < 0 and end <= first and not direct:
            file_wishes(b, next_day, i, wish, give_up(b, k, now, tried and coin, waits, fig, counts))
            continue

        # order: from the vendor, or from one still to be found among the offers
        o, d = orders[index(written)], drafts[index(written)]
        o.buyer = i
        o.vendor = vendor
        o.account = account
        o.placed = day
        o.market = -1 if direct else slots[slot]
        o.product = wanted
        o.flags = (b.contact & codes.PERSON) | (codes.DIRECT if direct else 0)
        o.origin = origin
        o.home = b.home
        d.key = k
        d.size = fast_exp(par.log_value + b.log_value + par.value_spread * normal(k, decisions.B_SIZE))
        d.first, d.end, d.target = first, end, target
        d.price, d.early = price, early
        written += 1
        file_wishes(b, next_day, i, wish, waits)
    place(lo, written, markets, listing, cells, drawn, today, counted)
    return written
