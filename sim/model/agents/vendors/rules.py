"""What vendors decide: stop, cheat, price, conceal, restock, move, list elsewhere, enter."""

from __future__ import annotations

import math

from sim.model.engine.borrowing import borrow
from sim.model.engine.drawing import find, pick
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import prefetch_row
from sim.model.engine.streams import geometric, key, normal, uniform, word
from sim.model.market import codes, counters, decisions
from sim.model.market.arguments import Counted, Places, Tables


@helper
def note(events, n_events, day, code, vendor, market, amount):  # type: ignore[no-untyped-def]
    """Write one event and return the new number of events (the last row is overwritten when full)."""
    e = events[min(n_events, events.shape[0] - 1)]
    e.day, e.code, e.vendor, e.market, e.amount = day, code, vendor, market, amount
    return n_events + 1


@helper
def open_account(accounts, n_accounts, x, v, market, day, carried, early):  # type: ignore[no-untyped-def]
    """Open an account of vendor v, row x, in its first free place; return the new number of accounts."""
    a = n_accounts
    acc = accounts[a]
    acc.vendor, acc.market, acc.opened, acc.closed = v, market, day, -1
    acc.unfinished = 0
    acc.positive, acc.negative, acc.carried, acc.recent, acc.early = 0, 0, carried, 0.0, early
    for s in range(4):
        if x.account[s] < 0:
            x.account[s] = a
            break
    return a + 1


@helper
def careless(opsec, mean):  # type: ignore[no-untyped-def]
    """Return how much likelier a vendor is to be identified than an average one."""
    return (1.0 - opsec) / max(1.0 - mean, 0.05)


@helper
def begin(x, v, k, day, fig):  # type: ignore[no-untyped-def]
    """Draw what a new vendor, row v, is like."""
    par = fig.vendors
    x.home = pick(fig.vendor_home, uniform(k, decisions.V_HOME))
    x.product = pick(fig.product, uniform(k, decisions.V_PRODUCT))
    x.kind = pick(fig.vendor_kind, uniform(k, decisions.V_KIND))
    x.scope = pick(fig.vendor_scope, uniform(k, decisions.V_SCOPE))
    x.scale = fig.kind_scale[x.kind] * math.exp(par.scale_spread * normal(k, decisions.V_SCALE))
    x.capacity = par.capacity * x.scale**0.8 + 0.2
    x.honesty = 0.0 if uniform(k, decisions.V_HONEST) < par.honesty_low else 1.0
    x.quality = 1.0 - (1.0 - par.quality) * -math.log(1.0 - uniform(k, decisions.V_QUALITY))
    x.price_start = math.exp(par.price_spread * normal(k, decisions.V_PRICE))
    x.price = x.price_start
    x.stealth_start = min(max(par.stealth + par.stealth_spread * normal(k, decisions.V_STEALTH), 0.0), 1.0)
    x.stealth = x.stealth_start
    x.opsec = min(max(par.opsec + 0.15 * normal(k, decisions.V_OPSEC), 0.0), 1.0)
    x.early = 1 if uniform(k, decisions.V_FE) < par.fe_share else 0
    x.stock = x.capacity * par.stock_days
    x.identity = v
    x.entered = day
    x.standing = 0.0
    x.left, x.moves_on, x.cheats_until, x.restock_on, x.arrest_on = -1, -1, -1, -1, -1
    x.state = codes.TRADING
    for s in range(4):
        x.account[s] = -1


@kernel
def make_vendors(seed, n, tables, active, figures, shares):  # type: ignore[no-untyped-def]
    """Create the vendors of day 0 with an age, a record and an account; return the number of accounts."""
    tables = Tables(*borrow(tables))
    vendors, accounts = tables.vendors, tables.accounts
    fig = figures[0]
    par = fig.vendors
    n_accounts = 0
    for v in range(n):
        k = key(seed, 65_001, v)
        x = vendors[v]
        begin(x, v, k, 0, fig)
        age = -math.log(1.0 - uniform(k, decisions.V_AGE)) * 150.0 * (0.3 + min(x.scale, 4.0))
        x.entered = -int(age)
        x.sales = 0.4 * x.scale
        x.profit = 15.0 * x.sales
        first = pick(shares, uniform(k, decisions.V_WHERE))
        n_accounts = open_account(accounts, n_accounts, x, v, first, 0, 0.0, 0)
        second = pick(shares, uniform(k, decisions.V_SECOND_WHERE))
        if second != first and uniform(k, decisions.V_SECOND) < 0.6:
            n_accounts = open_account(accounts, n_accounts, x, v, second, 0, 0.0, 0)
        for s in range(2):
            if x.account[s] >= 0:
                accounts[x.account[s]].positive = int(0.5 * min(age, 400.0) * x.sales)
                accounts[x.account[s]].recent = 0.5 * x.sales
                if x.early == 1 and accounts[x.account[s]].positive > par.fe_sales:
                    accounts[x.account[s]].early = 1
        x.sold = int(min(age, 400.0) * x.sales)
        active[v] = v
    return n_accounts


