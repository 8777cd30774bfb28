"""Who wishes to order today, and where, from whom, and how it is paid (phase 5)."""

from __future__ import annotations

import math

import numpy as np

from sim.agents.buyers.choosing import choose
from sim.engine.drawing import find, locate, pick
from sim.engine.kernels import helper, kernel, prefetch
from sim.engine.streams import exponential, geometric, key, normal, uniform, word
from sim.market import codes, counters, decisions
from sim.market.codes import CONTACT, RETRYING
from sim.market.geography import EU, PRODUCTS, REACHES

_EU, _PRODUCTS, _REACHES = len(EU), len(PRODUCTS), len(REACHES)
_LAST_DAY = 65_000
_SURE = 0.999  # a chance of one has no intensity
_REDRAWS = 40


@helper
def begin(buyers, i, k, par, home, product):  # type: ignore[no-untyped-def]
    """Draw what a new buyer is like."""
    b = buyers[i]
    b.home = pick(home, uniform(k, decisions.B_HOME))
    b.product = pick(product, uniform(k, decisions.B_PRODUCT))
    b.log_value = par.value_spread_between * normal(k, decisions.B_VALUE)
    b.stop = max(uniform(k, decisions.B_STOP), 1e-6) ** par.stop_power
    # who is there to stay also orders more often
    rate = par.order_rate * math.exp(par.order_rate_spread * normal(k, decisions.B_RATE)) * b.stop**-par.commitment
    b.rate = -math.log(1.0 - min(rate, par.order_rate_top, _SURE))
    b.taste = par.online_taste + par.online_taste_spread * normal(k, decisions.B_TASTE)
    b.taste_ceiling = b.taste
    b.caution = -math.log(1.0 - uniform(k, decisions.B_RISK))
    b.trust = 0.8
    b.trust_market = 0.7
    b.risk = -1.0
    b.fear = 0.0
    b.loyal = -1
    b.second = -1
    b.loyal_trust = 0.0
    b.second_trust = 0.0
    b.market = -1
    b.orders = 0
    b.contact = (b.contact + codes.NEXT_PERSON) & codes.PERSON
    b.state = codes.ACTIVE


@helper
def wait(seed_key, decision, rate, day):  # type: ignore[no-untyped-def]
    """Return the day after a geometric waiting time, within what the column can hold."""
    return min(day + geometric(seed_key, decision, min(max(rate, 1e-6), 1.0)), _LAST_DAY)


@helper
def next_wish(seed_key, rate, day):  # type: ignore[no-untyped-def]
    """Return the day of the next wish: wishes come at an intensity (1/day, above 0), at most one a day."""
    wait = exponential(seed_key, decisions.B_WAIT) / max(rate, 1e-9)
    return day + 1 + int(min(wait, _LAST_DAY - day - 1.0))


@kernel
def repace(seed, day, next_day, buyers, was, now):  # type: ignore[no-untyped-def]
    """Bring waits to the next wish to a new pace by country: what is left of them has no memory of how it was drawn."""
    for i in range(buyers.shape[0]):
        b = buyers[i]
        old, new = was[b.home], now[b.home]
        if old == new or b.state == codes.AWAY or b.contact & RETRYING:
            continue
        # the part of a day by which the wait goes beyond whole days, given that it does not reach the next
        rate = b.rate * old
        part = -math.log(1.0 - uniform(key(seed, day, i), decisions.B_PACE) * -math.expm1(-rate)) / max(rate, 1e-9)
        left = (next_day[i] - day + min(part, 1.0)) * old / new
        next_day[i] = day + int(min(left, _LAST_DAY - day))


@helper
def sells(vendor):  # type: ignore[no-untyped-def]
    """Return whether a vendor trades and has stock."""
    return vendor.state <= codes.CHEATING and vendor.stock > 0.0


@kernel
def make_buyers(seed, buyers, next_day, pars, home, product, shares, active_share):  # type: ignore[no-untyped-def]
    """Create the buyers of day 0, on marketplaces by ``shares`` (cumulative).

    Who is a customer on a given day has been one for long: customers are drawn by how long they stay.
    """
    par = pars[0]
    for i in range(buyers.shape[0]):
        k = key(seed, _LAST_DAY + 1, i)
        begin(buyers, i, k, par, home, product)
        if uniform(k, decisions.B_START) >= active_share:
            buyers[i].state = codes.AWAY
            next_day[i] = wait(k, decisions.B_WAIT, par.arrival, -1)
            continue
        for n in range(_REDRAWS):
            stay = 1.0 / ((1.0 - math.exp(-buyers[i].rate)) * max(buyers[i].stop, 1e-4) + 0.0002)
            if uniform(k, decisions.B_ACCEPT) < stay / 2500.0:
                break
            k = word(k, n)
            begin(buyers, i, k, par, home, product)
        b = buyers[i]
        b.market = pick(shares, uniform(k, decisions.B_DESTINATION))
        b.trust_market = 0.9
        next_day[i] = next_wish(k, b.rate, -1)


_LANES, _TOPS = np.uint64(0x0001_0001_0001_0001), np.uint64(0x8000_8000_8000_8000)


@kernel
def list_due(day, next_day, by_four, rows):  # type: ignore[no-untyped-def]
    """Write the buyers who act today into ``rows`` (room for all buyers and 4 more), in order; return how many.

    ``by_four`` views next_day as uint64, four days to a word: most words are passed over with one test, which
    finds a 16-bit lane that is zero once today is taken off.
    """
    today = np.uint16(day)
    pattern = np.uint64(day) * _LANES
    found = 0
    for w in range(by_four.shape[0]):
        off = by_four[w] ^ pattern
        if (off - _LANES) & ~off & _TOPS:
            for j in range(4):
                rows[found] = 4 * w + j
                found += next_day[4 * w + j] == today
    for i in range(4 * by_four.shape[0], next_day.shape[0]):
        rows[found] = i
        found += next_day[i] == today
    return found


