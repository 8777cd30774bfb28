"""The trade of a day in one thread: offers, buyers, couriers, settlement, books and news, compiled as one.

It does what their phases do one after another, which remain for runs with several threads. Between them nothing is left
to Python, which would ask for a seventh of the day.
"""

from __future__ import annotations

import numpy as np

from sim.model.agents.buyers.ordering import order
from sim.model.agents.buyers.phase import keep_pace
from sim.model.agents.buyers.wishes import list_due
from sim.model.agents.couriers.phase import examination
from sim.model.agents.couriers.travel import travel
from sim.model.agents.vendors.phase import offered
from sim.model.books.bookkeeping import book_day, gained
from sim.model.books.phase import note_books, running_cost, smoothed
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market.listings import lay_out
from sim.model.market.orders import chunks_for, list_arrived, refile
from sim.model.market.world import World
from sim.model.news.phase import hear, note_clocks, passing
from sim.model.news.telling import pass_day
from sim.model.settlement.settling import settle


def run(world: World) -> None:
    """Let offers be laid out, buyers order, parcels travel, orders be settled, coin move and news be told."""
    keep_pace(world)
    world.work.fit_buyers(len(world.state.next_day))
    while lacking := _trade(world):
        world.work.fit_orders(lacking)
        world.state.book.reserve(lacking)
    hear(world)


def _trade(world: World) -> int:
    """Trade, if there is room for the orders of today, and return 0; else return for how many room is to be made."""
    state, work, book = world.state, world.work, world.state.book
    work.fit_arrived(len(book.pool))
    lacking, work.n_orders, booked, clocks = trade_day(
        state.day, state.tables, work.counted(0), work.today, world.constants.figures,
        offered(world), (state.next_day, work.due, work.places, work.listing, work.drawn),
        (examination(world), work.recognise, work.all_flows, work.flow),
        (book.columns, work.arrived, work.n_arrived),
        (state.live, state.n_live, state.n_markets, work.account_parts, smoothed(state), running_cost(world)),
        (state.news, state.commitment, state.delivery_news, passing(world)),
    )  # fmt: skip
    if not lacking:
        note_books(world, *booked)
        note_clocks(state, clocks)
    return int(lacking)


@kernel
def trade_day(day, tables, counted, today, figures, offers, buying, sending, filed, booked, told):  # type: ignore[no-untyped-def]
    """Trade for a day; return for how many orders there is no room (then nothing is done; else 0), how many there are,
    what :func:`book_day` returns, and the clocks of :func:`learn`.

    ``offers``: see :func:`offered`; ``buying``, ``sending``, ``filed``, ``booked`` and ``told``: what the phases of
    buyers, couriers, settlement, books and news take, see there.
    """
    tables, counted, offers = borrow(tables), borrow(counted), borrow(offers)
    next_day, rows, places, listing, drawn = borrow(buying)
    examined, recognise, flows, flow = borrow(sending)
    book, arrived, n_arrived = borrow(filed)
    live, n_live, n_markets, parts, smoothed, running_cost = borrow(booked)
    counts = counted[0]
    news, commitment, heard, passing = borrow(told)
    due = list_due(day, next_day, rows)
    if due > drawn[0].shape[0] or chunks_for(due) > book[5][1]:
        return due, 0, (n_live, 0, 0.0, smoothed, *gained(counts)), passing[1]
    lay_out(offers, tables, places, listing, today, figures)
    n = order(rows, 0, due, tables, places, listing, drawn, today, figures, counted)
    travel(drawn[0], n, tables, examined, recognise, today, figures, counted, flows, flow, book)
    list_arrived(day, 0, np.float64(tables[0].shape[0]), book, arrived, n_arrived)
    settle(book[0], arrived[0], n_arrived[0], tables, recognise, today, figures, counted)
    refile(day, book)
    books = book_day(
        day, live, n_live, n_markets, tables, counted, parts, today, figures, smoothed, running_cost
    )  # fmt: skip
    after = pass_day(day, news, commitment, passing, tables[4], n_markets, counts, heard, flow, figures)
    return 0, n, books, after
