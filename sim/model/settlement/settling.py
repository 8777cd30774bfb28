"""What buyers do when a parcel arrives or does not: finalise, complain, rate, learn, stop."""

from __future__ import annotations

from sim.model.agents.buyers.ages import helped, is_young
from sim.model.agents.buyers.trusting import lose_trust
from sim.model.agents.buyers.wishes import comes, file_wishes
from sim.model.agents.couriers.travel import chance, days_until_known, draw_fate, goods_of
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import index, prefetch
from sim.model.engine.streams import key, random_bits, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.arguments import Counted, Tables
from sim.model.market.orders import HORIZON

_AHEAD = 12
"""Orders between asking the processor for what one touches and touching it."""


@helper
def pay(o, account, market, share_back, fee_rate, counts, by_market, by_account):  # type: ignore[no-untyped-def]
    """Release the escrow of an order: ``share_back`` to the buyer, the rest to vendor and administrator."""
    back = int(o.value * share_back)
    due = o.value - back
    fee = int(due * fee_rate)
    by_market[market, counters.M_ESCROW_OUT] += o.value
    by_market[market, counters.M_COMMISSION] += fee
    by_account[account].income += due - fee
    counts[counters.BACK] += back
    counts[counters.REFUNDED] += back


@helper
def remember(b, vendor, good, par, k):  # type: ignore[no-untyped-def]
    """Update the two most trusted vendors of a buyer; ``k``: of whose draws, should they exchange contacts."""
    if good:
        if vendor == b.loyal:
            b.loyal_trust += par.trust_gain * (1.0 - b.loyal_trust)
        elif b.loyal < 0:
            b.loyal, b.loyal_trust = vendor, par.trust_first
        elif vendor == b.second:
            b.second_trust += min(1.5 * par.trust_gain, 1.0) * (1.0 - b.second_trust)
        elif b.second < 0 or b.second_trust <= par.trust_first:
            b.second, b.second_trust = vendor, par.trust_first
        if vendor == b.loyal and b.loyal_trust > par.trust_contact:
            if uniform(k, decisions.S_CONTACT) < par.direct_contact:
                b.contact |= codes.CONTACT
    elif vendor == b.loyal:
        b.loyal_trust *= 1.0 - par.trust_loss_scam
    elif vendor == b.second:
        b.second_trust *= 1.0 - par.trust_loss_scam
    if b.second >= 0 and b.second_trust > b.loyal_trust:
        v, t = b.loyal, b.loyal_trust
        b.loyal, b.loyal_trust = b.second, b.second_trust
        b.second, b.second_trust = v, t
        b.contact &= ~codes.CONTACT


