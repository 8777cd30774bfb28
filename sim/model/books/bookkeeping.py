"""The evening: add up what the phases counted, move coin between holders, smooth what agents will look at tomorrow."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.processor import prefetch_row
from sim.model.market import codes, counters
from sim.model.market.arguments import Counted, Tables
from sim.model.market.sums import trade_of_open
from sim.model.market.vendor_books import book_earnings

DAYS, WEEK, MONTH = 0.4, 2.0 / 8.0, 2.0 / 31.0


class Smoothed(NamedTuple):
    """What of ``State`` follows the days' wishes and purchases."""

    demand: float
    street: float
    street_usual: float
    unserved: float
    in_treatment: float


@kernel
def book_day(  # type: ignore[no-untyped-def]
    day, live, n_live, n_markets, tables, counted, parts, today, figures, smoothed, running_cost
):  # fmt: skip
    """Book a day to accounts and marketplaces; return how many accounts live on, escrow held in all, the orders a day
    on all that are open, smoothed, ``Smoothed`` as it is now, what purses gain, and what stocks gain (:func:`gained`).
    """
    before, counts = Smoothed(*smoothed), borrow(counted[0])
    kept = book_accounts(live, n_live, tables, counted, parts, today, figures)
    escrow = book_markets(day, tables, n_markets, counted, figures, before.demand, running_cost)
    after = smooth(day, before, counts, figures[0].health.treatment_days)
    return kept, escrow, trade_of_open(tables[4], n_markets), after, *gained(counts)


@helper
def smooth(day, before, counts, treatment_days):  # type: ignore[no-untyped-def]
    """Return ``Smoothed`` after a day, as a plain tuple."""
    online, bought = counts[counters.ONLINE], counts[counters.STREET]
    demand = before.demand + 0.07 * (online - before.demand)
    street = before.street + max(0.07, 1.0 / (day + 1)) * (bought - before.street)
    usual = before.street_usual + max(2.0 / 366.0, 1.0 / (day + 1)) * (bought - before.street_usual)
    unserved = before.unserved + 0.07 * (counts[counters.TURNED] / max(online, 1) - before.unserved)
    treated = before.in_treatment + (counts[counters.TREATED] - before.in_treatment / treatment_days)
    return demand, street, usual, unserved, treated


@helper
def gained(counts):  # type: ignore[no-untyped-def]
    """Return what purses gain today (buyers, exchanges, suppliers, authorities; cents), and by how much there are more
    parcels on their way, customers, and young ones among them."""
    done = counts[counters.N_DELIVERED] + counts[counters.N_SEIZED] + counts[counters.N_LOST]
    purses = (
        counts[counters.BACK] - counts[counters.PAID], counts[counters.EXCHANGE_IN], counts[counters.UPSTREAM_IN],
        counts[counters.AUTHORITY_IN],
    )  # fmt: skip
    stocks = (
        counts[counters.SENT] - done, counts[counters.ARRIVED] - counts[counters.STOPPED],
        counts[counters.YOUNG_ARRIVED] - counts[counters.YOUNG_STOPPED],
    )  # fmt: skip
    return purses, stocks


@kernel
def book_accounts(live, n_live, tables, counted, parts, today, figures):  # type: ignore[no-untyped-def]
    """Book a day's tallies of live accounts to accounts and vendors, and clear them.

    Returns how many accounts live on: ``live`` keeps those that are open or have orders left to settle.
    """
    live, tables, counted, parts = borrow(live), Tables(*borrow(tables)), Counted(*borrow(counted)), borrow(parts)
    accounts, vendors, counts, by_account = tables.accounts, tables.vendors, counted.counts, counted.by_account
    cash_out, uncashed = today[0].cash_out, figures[0].institutions.uncashed
    kept = 0
    for p in range(n_live):
        a = live[p]
        prefetch_row(vendors, accounts[live[min(p + 16, n_live - 1)]].vendor)
        acc = accounts[a]
        day = by_account[a]
        for t in range(parts.shape[0]):
            part = parts[t, a]
            day.orders += part.orders
            day.positive += part.positive
            day.negative += part.negative
            day.closed += part.closed
            day.income += part.income
            day.cost += part.cost
            part.orders = part.positive = part.negative = part.closed = 0
            part.income = part.cost = 0
        n = day.orders
        acc.recent += 0.05 * (n - acc.recent)
        if n | day.closed | day.income | day.cost | day.positive | day.negative:
            acc.positive += day.positive
            acc.negative += day.negative
            v = vendors[acc.vendor]
            book_earnings(v, n, day.income, day.cost, cash_out, uncashed, counts)
            v.sold += n
            v.unfinished -= day.closed
            acc.unfinished += n - day.closed
            day.orders = day.positive = day.negative = day.closed = 0
            day.income = day.cost = 0
        live[kept] = a
        kept += acc.closed < 0 or acc.unfinished > 0
    return kept


@kernel
def book_markets(day, tables, n_markets, counted, figures, demand, running_cost):  # type: ignore[no-untyped-def]
    """Book a day's counts to the marketplaces that are open or winding down; return escrow held in all."""
    tables, counted = Tables(*borrow(tables)), Counted(*borrow(counted))
    markets, by_market, counts = tables.markets, counted.by_market, counted.counts
    par = figures[0].administrators
    escrow = 0
    for i in range(n_markets):
        m = markets[i]
        if m.state != codes.OPEN and m.state != codes.WINDING:
            continue
        row = by_market[i]
        m.escrow += row[counters.M_ESCROW_IN] - row[counters.M_ESCROW_OUT]
        m.wealth += row[counters.M_COMMISSION] + row[counters.M_BONDS]
        counts[counters.COMMISSION] += row[counters.M_COMMISSION]
        escrow += m.escrow
        if m.state != codes.OPEN:
            continue
        m.orders += WEEK * (row[counters.M_ORDERS] - m.orders)
        m.revenue += MONTH * (row[counters.M_REVENUE] / 100.0 - m.revenue)
        m.usual += MONTH * (row[counters.M_ORDERS] - m.usual)
        m.visits += DAYS * (row[counters.M_VISITS] - m.visits)
        ended = row[counters.M_GOOD] + row[counters.M_BAD]
        if ended > 0:
            m.rating += 0.03 * (row[counters.M_GOOD] / ended - m.rating)
        # what it can carry follows its usual trade, but grows no faster than servers and staff can be found
        wish = max(par.slack * m.usual, par.minimum_capacity * demand)
        if wish > m.capacity:
            m.capacity = min(wish, m.capacity * (1.0 + par.growth))
        else:
            m.capacity += 0.01 * (wish - m.capacity)
        m.fail = 1.0 - m.capacity / m.visits if m.visits > m.capacity else 0.0
        if day + 1 < m.impaired_until:
            m.fail = 1.0 - (1.0 - m.fail) * (1.0 - m.impairment)
        if day + 1 < m.offline_until:
            m.fail = 1.0
        # moderators hired for the usual trade are overworked in a rush
        load = m.orders / max(m.usual, 1e-4 * demand, 1e-12)
        m.staff += (1.0 - m.staff) / par.moderator_days
        m.dispute = m.dispute_full * m.staff * min(par.moderation_slack / max(load, 1e-9), 1.0)
        m.losses = m.losses + 1.0 if m.revenue * m.commission < running_cost else 0.0
    return escrow
