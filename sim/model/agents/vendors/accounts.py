"""Accounts of a vendor on marketplaces: opened, paid for, and the journal of what vendors do."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.market import counters

VENDORS, ACCOUNTS, ACTIVE, EVENTS, LIVE, OFFERS = 0, 1, 2, 3, 4, 5
"""Positions in ``used``: how many rows of each table are in use."""


@helper
def note(lists, day, code, vendor, market):  # type: ignore[no-untyped-def]
    """Write one event (the last row is overwritten when full)."""
    events, used = lists.events, lists.used
    e = events[min(used[EVENTS], events.shape[0] - 1)]
    e.day, e.code, e.vendor, e.market, e.amount = day, code, vendor, market, 0
    used[EVENTS] += 1


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
def add_account(tables, lists, x, v, market, day, carried, early):  # type: ignore[no-untyped-def]
    """Open an account of vendor v, row x, and count it."""
    used = lists.used
    lists.live[used[LIVE]] = used[ACCOUNTS]
    used[LIVE] += 1
    used[ACCOUNTS] = open_account(tables.accounts, used[ACCOUNTS], x, v, market, day, carried, early)


@helper
def post_bond(x, market, bond, counted):  # type: ignore[no-untyped-def]
    """Pay the bond that a marketplace asks of a vendor it does not know."""
    x.wealth -= bond
    counted.by_market[market, counters.M_BONDS] += bond


@helper
def close_accounts(x, accounts, day):  # type: ignore[no-untyped-def]
    """Close whatever accounts a vendor who leaves the trade still has."""
    for s in range(4):
        if x.account[s] >= 0:
            accounts[x.account[s]].closed = day
            x.account[s] = -1


@helper
def standing(account, bad_weight):  # type: ignore[no-untyped-def]
    """Return the good ratings of an account, those brought along included, less what bad ones outweigh."""
    return account.positive + account.carried - bad_weight * account.negative


@helper
def takes_on(market):  # type: ignore[no-untyped-def]
    """Return whether a marketplace can vet one more vendor today: moderators take on so many a day (D22, D59)."""
    return market.places >= 1.0
