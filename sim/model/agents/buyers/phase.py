"""Buyers: order today (phase 5), and settle what arrived (phases 8 and 9)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.model.agents.buyers.ordering import order
from sim.model.agents.buyers.receiving import settle
from sim.model.agents.buyers.wishes import list_due, repace
from sim.model.market.levers import DEMAND
from sim.model.market.orders import HORIZON, list_arrived, refile
from sim.model.market.world import World

_WORTH_THREADS = 8192
"""Buyers or orders of a day below which starting threads costs more than it saves."""

_HEAD_START = 1024
"""Buyers or orders that the first part has more than the others: another thread takes some time to begin."""


def run_ordering(world: World) -> None:
    """Let the buyers whose day has come choose and order."""
    state, c, work = world.state, world.constants, world.work
    n = len(state.next_day)
    pace = np.maximum(world.levers[DEMAND], 1.0)
    if (pace != state.pace).any():  # else a rise of demand would wait for the next wish of each buyer
        repace(world.run_seed, state.day, state.next_day, state.buyers, state.pace, pace)
        state.pace = pace
    work.fit_buyers(n)
    due = list_due(state.day, state.next_day, work.due)
    work.fit_orders(due)
    bounds = _split(due, world.threads)

    def run(part: int) -> int:
        lo, hi = bounds[part]
        written: int = order(
            work.due, lo, hi, state.tables, work.places, work.listing, work.drawn, work.today, c.figures,
            work.counted(part),
        )  # fmt: skip
        return written

    ends = work.each(run, len(bounds))
    n = ends[0]
    for (out, _), end in zip(bounds[1:], ends[1:], strict=True):  # close the gaps between the parts
        work.orders[n : n + end - out] = work.orders[out:end].copy()
        n += end - out
    work.n_orders = n


def _split(due: int, threads: int) -> list[tuple[int, int]]:
    """Return the bounds of each part of the day's list of buyers."""
    if due < _WORTH_THREADS:
        return [(0, due)]
    ahead = _head_start(due)
    return list(pairwise([0, *(ahead + (due - ahead) * p // threads for p in range(1, threads + 1))]))


def _head_start(work: int) -> int:
    """Return how much more of a day's work the first part has; never more than an eighth of it."""
    return min(_HEAD_START, work // 8)


def run_settlement(world: World) -> None:
    """Settle the orders whose day has come, and file again what goes on."""
    state, c, work, book = world.state, world.constants, world.work, world.state.book
    if book.head[state.day % HORIZON] < 0:
        return
    parts = world.threads if work.n_orders >= _WORTH_THREADS else 1
    work.fit_arrived(len(book.pool))
    # parts are ranges of buyers: so many as have the head start's share of orders (of today's, as of those arriving)
    buyers = len(state.buyers)
    ahead = buyers * _head_start(work.n_orders) // work.n_orders if parts > 1 else 0
    list_arrived(state.day, ahead, (buyers - ahead) / parts, book.columns, work.arrived, work.n_arrived)

    def run(part: int) -> None:
        settle(
            book.pool, work.arrived[part], int(work.n_arrived[part]), state.tables, work.recognise, work.today,
            c.figures, work.counted(part),
        )  # fmt: skip

    work.each(run, parts)
    book.reserve(HORIZON)
    refile(state.day, book.columns)