@kernel
def order(  # type: ignore[no-untyped-def]
    seed, day, rows, lo, hi, next_day, buyers, vendors, accounts, markets, slots, slot_of, destinations,
    offers, offer_start, offer_weight, guide, route, seen, abroad, demand, pay_fails, coin_fee, news, pars,
    street, channels, home, product, orders, counts, by_market, by_account,
):  # fmt: skip
    """Let the buyers rows[lo:hi] act, whose day has come; write orders from row ``lo`` on; return how many.

    ``slots``: rows of open marketplaces; ``slot_of``: position by row, -1 closed; ``destinations``: cumulative pull
    ((at leisure, driven out), product, slot); ``offers`` lie sorted by (slot, product, reach),
    ``offer_start`` bounds each group;
    ``seen``: share of parcels seized by channel, as told; ``abroad``: the same, as far as it moves buyers to vendors
    nearer by; ``route``: share by private parcel and by drop;
    ``pay_fails``: chance that no coin can be had; ``coin_fee``: its price.
    """
    par, st, ch = pars[0], street[0], channels[0]
    n_slots = slots.shape[0]
    last = offer_start[offer_start.shape[0] - 1]
    cells = last / max(offer_weight[last], 1e-300)  # as list_offers laid out the guide
    written = lo
    alarm, upset = news[codes.ALARM], news[codes.UPSET]
    cheaper = par.price_sensitivity * math.log(st.price / (1.0 + coin_fee))
    for p in range(lo, hi):
        i = rows[p]
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
                b.fear *= (1.0 - par.fear_decay) ** min(1.0 / (30.0 * pace), 24.0)
            if uniform(k, decisions.B_DEMAND) >= want:
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
        online = again or uniform(k, decisions.B_ONLINE) * (1.0 + math.exp(-lean)) < 1.0
        slot = -1
        tried = False
        coin = uniform(k, decisions.B_COIN) >= pay_fails
        if online:
            if not again:
                counts[counters.ONLINE] += 1
            tried = True
            m = b.market
            here = slot_of[m] if m >= 0 else -1
            visit = uniform(k, decisions.B_VISIT)
            look = here < 0
            if here >= 0:
                by_market[m, counters.M_VISITS] += 1
                if visit >= markets[m].fail:
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
                    offer_start, offer_weight, g, b.home, uniform(k, decisions.B_OFFERS),
                    math.exp(-0.6 * par.border_aversion - max(dread * (within - here), 0.0)),
                    math.exp(-par.border_aversion - max(dread * (beyond - here), 0.0)),
                )  # fmt: skip
                if end > first:
                    offer = offers[locate(offer_weight, guide, cells, first, end, target)]
                    account, vendor, origin = offer.account, offer.vendor, offer.home
                    price, early = offer.price, offer.early == 1
                if account < 0:
                    counts[counters.NO_OFFER] += 1
                    slot = -1
                    b.trust_market *= 1.0 - par.trust_loss_empty

        if account < 0 and not direct:
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

        # order
        prefetch(by_account, max(account, 0))
        size = math.exp(par.log_value + b.log_value + par.value_spread * normal(k, decisions.B_SIZE))
        value = int(min(max(size * price * 100.0, 100.0), 1.0e9))
        within = origin < _EU and b.home < _EU
        lane = codes.POST_DOMESTIC if origin == b.home else (codes.POST_EU if within else codes.POST_ABROAD)
        toss = uniform(k, decisions.B_CHANNEL)
        if toss < route[lane]:
            lane = codes.PARCEL
        elif lane == codes.POST_DOMESTIC and toss < route[lane] + route[3]:
            lane = codes.DROP
        o = orders[written]
        o.buyer = i
        o.vendor = vendor
        o.account = account
        o.value = value
        o.placed = day
        o.market = -1 if direct else slots[slot]
        o.product = wanted
        o.channel = lane
        o.flags = (b.contact & codes.PERSON) | (codes.DIRECT if direct else (codes.EARLY if early else 0))
        o.origin = origin
        o.home = b.home
        written += 1
        charge = int(value * coin_fee)
        counts[counters.PAID] += value + charge
        counts[counters.EXCHANGE_IN] += charge
        counts[counters.BY_CHANNEL + 4 * lane] += 1
        counts[counters.BY_CHANNEL + 4 * lane + 1] += value
        if direct:
            counts[counters.DIRECT_ORDERS] += 1
            counts[counters.DIRECT_REVENUE] += value
        else:
            row = slots[slot]
            counts[counters.ORDERS] += 1
            counts[counters.REVENUE] += value
            counts[counters.BY_PRODUCT + 2 * wanted] += 1
            counts[counters.BY_PRODUCT + 2 * wanted + 1] += value
            counts[counters.BY_COUNTRY + 2 * b.home] += 1
            counts[counters.BY_COUNTRY + 2 * b.home + 1] += value
            by_market[row, counters.M_ORDERS] += 1
            by_market[row, counters.M_REVENUE] += value
            by_account[account].orders += 1
            if early:
                fee = int(value * markets[row].commission)
                counts[counters.EARLY_ORDERS] += 1
                by_market[row, counters.M_COMMISSION] += fee
                by_account[account].income += value - fee
            else:
                by_market[row, counters.M_ESCROW_IN] += value
        next_day[i] = next_wish(k, pace, day)
    return written
