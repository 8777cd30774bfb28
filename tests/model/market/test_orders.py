"""The order book: nothing filed is lost, doubled or met on another day than its own, however it grows."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.ecosystem import Ecosystem
from sim.model.market.orders import CHUNK, HORIZON, OrderBook, list_arrived, refile
from sim.model.market.tables import ORDER
from tests.model.market.worlds import changed


def free_chunks(book: OrderBook) -> list[int]:
    chain, c = [], int(book.free[0])
    for _ in range(int(book.free[1])):
        chain.append(c)
        c = int(book.chunk_next[c])
    return chain


def used_chunks(book: OrderBook) -> list[int]:
    used = []
    for h in range(HORIZON):
        c = int(book.head[h])
        while c >= 0:
            used.append(c)
            c = int(book.chunk_next[c])
    return used


def check(book: OrderBook) -> None:
    """Every chunk is either free or on one day's chain."""
    assert sorted(free_chunks(book) + used_chunks(book)) == list(range(len(book.chunk_next)))
    assert len(book.pool) == CHUNK * len(book.chunk_next) and book.pool.ctypes.data % 64 == 0


def file(book: OrderBook, day: int, dues: list[int], first: int) -> None:
    """File orders as couriers do: on the chain of the day they are due."""
    book.reserve(len(dues))
    for n, due in enumerate(dues):
        h = due % HORIZON
        t = int(book.tail[h])
        if t < 0 or book.fill[h] == CHUNK:
            new = int(book.free[0])
            book.free[0] = book.chunk_next[new]
            book.free[1] -= 1
            book.chunk_next[new] = -1
            if t < 0:
                book.head[h] = new
            else:
                book.chunk_next[t] = new
            book.tail[h], book.fill[h], t = new, 0, new
        position = t * CHUNK + book.fill[h]
        book.pool[position]["buyer"], book.pool[position]["placed"] = first + n, day
        book.pool[position]["due"] = due
        book.fill[h] += 1


def orders(book: OrderBook) -> Counter:
    rows = book.in_flight()
    return Counter(zip(rows["buyer"].tolist(), rows["due"].tolist(), strict=True))


def arrived(book: OrderBook, day: int, parts: int, buyers: int, ahead: int = 0) -> list[list[int]]:
    """The rows due on a day, by part."""
    rows, found = np.empty((parts, len(book.pool)), dtype=np.int32), np.zeros(parts, dtype=np.int64)
    list_arrived(day, ahead, (buyers - ahead) / parts, book.columns, rows, found)
    return [rows[part, : found[part]].tolist() for part in range(parts)]


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**32), st.integers(1, 6), st.sampled_from([0, 3, 40, 200]))
def test_against_a_plain_list(seed: int, chunks: int, many: int) -> None:
    rng = np.random.default_rng(seed)
    book, plain, number = OrderBook(chunks), Counter(), 0
    for day in range(90):
        dues = (day + rng.integers(1, HORIZON, rng.integers(0, many + 1))).tolist()
        file(book, day, dues, number)
        plain.update((number + n, due) for n, due in enumerate(dues))
        number += len(dues)
        # today's orders: some go on to a later day, the others are finished
        (today,) = arrived(book, day, 1, number + 1)
        assert Counter(book.pool["buyer"][today].tolist()) == Counter(b for b, due in plain.elements() if due == day)
        parts = arrived(book, day, 3, number + 1, number // 4)
        assert sorted(row for rows in parts for row in rows) == sorted(today), "every order in one part"
        buyers = [set(book.pool["buyer"][rows].tolist()) for rows in parts]
        assert len(set.union(*buyers)) == sum(map(len, buyers)), "no buyer in two parts"
        assert all([row for row in today if row in rows] == rows for rows in map(list, parts)), "in the order filed"
        later = [row for row in today if rng.random() < 0.3]
        for row in later:
            buyer, due = int(book.pool["buyer"][row]), day + int(rng.integers(1, HORIZON))
            book.pool["due"][row] = due
            plain[buyer, due] += 1
        book.reserve(HORIZON)
        finished = refile(day, book.columns)
        assert finished == len(today) - len(later)
        plain = Counter({key: n for key, n in plain.items() if key[1] != day})
        assert orders(book) == plain
        if day % 20 == 0:
            check(book)
    check(book)


def test_reserve_keeps_what_is_filed_and_makes_room_enough() -> None:
    book = OrderBook(4)
    file(book, 0, list(range(1, 60)), 0)
    before = orders(book)
    for more in (10, 1_000, 50_000):
        book.reserve(more)
        assert book.free[1] * CHUNK >= more + HORIZON * CHUNK
        assert orders(book) == before
        check(book)
    size = len(book.pool)
    book.reserve(10)
    assert len(book.pool) == size, "room that is there is not made again"


def test_an_empty_book() -> None:
    book = OrderBook()
    assert len(book.in_flight()) == 0 and book.in_flight().dtype == ORDER
    assert refile(5, book.columns) == 0
    check(book)


@pytest.mark.parametrize("threads", [1, 2])
def test_the_book_of_a_world_stays_sound_and_small(threads: int) -> None:
    """Chunks are freed: memory follows the orders in flight, not the days."""
    world = Ecosystem(
        changed(buyers__order_rate=0.05, vendors__per_buyer=0.05), buyers=4_000, days=200, threads=threads
    )
    world.run(100)
    check(world.state.book)
    size = len(world.state.book.pool)
    world.run()
    check(world.state.book)
    assert len(world.state.book.pool) <= 2 * size and world.records.column("orders").sum() > 10 * CHUNK
    rows = world.state.book.in_flight()
    assert len(np.unique(rows[["buyer", "placed"]])) == len(rows) > 0
    world.close()
