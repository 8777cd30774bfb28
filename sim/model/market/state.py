"""Everything that changes during a run, in one object that can be copied: the branch of a twin is such a copy."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from sim.model.catalogue.payments import PAYMENTS
from sim.model.engine.kernels import aligned, aligned_copy, kernel
from sim.model.market import codes
from sim.model.market.arguments import ALIKE, ROUTES, WANTS, DeliveryNews, Tables, taken_from
from sim.model.market.geography import CHANNELS, COUNTRIES, FACILITATORS, PARTNERS, PRODUCTS
from sim.model.market.orders import OrderBook
from sim.model.market.paying import DESKS, PLACES
from sim.model.market.tables import ACCOUNT, BUYER, DESK, EVENT, MARKET, VENDOR

PURSES = ("buyers", "exchanges", "suppliers", "authorities", "thieves")
"""Holders of coin outside the tables; the buyers' purse is what they spent, below zero."""


_tables, _delivery_news = taken_from(Tables), taken_from(DeliveryNews)


@dataclass
class State:
    """Tables, beliefs of the public and purses of one ecosystem, as of the start of ``day``."""

    buyers: np.ndarray  # BUYER, shape (buyers,)
    next_day: np.ndarray  # uint16, shape (buyers,): day on which a buyer acts next
    vendors: np.ndarray  # VENDOR, growing
    accounts: np.ndarray  # ACCOUNT, growing
    markets: np.ndarray  # MARKET, growing
    active: np.ndarray  # int32, rows of trading vendors, the first n_active count
    live: np.ndarray  # int32, rows of accounts open or with unsettled orders, the first n_live count
    book: OrderBook
    events: np.ndarray  # EVENT, growing
    news: np.ndarray  # float64 by codes.NEWS
    seen: np.ndarray  # float64 (channel, country): share of the parcels to a country seized, as told; see DeliveryNews
    arriving: np.ndarray  # float64 (country, crossing): parcels a day by where they go, over a month
    leaving: np.ndarray  # the same by where they come from
    failing: np.ndarray  # float64 (country, crossing): share of the parcels from a country seized, as vendors tell
    paid: np.ndarray  # float64 by country: mean price paid, against the going rate
    week: np.ndarray  # float64 (channel, country): parcels a day, over a week
    usual: np.ndarray  # the same over a year
    route: np.ndarray  # float64 (country, crossing, others): share of parcels that goes by each other channel
    found: np.ndarray  # float64 (facilitator, place, country): share of customers who found another supplier, or would
    desks: np.ndarray  # DESK, the first stands for none: desks of marketplaces that closed
    pace: np.ndarray  # float64 (country, product): how much faster than usual wishes come, as waits were last drawn
    peers: np.ndarray  # float64 (3, labels): risk felt for the arrested, by country, product and size of vendors
    watched: np.ndarray  # the same of arrests that were told, by which vendors lie low
    switched: np.ndarray  # float64 (side, route, country): share of those who look for another way to pay that found it
    upstream: np.ndarray  # float64 by product: share of what lost producers supplied that others would supply
    taught: np.ndarray  # float64 (partner, country): share of what partners miss that education makes good
    commitment: np.ndarray  # float64 by partner: share of what it agreed to do that it still does
    educated: bool = False  # whether ``taught`` is not 0 everywhere
    day: int = 0
    n_markets: int = 0
    n_vendors: int = 0
    n_accounts: int = 0
    n_active: int = 0
    n_live: int = 0
    n_events: int = 0
    n_born: int = 0  # vendors who tried to enter, those of day 0 included
    n_conceived: int = 0  # marketplaces whose building began, those of day 0 included and without returns
    open_in: float = 0.0  # hazard still to come before the next is begun
    entry: float = 0.0  # vendors to enter, cumulated; a fraction waits for the next day
    demand: float = 0.0  # wishes to order online a day, smoothed
    usual_demand: float = 0.0  # the same on day 0
    unserved: float = 0.0  # share of them that found no marketplace, smoothed
    hhi: float = 0.0
    leader_share: float = 0.0
    street: float = 0.0  # purchases offline a day, smoothed over weeks
    street_usual: float = 0.0  # the same over a year
    trade: float = 0.0  # orders a day on all marketplaces as the evening before, smoothed
    purses: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PURSES, 0))
    building: list[tuple[int, int, int]] = field(default_factory=list)  # (day it opens, who, make) of those being built
    returning: list[tuple[int, float, int]] = field(default_factory=list)  # (day, trade, who): operators back
    prepared: dict[str, float] = field(default_factory=dict)  # how far people have prepared, by kind of act
    pending: list[tuple[int, int, float]] = field(default_factory=list)  # (day, news, amount) not yet heard
    journal: list[tuple[int, str, int, int, str, float]] = field(default_factory=list)
    triggered: dict[str, int] = field(default_factory=dict)  # day on which a trigger fired, by barrier
    forum: float = 1.0  # share of people who have a place to meet and talk, and
    hearsay_late: int = 0  # days by which they hear the later for want of one
    encrypting: float = 0.0  # share of buyers who encrypt what they send to vendors
    lying_low: bool = False  # whether anybody is: ``watched`` is not 0 everywhere
    cases: dict[int, tuple[int, float]] = field(default_factory=dict)  # (day opened, work left) by vendor, in line
    loud: dict[int, float] = field(default_factory=dict)  # vendors to be arrested today, how loudly it is told
    covert: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)  # marketplaces run by police
    shared: list[tuple[int, int, int]] = field(default_factory=list)  # (day it is told, signal, row) of what was seen
    known: float = 0.5  # share of offenders' present ways of working that authorities know, and
    known_usual: float = 0.5  # that they would with ordinary learning only
    change: float = 0.0  # share of their ways that offenders changed today
    concealed: float = 0.0  # mean concealment, and
    other_ways: float = 0.0  # share of parcels by other channels than the posts, as of the last day
    plan: int = 0  # reviews so far after which another barrier was put in force
    plan_since: int = -1  # day of the last of them, and
    reviewed: int = -1  # of the last review at all
    plan_orders: float = 0.0  # orders a day that were seen at the last review
    customers: int = 0  # buyers active now
    young: int = 0  # the young among them
    in_treatment: float = 0.0  # users in treatment, as expected
    batches: list[tuple[int, int, int]] = field(default_factory=list)  # (product, first day, last) of dangerous ones
    newest_desk: int = 0  # which desk closed last, 0 none
    moving: int = 0  # parcels on their way
    cost: float = 0.0  # EUR spent by barriers today

    def copy(self) -> State:
        """Return an independent copy."""
        values: dict[str, Any] = {}
        for f in fields(self):
            value = getattr(self, f.name)
            values[f.name] = aligned_copy(value) if isinstance(value, np.ndarray) else copy.deepcopy(value)
        return State(**values)

    @property
    def tables(self) -> tuple[np.ndarray, ...]:
        """What compiled code is handed as ``Tables``, as it lies in memory now."""
        return _tables(self)

    @property
    def delivery_news(self) -> tuple[np.ndarray, ...]:
        """What compiled code is handed as ``DeliveryNews``."""
        return _delivery_news(self)

    # who is where

    def trading(self) -> np.ndarray:
        """Return rows of the vendors who trade, int64, in order of their place in the table."""
        rows: np.ndarray = np.sort(self.active[: self.n_active]).astype(np.int64)
        return rows[self.vendors["state"][rows] == codes.TRADING]

    def rows(self, state: int, other: int | None = None) -> np.ndarray:
        """Return rows of the marketplaces in one of two states, int64, in order of opening."""
        rows: np.ndarray = _rows_in(self.markets, self.n_markets, state, state if other is None else other)
        return rows

    def today(self) -> Iterator[tuple[int, str, int, int, str, float]]:
        """Give the events of today in the journal, the latest first."""
        if not self.journal or self.journal[-1][0] != self.day:
            return iter(())
        return itertools.takewhile(lambda entry: entry[0] == self.day, reversed(self.journal))

    def write(self, event: str, market: int = -1, vendor: int = -1, cause: str = "", amount: float = 0.0) -> None:
        """Note an event of today in the journal."""
        self.journal.append((self.day, event, market, vendor, cause, amount))

    def tell(self, news: int, amount: float, delay: int) -> None:
        """Let everybody hear of something ``delay`` days from now."""
        if amount > 0.0:
            self.pending.append((self.day + delay + self.hearsay_late, news, amount))

    # room to grow

    def reserve_market(self) -> int:
        """Make room for one more marketplace and return its row."""
        self.markets = _grown(self.markets, self.n_markets, 1)
        self.n_markets += 1
        return self.n_markets - 1

    def reserve(self, vendors: int, accounts: int) -> None:
        """Make room for so many more vendors and accounts."""
        events = 3 * (self.n_active + vendors) + 64
        if (
            self.n_events + events <= len(self.events) and self.n_active + vendors <= len(self.active)
            and self.n_live + accounts <= len(self.live) and self.n_vendors + vendors <= len(self.vendors)
            and self.n_accounts + accounts <= len(self.accounts)
        ):  # fmt: skip
            return
        self.vendors = _grown(self.vendors, self.n_vendors, vendors)
        self.accounts = _grown(self.accounts, self.n_accounts, accounts)
        self.active = _grown(self.active, self.n_active, vendors)
        self.live = _grown(self.live, self.n_live, accounts)
        self.events = _grown(self.events, self.n_events, events)

    def balance(self) -> int:
        """Return the sum of all coin, in cents: 0, unless coin was made or lost."""
        held = int(self.markets["escrow"].sum()) + int(self.markets["wealth"].sum())
        return held + int(self.vendors["wealth"][: self.n_vendors].sum()) + sum(self.purses.values())


