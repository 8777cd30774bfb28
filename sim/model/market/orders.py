"""Orders on their way: filed by the day on which something happens to them.

Memory follows the orders in flight: chunks of a pool are chained per day, and freed when their day has come.
"""

from __future__ import annotations

import numpy as np

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import aligned, helper, kernel
from sim.model.engine.processor import prefetch
from sim.model.market.arguments import Book, taken_from
from sim.model.market.tables import ORDER

CHUNK = 64
HORIZON = 64
"""Days ahead that an order can be filed."""


@kernel
def list_arrived(day, ahead, span, book, rows, found):  # type: ignore[no-untyped-def]
    """Write the rows of the pool that are due today into ``rows`` (part, row); ``found``: how many each part has.

    A part has the buyers of a range, so that no two parts share one: part p those from ``ahead + p * span`` on, the
    first also those below ``ahead``.
    """
    pool, chunk_next, head, tail, fill, _ = borrow(book)
    rows, found = borrow(rows), borrow(found)
    last, share = rows.shape[0] - 1, 1.0 / span
    found[:] = 0
    h = day % HORIZON
    c = head[h]
    while c >= 0:
        n = fill[h] if c == tail[h] else CHUNK
        following = (max(chunk_next[c], 0) - c) * CHUNK
        for j in range(c * CHUNK, c * CHUNK + n):
            prefetch(pool, j + following)
            part = min(int(max(pool[j].buyer - ahead, 0) * share), last)
            rows[part, found[part]] = j
            found[part] += 1
        c = chunk_next[c]


@helper
def file_order(order, pool, chunk_next, head, tail, fill, free):  # type: ignore[no-untyped-def]
    """File a copy of an order under the day it is due; hand in borrowed arrays (see sim.model.engine.borrowing)."""
    h = order.due % HORIZON
    t = tail[h]
    if t < 0 or fill[h] == CHUNK:
        new = free[0]
        free[0] = chunk_next[new]
        free[1] -= 1
        chunk_next[new] = -1
        if t < 0:
            head[h] = new
        else:
            chunk_next[t] = new
        tail[h] = new
        fill[h] = 0
        t = new
    pool[t * CHUNK + fill[h]] = order
    fill[h] += 1


@helper
def chunks_for(orders):  # type: ignore[no-untyped-def]
    """Return how many chunks must be free so that a day of so many orders, filed and filed again, finds room."""
    return orders // CHUNK + 2 * (HORIZON + 1) + 1


@kernel
def refile(day, book):  # type: ignore[no-untyped-def]
    """Move what is not finished today to its later day and free today's chunks; return how many were finished."""
    pool, chunk_next, head, tail, fill, free = borrow(book)
    h = day % HORIZON
    c = head[h]
    last, n_last = tail[h], fill[h]
    head[h], tail[h], fill[h] = -1, -1, 0
    finished = 0
    while c >= 0:
        n = n_last if c == last else CHUNK
        for j in range(c * CHUNK, c * CHUNK + n):
            if pool[j].due > day:
                file_order(pool[j], pool, chunk_next, head, tail, fill, free)
            else:
                finished += 1
        following = chunk_next[c]
        chunk_next[c] = free[0]
        free[0] = c
        free[1] += 1
        c = following
    return finished


_columns = taken_from(Book)


class OrderBook:
    """The pool of orders in flight."""

    def __init__(self, chunks: int = HORIZON * 3) -> None:
        self.pool = aligned(chunks * CHUNK, ORDER)
        self.chunk_next = np.arange(1, chunks + 1, dtype=np.int32)
        self.chunk_next[-1] = -1
        self.head = np.full(HORIZON, -1, dtype=np.int32)
        self.tail = np.full(HORIZON, -1, dtype=np.int32)
        self.fill = np.zeros(HORIZON, dtype=np.int32)
        self.free = np.array([0, chunks], dtype=np.int64)  # first free chunk, number of free chunks

    @property
    def columns(self) -> tuple[np.ndarray, ...]:
        """What compiled code is handed as ``Book``."""
        return _columns(self)

    def reserve(self, orders: int) -> None:
        """Make room so that ``orders`` more can be filed on any days."""
        need = chunks_for(orders)
        if self.free[1] >= need:
            return
        old = len(self.chunk_next)
        more = max(need, old // 2)
        pool = aligned((old + more) * CHUNK, ORDER)
        pool[: len(self.pool)] = self.pool
        self.pool = pool
        added = np.arange(old + 1, old + more + 1, dtype=np.int32)
        added[-1] = self.free[0]
        self.chunk_next = np.concatenate([self.chunk_next, added])
        self.free[:] = old, self.free[1] + more

    def in_flight(self) -> np.ndarray:
        """Return a copy of all filed orders."""
        rows = []
        for h in range(HORIZON):
            c = self.head[h]
            while c >= 0:
                n = self.fill[h] if c == self.tail[h] else CHUNK
                rows.append(self.pool[c * CHUNK : c * CHUNK + n])
                c = self.chunk_next[c]
        return np.concatenate(rows) if rows else np.empty(0, ORDER)