@kernel
def settle(pool, rows, due, tables, recognise, today, figures, counted):  # type: ignore[no-untyped-def]
    """Settle the orders pool[rows[:due]], which are due today; what goes on gets a later ``due``."""
    pool, rows, tables, recognise, counted = (
        borrow(pool), borrow(rows), Tables(*borrow(tables)), borrow(recognise), Counted(*borrow(counted))
    )  # fmt: skip
    buyers, next_day, vendors, markets = tables.buyers, tables.next_day, tables.vendors, tables.markets
    counts, by_market, by_account = counted.counts, counted.by_market, counted.by_account
    fig, now = figures[0], today[0]
    par, inst, cou, vp = fig.buyers, fig.institutions, fig.couriers, fig.vendors
    postage, surcharge, known = fig.postage, now.delivery.surcharge, fig.addressed
    seed, day, concealment, told = now.seed, now.day, now.concealment, now.delivery.told
    for r in range(due):
        soon = pool[index(rows[min(r + _AHEAD, due - 1)])]
        prefetch(buyers, soon.buyer)
        prefetch(vendors, soon.vendor)
        prefetch(by_account, max(soon.account, 0))
        o = pool[index(rows[r])]
        k = key(seed, o.placed, o.buyer)
        if o.flags & codes.AGAIN:
            k = random_bits(k, decisions.S_SECOND_PARCEL)  # a parcel sent again has luck of its own
        b = buyers[o.buyer]
        direct = (o.flags & codes.DIRECT) != 0
        early = (o.flags & codes.EARLY) != 0
        m = o.market
        account, vendor = o.account, o.vendor
        held = not direct and not early and markets[m].state != codes.CLOSED
        escrow_lost = not direct and not early and markets[m].state == codes.CLOSED
        fee = 0.0 if direct else markets[m].commission
        present = b.state == codes.ACTIVE and (o.flags ^ b.contact) & codes.PERSON == 0  # not another by now
        if o.flags & codes.SETTLING:
            if held:
                pay(o, account, m, 0.0, fee, counts, by_market, by_account)
            if not direct:
                by_account[account].closed += 1
            continue
        good = False
        made_good = 0.0  # share of the price that a dispute brought back; below 0: one decided against the buyer
        if o.fate == codes.DELIVERED:
            counts[counters.N_DELIVERED] += 1
            counts[counters.HARM_ONLINE] += now.harm_online[o.home, o.product]
            sound = vendors[vendor].quality
            if not direct and markets[m].make > 0:  # nobody judges: more is sent that does not satisfy
                sound -= (1.0 - sound) * fig.makes.unjudged * (1.0 - fig.make_dispute[markets[m].make])
            good = uniform(k, decisions.S_GOOD) < sound
            if not direct and uniform(k, decisions.S_FEEDBACK) < inst.feedback:
                told_good = good and (now.slandered <= 0.0 or uniform(k, decisions.S_SLANDER) >= now.slandered)
                by_account[account].positive += told_good
                by_account[account].negative += not told_good
                counts[counters.POSITIVE if told_good else counters.NEGATIVE] += 1
            if present:
                if b.risk < 0.0:
                    b.risk = told[b.home]
                b.risk -= par.risk_forgetting * b.risk
            if held:
                release = o.placed + int(inst.auto_finalise)
                if not good:
                    counts[counters.DISPUTES] += 1
                    right = uniform(k, decisions.S_DISPUTE) < markets[m].dispute
                    pay(o, account, m, inst.refund_split if right else 0.0, fee, counts, by_market, by_account)
                    made_good = inst.refund_split if right else -1.0
                elif day >= release or uniform(k, decisions.S_PROMPT) < inst.prompt:
                    pay(o, account, m, 0.0, fee, counts, by_market, by_account)
                else:
                    o.flags |= codes.SETTLING
                    o.due = release
        else:
            honest = vendors[vendor].honesty > 0.5 and vendors[vendor].state == codes.TRADING
            named = cou.identified * known[o.channel]
            found = o.fate == codes.SEIZED and uniform(k, decisions.S_IDENTIFIED) < named
            if found and not helped(b, k, o.home, present, now, fig, counts):
                toss = uniform(k, decisions.S_CASE)
                if toss < now.buyer_case[o.home]:
                    counts[counters.CASES_BUYERS] += 1
                    if present:
                        b.fear += par.fear_own * now.sanction
                elif toss < now.buyer_case[o.home] + cou.letter:
                    counts[counters.LETTERS] += 1
                    if present:
                        b.fear += 0.2 * par.fear_own
            if present:
                if b.risk < 0.0:
                    b.risk = told[b.home]
                b.risk += par.risk_learning * (1.0 - b.risk) * (0.5 if o.fate == codes.UNSENT else 1.0)
            owed = honest and not direct and not escrow_lost and not (o.flags & codes.AGAIN)
            if owed and uniform(k, decisions.S_RESHIP) < vp.reship * now.serves[o.channel, o.home]:
                counts[counters.RESHIPPED] += 1
                o.flags |= codes.AGAIN
                cost = int(goods_of(o, vendors[vendor], surcharge, now, fig) + 100.0 * postage[o.channel])
                counts[counters.UPSTREAM_IN] += cost
                by_account[account].cost += cost
                p = chance(recognise, cou.export, o.channel, o.origin, o.home)
                p *= 1.0 - concealment * vendors[vendor].stealth
                seized, missing = uniform(k, decisions.P_AGAIN_SEIZED), uniform(k, decisions.P_AGAIN_LOST)
                o.fate = draw_fate(p, now.lost[o.channel, o.home], seized, missing, o.channel, counts)
                late = now.late[o.channel, o.home]
                days = days_until_known(o.fate, o.channel, late, fig, uniform(k, decisions.P_AGAIN_DAYS))
                o.due = day + min(days, HORIZON - 1)
                continue
            if not direct and uniform(k, decisions.S_FEEDBACK) < inst.feedback_missing:
                by_account[account].negative += 1
                counts[counters.NEGATIVE] += 1
            if held:
                counts[counters.DISPUTES] += 1
                if honest:
                    pay(o, account, m, inst.refund_split, fee, counts, by_market, by_account)
                    made_good = inst.refund_split
                else:
                    gone = vendors[vendor].state >= codes.RETIRED
                    right = gone or uniform(k, decisions.S_DISPUTE) < markets[m].dispute
                    pay(o, account, m, 1.0 if right else 0.0, fee, counts, by_market, by_account)
                    made_good = 1.0 if right else -1.0
        # what the buyer makes of it
        if not direct:
            by_market[m, counters.M_GOOD if good else counters.M_BAD] += 1
            if not (o.flags & codes.SETTLING):
                by_account[account].closed += 1
        if not present:
            continue
        remember(b, vendor, good, par, k)
        if good:
            b.trust += 0.5 * par.trust_gain * (1.0 - b.trust)
            b.taste = min(b.taste + par.habit_gain, max(b.taste_ceiling, b.taste))
            if m == b.market:
                b.trust_market += par.trust_gain * (1.0 - b.trust_market)
        else:
            scammed = o.fate == codes.UNSENT or (escrow_lost and markets[m].cause != codes.HACK)
            lost = par.trust_loss_scam if scammed else par.trust_loss_missing
            lose_trust(b, lost, made_good, m == b.market, par)
        # interest as such ends with a wish (see wishes.follow); disappointment ends it, too
        if not good and uniform(k, decisions.S_STOP) < par.stop_disappointed:
            b.state = codes.AWAY
            counts[counters.STOPPED] += 1
            counts[counters.YOUNG_STOPPED] += is_young(seed, b, o.buyer, fig)
            counts[counters.UNMET] += (b.contact & codes.RETRYING) != 0
            file_wishes(b, next_day, o.buyer, comes(k, decisions.S_BACK, day, par.arrival * now.growth, fig), 0)