@kernel
def _rows_in(markets, n_markets, state, other):  # type: ignore[no-untyped-def]
    """Return rows of the marketplaces in one of two states."""
    rows = np.empty(n_markets, np.int64)
    found = 0
    for row in range(n_markets):
        rows[found] = row
        found += markets[row].state == state or markets[row].state == other
    return rows[:found]


def _grown(table: np.ndarray, used: int, more: int) -> np.ndarray:
    if used + more <= len(table):
        return table
    larger = aligned(max(used + more, 2 * len(table)), table.dtype)
    larger[:used] = table[:used]
    return larger


def empty(buyers: int, vendors: int, markets: int) -> State:
    """Return a state with room for so many rows and nobody in them."""
    shape = (len(CHANNELS), len(COUNTRIES))
    return State(
        buyers=aligned(buyers, BUYER),
        next_day=np.zeros(buyers, dtype=np.uint16),
        vendors=aligned(2 * vendors + 64, VENDOR),
        accounts=aligned(3 * vendors + 128, ACCOUNT),
        markets=aligned(markets, MARKET),
        active=np.zeros(2 * vendors + 64, dtype=np.int32),
        live=np.zeros(3 * vendors + 128, dtype=np.int32),
        book=OrderBook(),
        events=np.zeros(4 * vendors + 256, dtype=EVENT),
        news=np.zeros(len(codes.NEWS)),
        seen=np.zeros(shape),
        arriving=np.zeros(ROUTES[:2]),
        leaving=np.zeros(ROUTES[:2]),
        failing=np.zeros(ROUTES[:2]),
        paid=np.ones(len(COUNTRIES)),
        week=np.zeros(shape),
        usual=np.zeros(shape),
        route=np.zeros(ROUTES),
        found=np.zeros((len(FACILITATORS), PLACES, len(COUNTRIES))),
        desks=np.zeros(1 + DESKS, dtype=DESK),
        pace=np.ones(WANTS),
        peers=np.zeros(ALIKE),
        watched=np.zeros(ALIKE),
        switched=np.zeros((2, len(PAYMENTS), len(COUNTRIES))),
        upstream=np.zeros(len(PRODUCTS)),
        taught=np.zeros((len(PARTNERS), len(COUNTRIES))),
        commitment=np.ones(len(PARTNERS)),
    )