@kernel
def decide(  # type: ignore[no-untyped-def]
    tables, n_vendors, n_accounts, active, n_active, events, n_events, places, entrants, today, figures, counted
):  # fmt: skip
    """Let every active vendor decide, then let ``entrants`` enter.

    Returns numbers of (vendors, accounts, active vendors, events).
    """
    tables, places, counted = Tables(*borrow(tables)), Places(*borrow(places)), Counted(*borrow(counted))
    active, events = borrow(active), borrow(events)
    vendors, accounts, markets = tables.vendors, tables.accounts, tables.markets
    slots, pull, wide = places.slots, places.pull, places.wide
    counts, by_market = counted.counts, counted.by_market
    fig, now = figures[0], today[0]
    par, inst, ch, bond = fig.vendors, fig.institutions, fig.ways, fig.bond
    seed, day, conceals = now.seed, now.day, now.conceals
    n_slots = slots.shape[0]
    alarm = now.news[codes.ALARM]
    closing = False
    for m in range(markets.shape[0]):
        closing = closing or (markets[m].closed == day and markets[m].state != codes.OPEN)
    kept = 0
    for p in range(n_active):
        v = active[p]
        x = vendors[v]
        prefetch_row(vendors, active[min(p + 6, n_active - 1)])
        k = key(seed, day, v)
        gone = 0
        luck = uniform(k, decisions.V_FATE)  # one draw for all that may befall a vendor in a day
        passed = par.arrests / 365.0 * now.investigation * careless(x.opsec, par.opsec)
        if x.arrest_on == day or luck < passed:
            gone = codes.ARRESTED
            counts[counters.ARRESTS] += 1
            if x.wealth > 0:
                counts[counters.AUTHORITY_IN] += x.wealth
                x.wealth = 0
            n_events = note(events, n_events, day, codes.ARREST, v, -1, 0)
        elif x.state == codes.CHEATING and day >= x.cheats_until:
            gone = codes.RETIRED
        # leave marketplaces that closed
        displaced = True
        x.risk *= 1.0 - par.risk_decay
        for s in range(4):
            a = x.account[s]
            if a < 0:
                continue
            if not closing:  # accounts are looked up only on a day on which a marketplace closed
                displaced = False
                continue
            m = accounts[a].market
            if markets[m].state != codes.OPEN:
                accounts[a].closed = day
                x.account[s] = -1
                if markets[m].cause == codes.SEIZURE:
                    x.risk += par.risk_exposed
                if ch.carry_reputation:  # standing of the best account is what can be taken along
                    standing = inst.reputation_carried * (
                        accounts[a].positive + accounts[a].carried - inst.bad_weight * accounts[a].negative
                    )
                    x.standing = max(x.standing, max(standing, 0.0))
            else:
                displaced = False
        elsewhere = par.second_account * now.spread * min(0.3 + x.scale, 3.0)
        if gone == 0:
            felt = min(par.stop_risk * (alarm + x.risk), 8.0)
            losing = 1.0 + max(-x.profit, 0.0) / par.outside_option  # nobody pays to trade for long
            # earning only lowers it, and exp(x) < 1 / (1 - x): most are known to be lucky without working it out
            bound = par.stop * losing / (1.0 - felt) if felt < 0.5 else 1.0
            if luck < passed + elsewhere + bound:
                keeps = par.stop_earning * math.log1p(max(x.profit, 0.0) / par.outside_option)
                passed += par.stop * losing * math.exp(felt - keeps)
                if luck < passed:
                    gone = codes.RETIRED
                    n_events = note(events, n_events, day, codes.RETIRE, v, -1, 0)
        if gone == 0 and displaced:
            if not ch.migrate:
                gone = codes.RETIRED
                n_events = note(events, n_events, day, codes.STRAND, v, -1, 0)
            elif x.moves_on < 0:
                slow = par.move_days if x.sold > par.fe_sales else par.move_days_small
                x.moves_on = day + geometric(k, decisions.V_MOVE, min(1.0 / slow, 1.0))
            elif day >= x.moves_on and n_slots > 0 and pull[n_slots] > 0.0:
                m = slots[find(pull, 0, n_slots, uniform(k, decisions.V_WHERE))]
                keep = par.identity_kept + (par.identity_sales if x.sold > par.fe_sales else -0.1)
                known = ch.carry_reputation and uniform(k, decisions.V_KEEP) < keep
                admitted = True
                if markets[m].admission == codes.INVITATION and not (known and x.sold > par.fe_sales):
                    admitted = uniform(k, decisions.V_ADMIT) >= par.admission_refused
                elif markets[m].admission == codes.BOND and not known:
                    x.wealth -= bond
                    by_market[m, counters.M_BONDS] += bond
                if admitted:
                    carried = x.standing if known else 0.0
                    early = 1 if known and x.early == 1 and carried > par.fe_sales else 0
                    if not known:
                        x.identity = n_accounts + 1_000_000
                        x.price *= par.price_new_name
                    n_accounts = open_account(accounts, n_accounts, x, v, m, day, carried, early)
                    x.moves_on = -1
                    x.standing = 0.0
                    n_events = note(events, n_events, day, codes.MOVE if known else codes.RENAME, v, m, 0)
                elif day - x.moves_on > par.move_patience:
                    gone = codes.RETIRED
                    n_events = note(events, n_events, day, codes.STRAND, v, -1, 0)
        if gone != 0:
            x.state = gone
            x.left = day
            counts[counters.LEAVERS] += 1
            for s in range(4):
                if x.account[s] >= 0:
                    accounts[x.account[s]].closed = day
                    x.account[s] = -1
            continue
        active[kept] = v
        kept += 1

        if x.state == codes.TRADING:
            if x.honesty < 0.5 and x.sold > par.defraud_sales and luck > 1.0 - par.defraud:
                x.state = codes.CHEATING
                x.cheats_until = day + int(par.defraud_days)
                x.price *= par.defraud_price
                n_events = note(events, n_events, day, codes.DEFRAUD, v, -1, 0)
            # stock
            if x.restock_on == day:
                x.stock += x.capacity * par.stock_days
                x.restock_on = -1
            elif x.restock_on < 0 and x.stock < x.capacity * par.restock_days:
                x.restock_on = day + geometric(k, decisions.V_RESTOCK, min(1.0 / par.restock_days, 1.0))
            # price: toward what the own shop can ask, in small steps
            busy = min(x.sales / x.capacity, 1.5)
            aim = x.price_start * (1.0 + par.price_response * (busy - 0.5))
            step = min(max(aim / x.price - 1.0, -par.price_step), par.price_step)
            x.price = min(max(x.price * (1.0 + step), par.price_low), par.price_high)
        else:
            counts[counters.N_CHEATING] += 1
        # concealment: toward what seizures seem to call for
        if ch.conceal:
            aim = x.stealth_start + par.stealth_response * max(now.seen_mean - now.seen_usual, 0.0)
            x.stealth += par.stealth_learning * (min(aim, 0.97) - x.stealth)
        # paid before delivery, once established
        places = 0
        for s in range(4):
            a = x.account[s]
            if a >= 0:
                places += 1
                if x.early == 0 and x.state == codes.TRADING:
                    continue
                if x.state == codes.CHEATING or (
                    x.early == 1 and accounts[a].positive + accounts[a].carried > par.fe_sales
                ):
                    accounts[a].early = 1
        # another marketplace beside
        if 0 < places < int(par.accounts) and n_slots > 1 and x.state == codes.TRADING:
            if luck < passed + elsewhere:
                m = slots[find(wide, 0, n_slots, uniform(k, decisions.V_SECOND_WHERE))]
                there = markets[m].admission == codes.INVITATION and x.sold < par.fe_sales
                best = 0.0
                for s in range(4):
                    if x.account[s] >= 0:
                        there = there or accounts[x.account[s]].market == m
                        standing = accounts[x.account[s]].positive + accounts[x.account[s]].carried
                        best = max(best, standing - inst.bad_weight * accounts[x.account[s]].negative)
                if not there:
                    carried = inst.reputation_carried * best if ch.carry_reputation else 0.0
                    n_accounts = open_account(accounts, n_accounts, x, v, m, day, carried, 0)
                    if markets[m].admission == codes.BOND and x.sold <= par.fe_sales:  # waived for the proven
                        x.wealth -= bond
                        by_market[m, counters.M_BONDS] += bond
                    n_events = note(events, n_events, day, codes.SECOND, v, m, 0)
        x.sales *= 0.97
        x.profit *= 0.97
        counts[counters.VENDORS] += 1
        counts[counters.PRICE] += int(x.price * counters.MILLION)
        counts[counters.STEALTH] += int(x.stealth * conceals * counters.MILLION)

    for e in range(entrants):
        if n_slots == 0 or pull[n_slots] <= 0.0 or n_vendors >= vendors.shape[0]:
            break
        v = n_vendors
        k = word(key(seed, day, v), e)
        m = slots[find(pull, 0, n_slots, uniform(k, decisions.V_WHERE))]
        if markets[m].admission == codes.INVITATION and uniform(k, decisions.V_ADMIT) < par.admission_refused:
            continue
        n_vendors += 1
        x = vendors[v]
        begin(x, v, k, day, fig)
        if markets[m].admission == codes.BOND:
            x.wealth -= bond
            by_market[m, counters.M_BONDS] += bond
        n_accounts = open_account(accounts, n_accounts, x, v, m, day, 0.0, 0)
        active[kept] = v
        kept += 1
        counts[counters.ENTRANTS] += 1
        n_events = note(events, n_events, day, codes.ENTER, v, m, 0)
    return n_vendors, n_accounts, kept, n_events
