"""What a day is worked out in. Nothing of it has to outlive the day: what stays is what would be looked up again.

So a branch need not copy it; it begins with a workspace in which nothing was looked up yet.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.kernels import aligned
from sim.model.market import counters
from sim.model.market.arguments import ROUTES, TODAY, Drawn, Listing, Places, Unsorted, taken_from
from sim.model.market.geography import CHANNELS, COUNTRIES, PRODUCTS, REACHES
from sim.model.market.sharing import add_up
from sim.model.market.tables import DRAFT, OFFER, ORDER, TALLY

Struct = tuple[NDArray[Any], ...]


class Workspace:
    """Counters, offers and orders of the day, and the threads that fill them."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.day_counts = np.zeros((1, counters.SIZE), dtype=np.int64)
        self._day_parts = np.zeros((threads - 1, 1, counters.SIZE), dtype=np.int64)
        self.today = aligned(1, TODAY)
        self.used = np.zeros(6, dtype=np.int64)  # rows in use of what grows while vendors decide, see Lists
        self.rows = np.zeros(0, dtype=np.int64)  # room for the rows of open marketplaces, and
        self.slots = np.zeros(0, dtype=np.int64)  # these rows
        self.outcome = np.zeros(0, dtype=np.int64)  # what happens today by marketplace, see codes.CAUSES
        self.slot_of = np.zeros(0, dtype=np.int64)  # position among them by row, -1 not open
        self._slots_fitted = -1
        self.others = self.national = 0  # open marketplaces of another make than the first, and of one country
        self.offers = aligned(64, OFFER)
        self.offer_weight = np.zeros(65)
        self.due = np.empty(0, dtype=np.int32)  # rows of the buyers who act today
        self.guide = np.zeros(66, dtype=np.int32)
        self.listed = aligned(64, OFFER)  # offers before they are sorted, and the group of each
        self.columns = np.zeros((4, 64))
        self.groups_of = np.zeros(64, dtype=np.int32)
        self.orders = aligned(64, ORDER)
        self.drafts = aligned(64, DRAFT)
        self.n_offers = self.n_orders = 0
        self.arrived = np.empty((threads, 0), dtype=np.int32)  # orders that are due today, by part
        self.n_arrived = np.zeros(threads, dtype=np.int64)
        self.recognise = np.zeros((len(CHANNELS), len(COUNTRIES)))
        self.held = {name: self.today[name] for name in TODAY.names or ()}  # its columns
        self.delivery = self.today["delivery"]
        self.looked_up = -1  # ``Levers.changes`` when what follows from levers was looked up
        self.carried = False  # whether who carries what was looked up
        self.scarce = True  # whether goods were, and have to be taken back once they are not
        self.street_price: NDArray[Any] = np.zeros(len(COUNTRIES))  # by country, before a street that answers
        self.liked: tuple[float, NDArray[Any]] | None = None  # how prepared people are, and likings.weights with it
        self.makes: tuple[list[float], ...] | None = None  # what likings.weights is made of, by make
        self.partners_usually: Struct | None = None  # sim.model.agents.partners.recognising.usual
        self.paid_usually: Any = None  # sim.model.market.payments.Usually
        self.beside = 0.0  # harm of what is sold lawfully beside the trade, for each wish
        self.doses: Any = None  # see sim.model.market.health.harm
        self.hastened: Any = None  # ``State.pace`` where it follows what people wish for today
        self.users: dict[Any, int] = {}  # ``Levers.last_change`` of levers on users when they were looked up
        self.changes = -1  # ``Levers.changes`` then
        self.wished = 0.0  # by how much people wished more often than on day 0, when wishes were looked up
        self.paying: Any = None  # sim.model.market.payments.Paying, of today
        self.paid: Any = None  # the same of the day that was looked up last
        self.missing = 0.0  # share of customers without a supplier of coin or a route for it, where most miss one
        self.ways: dict[int, NDArray[Any]] = {}  # likewise, where customers have a way to pay
        grid, crossed = (len(CHANNELS), len(COUNTRIES)), ROUTES[:2]
        self.all_flows, self.flow = _flows(grid, grid, grid, crossed, crossed, crossed, crossed[:1])
        self.escrow = 0
        self._pool: ThreadPoolExecutor | None = None
        self.by_account = aligned(0, TALLY)
        self.by_market = np.zeros((0, counters.M_SIZE), dtype=np.int64)

    places = property(taken_from(Places), doc="Open marketplaces and what draws people to them.")
    listing = property(taken_from(Listing), doc="What is on offer.")
    unsorted = property(taken_from(Unsorted), doc="Room for offers before they are sorted.")
    drawn = property(taken_from(Drawn), doc="Today's orders and their drafts.")

    @property
    def counts(self) -> NDArray[np.int64]:
        """Counters of the day, shape (counters.SIZE,)."""
        return self.day_counts[0]

    def fit_tables(self, accounts: int, markets: int) -> None:
        """Fit the counters to the sizes of the tables."""
        extra = self.threads - 1
        if accounts != len(self.by_account):
            self.by_account = aligned(accounts, TALLY)
            self.account_parts = aligned((extra, accounts), TALLY)
        if markets != len(self.by_market):
            self.by_market = np.zeros((markets, counters.M_SIZE), dtype=np.int64)
            self._market_parts = np.zeros((extra, markets, counters.M_SIZE), dtype=np.int64)

    def fit_markets(self, markets: int) -> None:
        """Fit what is noted of each marketplace to the size of their table."""
        if markets != len(self.slot_of):
            self.rows, self.slot_of = np.zeros(markets, dtype=np.int64), np.full(markets, -1, dtype=np.int64)
            self.outcome = np.zeros(markets, dtype=np.int64)

    def fit_slots(self, n: int, others: int, national: int) -> None:
        """Fit what is kept for each open marketplace to so many, whose rows were noted; see note_open."""
        self.others, self.national = others, national
        self.slots = self.rows[:n]
        if n != self._slots_fitted:
            self._slots_fitted = n
            self.pull, self.wide = np.zeros(n + 1), np.zeros(n + 1)
            self.destinations = np.zeros(3 * len(COUNTRIES) * (n + 1))
            self.offer_start = np.zeros(n * len(PRODUCTS) * len(REACHES) + 1, dtype=np.int64)
            self.offer_sum = np.zeros(len(self.offer_start))
            self.sellers = np.zeros(n, dtype=np.int64)

    def fit_offers(self, accounts: int) -> None:
        """Make room for the offers of so many accounts."""
        if len(self.offers) < accounts + 1:
            self.offers = aligned(2 * accounts + 64, OFFER)
            self.offer_weight = np.zeros(len(self.offers) + 1)
            self.guide = np.zeros(len(self.offers) + 2, dtype=np.int32)
            self.listed = aligned(len(self.offers), OFFER)
            self.columns = np.zeros((4, len(self.offers)))
            self.groups_of = np.zeros(len(self.offers), dtype=np.int32)

    def fit_buyers(self, buyers: int) -> None:
        """Make room for the list of today's buyers; only what is written takes memory."""
        if len(self.due) < buyers + 1:
            self.due = np.empty(buyers + 1, dtype=np.int32)

    def fit_orders(self, orders: int) -> None:
        """Make room for today's orders."""
        if len(self.orders) < orders:
            self.orders = aligned(int(1.5 * orders) + 64, ORDER)
            self.drafts = aligned(len(self.orders), DRAFT)

    def fit_arrived(self, orders: int) -> None:
        """Make room for the list of orders that are due, should all be due that are on their way.

        It is set aside only: what is not written takes no memory, or 4 bytes an order and thread.
        """
        if self.arrived.shape[1] < orders:
            self.arrived = np.empty((self.threads, orders), dtype=np.int32)

    def counted(self, part: int) -> Struct:
        """Return the counters (``Counted``) that a part of the work adds to: the first, the day's own."""
        if part == 0:
            return self.day_counts[0], self.by_market, self.by_account
        return self._day_parts[part - 1, 0], self._market_parts[part - 1], self.account_parts[part - 1]

    def each(self, run: Callable[[int], Any], parts: int) -> list[Any]:
        """Run every part, the first in this thread and each other in one of its own; return what they returned."""
        if parts == 1:
            return [run(0)]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads - 1)
        others = [self._pool.submit(run, part) for part in range(1, parts)]
        try:
            results = [run(0)]
        finally:
            wait(others)
        results += [other.result() for other in others]
        add_up(self.day_counts, self._day_parts)  # accounts are added up when they are booked
        add_up(self.by_market, self._market_parts)
        return results

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def _flows(*shapes: tuple[int, ...]) -> tuple[NDArray[np.float64], Struct]:
    """Return memory for ``Flow``, to be cleared at once, and its arrays, which lie there one behind the other."""
    ends = np.cumsum([math.prod(shape) for shape in shapes]).tolist()
    memory = np.zeros(ends[-1])
    starts = [0, *ends[:-1]]
    return memory, tuple(memory[a:b].reshape(shape) for a, b, shape in zip(starts, ends, shapes, strict=True))
