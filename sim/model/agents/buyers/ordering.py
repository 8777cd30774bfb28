"""Who wishes to order today, where, and from whom: a vendor known, or any on offer there (phase 5)."""

from __future__ import annotations

import math

from sim.model.agents.buyers.arriving import begin
from sim.model.agents.buyers.choosing import choose
from sim.model.agents.buyers.placing import place
from sim.model.agents.buyers.wishes import next_wish, wait
from sim.model.engine.drawing import find, pick
from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import index, prefetch
from sim.model.engine.streams import key, normal, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.codes import CONTACT, RETRYING
from sim.model.market.geography import PRODUCTS, REACHES

_PRODUCTS, _REACHES = len(PRODUCTS), len(REACHES)


@helper
def sells(vendor):  # type: ignore[no-untyped-def]
    """Return whether a vendor trades and has stock."""
    return vendor.state <= codes.CHEATING and vendor.stock > 0.0


@kernel
def order(  # type: ignore[no-untyped-def]
    seed, day, rows, lo, hi, next_day, buyers, vendors, accounts, markets, slots, slot_of, destinations,
    offers, offer_start, offer_sum, offer_weight, guide, route, seen, abroad, demand, pay_fails, coin_fee, news, pars,
    street, channels, home, product, orders, drafts, counts, by_market, by_account,
):  # fmt: skip
    """Let the buyers rows[lo:hi] act, whose day has come; write orders from ``lo`` on, return the row after the last.

    ``slots``: rows of open marketplaces; ``slot_of``: position by row, -1 closed; ``destinations``: cumulative pull
    ((at leisure, driven out), product, slot); ``offers`` lie sorted by (slot, product, reach),
    ``offer_start`` bounds each group, ``offer_sum`` is the running sum of weights there;
    ``seen``: share of parcels seized by channel, as told; ``abroad``: the same, as far as it moves buyers to vendors
    nearer by; ``route``: share of each post's parcels by each other channel;
    ``pay_fails``: chance that no coin can be had; ``coin_fee``: its price.
    """
    par, st, ch = pars[0], street[0], channels[0]
    n_slots = slots.shape[0]
    last = offer_start[offer_start.shape[0] - 1]
    cells = last / max(offer_weight[last], 1e-300)  # as list_offers laid out the guide
    fades = math.log(1.0 - par.fear_decay)
    lo, hi = index(lo), index(hi)
    written = lo
    alarm, upset = news[codes.ALARM], news[codes.UPSET]
    cheaper = par.price_sensitivity * math.log(st.price / (1.0 + coin_fee))
    for p in range(lo, hi):
        i = index(rows[p])
        prefetch(buyers, rows[min(p + 24, hi - 1)])
        prefetch(vendors, max(buyers[rows[min(p + 8, hi - 1)]].loyal, 0))
        k = key(seed, day, i)
        if buyers[i].state == codes.AWAY:
            begin(buyers, i, k, par, home, product)
            counts[counters.ARRIVED] += 1
        b = buyers[i]
        want = demand[b.home]
        pace = b.rate * max(want, 1.0)
        again = b.contact & RETRYING  # a wish of an earlier day that found no marketplace
        b.contact -= again
        counts[counters.LOOKED] += 1
        counts[counters.TRUST] += int(b.trust * counters.MILLION)
        if not again:
            if b.fear > 0.0:  # passes with the time since the last wish, whatever becomes of this one
                b.fear *= fast_exp(fades * min(1.0 / (30.0 * pace), 24.0))
            if want < 1.0 and uniform(k, decisions.B_DEMAND) >= want:
                next_day[i] = next_wish(k, pace, day)
                continue
            counts[counters.WISHES] += 1

        # online or not
        told = seen[codes.POST_EU]
        risk = told if b.risk < 0.0 else (b.risk + par.hearsay * told) / (1.0 + par.hearsay)
        if not again:
            counts[counters.RISK] += int(risk * counters.MILLION)
        lean = (
            b.taste + cheaper - par.trust_weight * (1.0 - b.trust + upset)
            - b.caution * (par.risk_weight * risk + par.fear_weight * (alarm + b.fear))
        )  # fmt: skip
        online = again or uniform(k, decisions.B_ONLINE) * (1.0 + fast_exp(-lean)) < 1.0
        slot = -1
        tried = False
        coin = pay_fails <= 0.0 or uniform(k, decisions.B_COIN) >= pay_fails
        if online:
            if not again:
                counts[counters.ONLINE] += 1
            tried = True
            m = b.market
            here = slot_of[m] if m >= 0 else -1
            look = here < 0
            if here >= 0:
                by_market[m, counters.M_VISITS] += 1
                if markets[m].fail <= 0.0 or uniform(k, decisions.B_VISIT) >= markets[m].fail:
                    slot = here
                else:
                    by_market[m, counters.M_TURNED] += 1
                leave = par.switch + par.switch_distrust * max(0.0, par.content - b.trust_market)
                if slot < 0:
                    leave += par.switch_unanswered
                look = uniform(k, decisions.B_SWITCH) < leave
            if look and n_slots > 0 and (here >= 0 or m < 0 or ch.migrate):
                learnt = True
                if m >= 0 and here < 0:
                    since = (day - markets[m].closed + 0.5) / max(par.news_days, 0.01)
                    learnt = uniform(k, decisions.B_LEARNT) < 1.0 - math.exp(-since * since)
                if learnt:
                    to = -1
                    sure = False
                    driven = _PRODUCTS if m >= 0 and here < 0 else 0
                    if b.loyal >= 0 and uniform(k, decisions.B_FOLLOW) < par.follow_vendor:
                        for a in range(4):
                            acc = vendors[b.loyal].account[a]
                            if acc >= 0 and accounts[acc].closed < 0 and slot_of[accounts[acc].market] >= 0:
                                to = slot_of[accounts[acc].market]
                                sure = True
                    if to < 0:
                        # who was driven out goes where the crowd goes; others look around
                        g = (driven + b.product) * (n_slots + 1)
                        if destinations[g + n_slots] > 0.0:
                            to = find(destinations, g, g + n_slots, uniform(k, decisions.B_DESTINATION)) - g
                    row = slots[max(to, 0)]
                    taken = sure or driven == 0
                    if to >= 0 and (taken or uniform(k, decisions.B_ACCEPT) < markets[row].credible):
                        if row != m:
                            b.market = row
                            b.trust_market = markets[row].rating
                            counts[counters.MOVED] += 1
                            by_market[row, counters.M_MOVED] += 1
                        by_market[row, counters.M_VISITS] += 1
                        if uniform(k, decisions.B_VISIT_NEW) >= markets[row].fail:
                            slot = to
                        else:
                            by_market[row, counters.M_TURNED] += 1
            if slot < 0:
                counts[counters.TURNED] += not again
            elif not coin:
                slot = -1
                counts[counters.NO_COIN] += not again

        # choose a vendor
        account, vendor, price, early, direct = -1, -1, 1.0, False, False
        first, end, target = 0, 0, 0.0
        wanted = b.product
        if uniform(k, decisions.B_OTHER) < par.other_product:
            wanted = pick(product, uniform(k, decisions.B_WHICH))
        origin = 0
        if tried and coin and b.contact & CONTACT and b.loyal >= 0 and ch.deal_directly:
            use = par.direct_use if slot >= 0 else par.direct_fallback
            if uniform(k, decisions.B_CONTACT) < use and sells(vendors[b.loyal]):
                direct = True
                vendor = b.loyal
                price, origin = vendors[vendor].price, vendors[vendor].home
                wanted = vendors[vendor].product
        if slot >= 0 and not direct:
            row = slots[slot]
            back = b.loyal >= 0 and uniform(k, decisions.B_LOYAL) < par.loyalty * b.loyal_trust
            if back and sells(vendors[b.loyal]):
                for a in range(4):
                    acc = vendors[b.loyal].account[a]
                    if acc >= 0 and accounts[acc].closed < 0 and accounts[acc].market == row:
                        account, vendor = acc, b.loyal
                        price, origin = vendors[vendor].price, vendors[vendor].home
                        early = accounts[acc].early == 1 and markets[row].early_allowed == 1
                        wanted = vendors[vendor].product
            if account < 0:
                g = (slot * _PRODUCTS + wanted) * _REACHES
                if offer_start[g + _REACHES] == offer_start[g]:
                    wanted = b.product  # what the marketplace does not have is not what it is visited for
                    g = (slot * _PRODUCTS + wanted) * _REACHES
                # a logit choice, in which a border takes away from the weight of what lies beyond it
                within, beyond = abroad[codes.POST_EU], abroad[codes.POST_ABROAD]
                dread, here = par.risk_weight * b.caution, abroad[codes.POST_DOMESTIC]
                first, end, target = choose(
                    offer_start, offer_sum, g, b.home, uniform(k, decisions.B_OFFERS),
                    fast_exp(-0.6 * par.border_aversion - max(dread * (within - here), 0.0)),
                    fast_exp(-par.border_aversion - max(dread * (beyond - here), 0.0)),
                )  # fmt: skip
                if end <= first:
                    counts[counters.NO_OFFER] += 1
                    slot = -1
                    b.trust_market *= 1.0 - par.trust_loss_empty

        if account < 0 and end <= first and not direct:
            if tried and uniform(k, decisions.B_PATIENCE) < par.patience:
                counts[counters.WAITING] += 1
                b.contact |= RETRYING
                next_day[i] = wait(k, decisions.B_RETRY, 1.0 / par.retry_days, day)
                continue
            if ch.street and uniform(k, decisions.B_STREET) < st.available:
                counts[counters.STREET] += 1
                b.taste = max(b.taste - par.habit_loss, min(par.habit_floor, b.taste))
            else:
                counts[counters.UNMET] += 1
            if uniform(k, decisions.B_STOP_OFFLINE) < b.stop:  # interest ends offline as it does online
                b.state = codes.AWAY
                counts[counters.STOPPED] += 1
                next_day[i] = wait(k, decisions.B_WAIT, par.arrival, day)
            else:
                next_day[i] = next_wish(k, pace, day)
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
        next_day[i] = next_wish(k, pace, day)
    place(
        lo, written, markets, offers, offer_weight, guide, cells, route, coin_fee, orders, drafts,
        counts, by_market, by_account,
    )  # fmt: skip
    return written
