"""A vendor's day: what is decided, in which order; each decision stands in a file of its own."""

from __future__ import annotations

from sim.model.agents.vendors.accounts import ACTIVE, OFFERS, close_accounts, note
from sim.model.agents.vendors.cashing import is_stuck
from sim.model.agents.vendors.costs import cost_rise
from sim.model.agents.vendors.entering import enter
from sim.model.agents.vendors.exit_scam import begin_exit_scam, begins_exit_scam, ends_exit_scam
from sim.model.agents.vendors.kinds import replaces
from sim.model.agents.vendors.lying_low import stay_home, withdraw
from sim.model.agents.vendors.moving import leave_closed, move
from sim.model.agents.vendors.own_shop import build_shop
from sim.model.agents.vendors.reputation import best_rating
from sim.model.agents.vendors.second_account import open_beside, second_account_chance
from sim.model.agents.vendors.shop import ask_early_payment, conceal, restock, set_price
from sim.model.agents.vendors.stopping import arrest_chance, confiscate, stops
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import prefetch, prefetch_row
from sim.model.engine.streams import key, uniform
from sim.model.market import codes, counters, decisions
from sim.model.market.arguments import Counted, Lists, Places, Tables, Unsorted
from sim.model.market.likeness import felt_of_peers
from sim.model.market.listings import clear_offers, put_on_offer


@helper
def any_closing(markets, day):  # type: ignore[no-untyped-def]
    """Return whether a marketplace closed today."""
    closing = False
    for m in range(markets.shape[0]):
        closing = closing or (markets[m].closed == day and markets[m].state != codes.OPEN)
    return closing


@kernel
def decide(tables, lists, places, unsorted, start, entrants, born, today, figures, counted):  # type: ignore[no-untyped-def]
    """Let every active vendor decide, then let ``entrants`` enter, and put on offer what they have.

    ``lists.used`` says what there is after. ``unsorted``, ``start``: see :func:`put_on_offer`; ``born``: vendors before
    those who enter.
    """
    tables, lists, places = Tables(*borrow(tables)), Lists(*borrow(lists)), Places(*borrow(places))
    counted, unsorted, start = Counted(*borrow(counted)), Unsorted(*borrow(unsorted)), borrow(start)
    vendors, active, counts = tables.vendors, lists.active, counted.counts
    fig, now = figures[0], today[0]
    par, day, alarm = fig.vendors, now.day, now.news[codes.ALARM]
    closing = any_closing(tables.markets, day)
    shortage = now.shortage > 0.0
    n_active = lists.used[ACTIVE]
    kept = n_offers = 0
    clear_offers(places, start)
    for p in range(n_active):
        v = active[p]
        x = vendors[v]
        prefetch_row(vendors, active[min(p + 12, n_active - 1)])
        ahead = vendors[active[min(p + 6, n_active - 1)]]
        for i in range(4):
            prefetch(tables.accounts, max(ahead.account[i], 0))
        gone, carried_on = 0, False
        luck = uniform(key(now.seed, day, x.born), decisions.V_FATE)  # for what comes at the same rate every day
        passed = arrest_chance(x, par, now)
        if x.arrest_on == day or luck < passed:
            carried_on = replaces(x, key(now.seed, day, x.born), now.barred[x.home], fig)
            gone = 0 if carried_on else codes.ARRESTED
            confiscate(x, counts)
            note(lists, day, codes.ARREST, v, -1)
        elif ends_exit_scam(x, day):
            gone = codes.RETIRED
        x.risk *= 1.0 - par.risk_decay
        x.stuck = shortage and is_stuck(x, tables, now)
        x.homebound = 0
        if now.lying_low > 0 and gone == 0 and x.state == codes.TRADING:
            stay_home(x, now, par, counts)
            withdraw(x, v, now, tables, lists, fig)
        displaced = leave_closed(x, closing, tables, day, fig)
        elsewhere = second_account_chance(x, now.spread, fig) * (1.0 + now.prepared)
        feels = felt_of_peers(x, now.peers) if fig.ways.lie_low else 0.0
        if gone == 0 and not carried_on and stops(x, par, day, alarm + feels):
            gone = codes.RETIRED
            note(lists, day, codes.RETIRE, v, -1)
        if gone == 0 and displaced and move(x, v, now.seed, day, now.prepared, tables, lists, places, fig, counted):
            gone = codes.RETIRED
        if gone != 0:
            x.state = gone
            x.left = day
            counts[counters.LEAVERS] += 1
            close_accounts(x, tables.accounts, day)
            continue
        active[kept] = v
        kept += 1
        if x.state == codes.TRADING:
            if begins_exit_scam(x, now.seed, day, par):
                begin_exit_scam(x, day, par)
                note(lists, day, codes.VENDOR_EXIT_SCAM, v, -1)
            restock(x, now.seed, day, now.goods[x.product], fig)
            if par.own_shop > 0.0:
                build_shop(x, now, fig, counts)
            set_price(x, best_rating(x, tables.accounts, day, fig), cost_rise(x, now, fig), par)
        else:
            counts[counters.N_EXIT_SCAMMING] += 1
        if fig.ways.conceal:
            conceal(x, par, now.delivery.loss[x.home, x.scope] - now.delivery.usual_loss[x.home, x.scope])
        n_accounts = ask_early_payment(x, tables.accounts, par)
        if 0 < n_accounts < int(par.accounts) and places.slots.shape[0] > 1 and x.state == codes.TRADING:
            if luck < passed + elsewhere and not carried_on:
                open_beside(x, v, now.seed, day, tables, lists, places, fig, counted)
        x.sales *= 0.97
        x.profit *= 0.97
        counts[counters.VENDORS] += 1
        counts[counters.PRICE] += int(x.price * (1.0 + now.delivery.carriage[x.home, x.scope]) * counters.MILLION)
        counts[counters.STEALTH] += int(x.stealth * now.conceals * counters.MILLION)
        n_offers = put_on_offer(x, v, tables, places, unsorted, start, n_offers, fig, now.conceals)
    lists.used[ACTIVE] = kept
    enter(entrants, born, now, tables, lists, places, fig, counted)
    for p in range(kept, lists.used[ACTIVE]):
        v = active[p]
        n_offers = put_on_offer(vendors[v], v, tables, places, unsorted, start, n_offers, fig, now.conceals)
    lists.used[OFFERS] = n_offers
