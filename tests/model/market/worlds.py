"""Small worlds, and what must hold in every one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.model.agents.buyers.ages import count_young
from sim.model.agents.facilitators.suppliers import Suppliers, strike
from sim.model.ecosystem import Ecosystem
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.base import Intervention
from sim.model.market import codes, counters
from sim.model.market.arguments import DeliveryNews
from sim.model.market.levers import FACILITATOR_SUPPLY, SUPPLY
from sim.model.market.paying import PLACES
from sim.model.market.payments import BUYERS
from sim.model.parameters import EcosystemParameters

RECORDS = {p.name: p for p in parameters_of(EcosystemParameters)}
TABLES = ("buyers", "vendors", "accounts", "markets")


def changed(base: EcosystemParameters | None = None, **changes: Any) -> EcosystemParameters:
    """Return parameters with changes by dotted name, dots written as two underscores."""
    parameters = base or EcosystemParameters()
    for name, value in changes.items():
        group, field = name.split("__")
        known = RECORDS[f"{group}.{field}"]
        if isinstance(known.value, list) and not known.free_length:
            assert len(value) == len(known.value), f"{name}: compiled code would read beyond its end"
        part = dataclasses.replace(getattr(parameters, group), **{field: value})
        parameters = dataclasses.replace(parameters, **{group: part})
    return parameters


def struck(suppliers: Suppliers, which: str, **said: float) -> np.ndarray:
    """Return the places that are ``closed``, ``stopped`` or ``persuaded`` as levers say, in one country."""
    levers = {lever.name: 1.0 if lever is FACILITATOR_SUPPLY else 0.0 for lever in SUPPLY}
    named = {"supply": FACILITATOR_SUPPLY.name, **{lever.name: lever.name for lever in SUPPLY}}
    levers |= {named[name]: value for name, value in said.items()}
    found = {name: np.empty((PLACES, 1), dtype=bool) for name in ("closed", "stopped", "persuaded")}
    strike(suppliers.by_place, tuple(np.array([value]) for value in levers.values()), *found.values())
    return found[which]


CALM = {
    "buyers__order_rate": 0.08, "buyers__arrival": 0.03, "vendors__per_buyer": 0.048,
    "administrators__retire": 0.0, "administrators__give_up": 0.0, "administrators__hack": 0.0,
    "administrators__integrity": 100.0, "administrators__openings": 0.0, "authorities__raids": 0.0,
}  # fmt: skip
"""A lively trade in which no marketplace opens or closes by itself: what differs is then what was done."""


@dataclass(frozen=True)
class Pair:
    """A run under barriers and its twin without, both at the horizon; when they parted, and the vendors then."""

    struck: Ecosystem
    twin: Ecosystem
    start: int
    vendors: np.ndarray

    def sums(self, name: str, first: int, last: int) -> tuple[float, float]:
        """Return a figure of both, added up over days since they parted."""
        window = slice(self.start + first, self.start + last)
        return float(self.struck.records.column(name)[window].sum()), float(
            self.twin.records.column(name)[window].sum()
        )


def pairs(
    barriers: Sequence[Intervention] | Mapping[str, Intervention], *, start: int = 40, days: int = 100,
    replicates: int = 6, buyers: int = 2_000, seed: int = 1, **changes: Any,
) -> list[Pair]:  # fmt: skip
    """Run replicates with their twins in a calm world; ``changes``: parameters, dots written as two underscores."""
    found = []
    for replicate in range(replicates):
        twin = Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=days, seed=seed, replicate=replicate)
        struck = twin.run(start).branch(barriers)
        vendors = table(twin, "vendors").copy()
        for world in (struck, twin):
            world.run().close()
        found.append(Pair(struck, twin, start, vendors))
    return found


def ratio(found: Sequence[Pair], name: str, first: int, last: int) -> float:
    """Return a figure under barriers as a multiple of that without, over all replicates."""
    sums = np.array([pair.sums(name, first, last) for pair in found]).sum(axis=0)
    return float(sums[0] / sums[1]) if sums[1] else float("inf" if sums[0] else "nan")


def table(world: Ecosystem, name: str) -> np.ndarray:
    """Return the rows of a table that are in use."""
    state = world.state
    used = {"buyers": len(state.buyers), "vendors": state.n_vendors, "accounts": state.n_accounts,
            "markets": state.n_markets}  # fmt: skip
    return getattr(state, name)[: used[name]]


def filed(world: Ecosystem) -> np.ndarray:
    """Return the orders in flight in an order that does not depend on where they lie."""
    orders = world.state.book.in_flight()
    return orders[np.lexsort((orders["placed"], orders["buyer"]))]


def differences(one: Ecosystem, other: Ecosystem) -> list[str]:
    """Name everything that lasts and is not bit for bit the same in two worlds."""
    found = [name for name in TABLES if not _same_rows(table(one, name), table(other, name))]
    found += [] if _same_rows(filed(one), filed(other)) else ["book"]
    a, b = one.state, other.state
    lasting = (
        "next_day", "news", "week", "usual", "found", "desks", "pace", "peers", "watched", "switched", "upstream",
        "taught", "commitment", *DeliveryNews._fields,
    )  # fmt: skip
    for name in lasting:
        found += [] if getattr(a, name).tobytes() == getattr(b, name).tobytes() else [name]
    for name in ("day", "demand", "unserved", "hhi", "leader_share", "purses", "building", "returning", "prepared",
                 "pending", "journal", "covert", "cases", "loud", "customers", "moving", "cost",
                 "newest_desk", "young", "in_treatment", "batches", "shared", "known",
                 "forum", "hearsay_late", "encrypting", "educated", "lying_low",
                 "plan", "plan_since"):  # fmt: skip
        found += [] if getattr(a, name) == getattr(b, name) else [name]
    found += [] if a.active[: a.n_active].tolist() == b.active[: b.n_active].tolist() else ["active"]
    found += [] if sorted(a.live[: a.n_live].tolist()) == sorted(b.live[: b.n_live].tolist()) else ["live"]
    found += [] if _same_rows(a.events[: a.n_events], b.events[: b.n_events]) else ["events"]
    n = one.records.written
    if n != other.records.written:
        return [*found, "records.written"]
    for name in ("counts", "states"):
        same = getattr(one.records, name)[:n].tobytes() == getattr(other.records, name)[:n].tobytes()
        found += [] if same else [f"records.{name}"]
    width = min(one.records.markets.shape[1], other.records.markets.shape[1])
    if not (one.records.markets[:n, :width] == other.records.markets[:n, :width]).all():
        found.append("records.markets")
    return found


def _same_rows(one: np.ndarray, other: np.ndarray) -> bool:
    if len(one) != len(other):
        return False
    names = one.dtype.names or ()  # column by column: the padding between columns holds nothing
    return all(np.ascontiguousarray(one[n]).tobytes() == np.ascontiguousarray(other[n]).tobytes() for n in names)


# what holds on every evening of every world


class Auditor:
    """Steps a world day by day and checks its books against the tables, from outside."""

    def __init__(self, world: Ecosystem) -> None:
        self.world = world
        self.parcels = np.zeros(4, dtype=np.int64)  # sent, delivered, seized, lost

    def day(self) -> None:
        """Run a day and check what must hold in the evening."""
        before = self.pending()
        self.world.step()
        counts = self.world.records.counts[self.world.records.written - 1]
        count = {name: int(counts[i]) for i, name in enumerate(counters.NAMES)}
        self.coin(count)
        self.orders(counts, count, before)
        self.goods(count)
        self.escrow()
        self.people(count)
        self.numbers()

    def coin(self, count: Mapping[str, int]) -> None:
        state, today = self.world.state, self.world.orders_today()
        assert state.balance() == 0
        spent = count["revenue"] + count["direct_revenue"]
        assert spent == int(today["value"].sum())
        # each paid the price of coin on top, to the exchange
        fee = self.world.parameters.institutions.exchange_fee + self.world.facilitators[codes.EXCHANGE].surcharges
        fee = fee + self.world.work.paying.dearer[BUYERS]
        fee = fee[today["home"]]
        charged = int((today["value"].astype(np.float64) * fee).astype(np.int64).sum())
        assert count["buyers_paid"] == spent + charged and count["exchange_in"] >= charged
        assert count["refunded"] == count["buyers_back"] and state.purses["buyers"] <= 0

    def pending(self) -> int:
        """Return how many wishes put off wait to be tried again."""
        return int(np.count_nonzero(self.world.state.buyers["contact"] & codes.RETRYING))

    def orders(self, counts: np.ndarray, count: Mapping[str, int], before: int) -> None:
        """Every wish, of today or put off ``before``, ends in exactly one way; every breakdown adds up."""
        assert (np.delete(counts, [counters.PROFIT, counters.PROFIT_ORGANISED]) >= 0).all()
        ended = sum(count[n] for n in ("orders", "direct_orders", "street_orders", "unmet_orders", "merged",
                                       "lawful_orders"))  # fmt: skip
        assert count["wishes"] + before == ended + self.pending()
        assert count["orders"] + count["direct_orders"] == len(self.world.orders_today())
        assert max(count["turned_away"], count["early_orders"]) <= count["online_wishes"] + before
        assert count["online_wishes"] <= count["wishes"] <= count["looked"]
        sums = {}
        for kind, first, last in (
            ("product", counters.BY_PRODUCT, counters.BY_COUNTRY),
            ("country", counters.BY_COUNTRY, counters.BY_CHANNEL),
        ):
            sums[kind] = counts[first:last].reshape(-1, 2).sum(axis=0).tolist()
        both = [count["orders"], count["revenue"]]
        assert sums["product"] == sums["country"] == both
        channel = counts[counters.BY_CHANNEL : counters.END].reshape(-1, 4).sum(axis=0).tolist()
        assert channel == [
            count["orders"] + count["direct_orders"], count["revenue"] + count["direct_revenue"],
            count["parcels_sent"], count["parcels_seized"],
        ]  # fmt: skip
        markets = self.world.records.markets[self.world.records.written - 1].sum(axis=0)
        assert markets[:2].tolist() == both

    def goods(self, count: Mapping[str, int]) -> None:
        """Parcels sent are delivered, seized, lost or moving, and those moving are in the book."""
        today = [count[f"parcels_{n}"] for n in ("sent", "delivered", "seized", "lost")]
        self.parcels += today
        sent, delivered, seized, lost = self.parcels
        book = self.world.state.book.in_flight()
        moving = (book["flags"] & codes.SETTLING == 0) & (book["fate"] == codes.DELIVERED)
        assert sent - delivered - seized - lost == self.world.state.moving == np.count_nonzero(moving)
        assert count["orders"] + count["direct_orders"] == count["parcels_sent"] - count["reshipped"] + count["unsent"]
        assert (book["due"] >= self.world.day).all()

    def escrow(self) -> None:
        """A marketplace holds what its unsettled orders are worth; vendors and accounts have as many as the book."""
        state, book = self.world.state, self.world.state.book.in_flight()
        markets = table(self.world, "markets")
        online = (book["flags"] & codes.DIRECT) == 0
        held = online & ((book["flags"] & codes.EARLY) == 0)
        held[held] = markets["state"][book["market"][held]] != codes.CLOSED
        owed = np.zeros(len(markets), dtype=np.int64)
        np.add.at(owed, book["market"][held], book["value"][held].astype(np.int64))
        assert (markets["escrow"] == owed).all() and (owed >= 0).all()
        assert (state.accounts["vendor"][book["account"][online]] == book["vendor"][online]).all()
        unfinished = np.bincount(book["vendor"][online], minlength=state.n_vendors)
        assert (table(self.world, "vendors")["unfinished"] == unfinished).all()
        open_orders = np.bincount(book["account"][online], minlength=state.n_accounts)
        accounts = table(self.world, "accounts")
        assert (accounts["unfinished"] == open_orders).all()
        live = state.live[: state.n_live]
        assert len(np.unique(live)) == len(live)
        assert set(np.flatnonzero((open_orders > 0) | (accounts["closed"] < 0))) <= set(live.tolist())

    def people(self, count: Mapping[str, int]) -> None:
        state = self.world.state
        assert state.customers == len(self.world.buyers)
        assert state.young == count_young(self.world.run_seed, state.buyers, self.world.constants.figures)
        assert 0 <= state.young <= state.customers and state.in_treatment >= 0.0
        assert max(count["kept_out"], count["young_arrived"]) <= count["arrived"]
        vendors, accounts = table(self.world, "vendors"), table(self.world, "accounts")
        trading = np.flatnonzero(vendors["state"] <= codes.EXIT_SCAMMING)
        assert state.active[: state.n_active].tolist() == trading.tolist()
        assert count["active_vendors"] <= len(trading) == count["active_vendors"] + count["entrants"]
        rows = vendors["account"]
        owner, place = np.nonzero(rows >= 0)
        kept = rows[owner, place]
        assert (accounts["vendor"][kept] == owner).all() and (accounts["closed"][kept] < 0).all()
        assert len(np.unique(kept)) == len(kept) == np.count_nonzero(accounts["closed"] < 0)

    def numbers(self) -> None:
        """No figure anywhere is other than a number, and chances and shares are what they are called."""
        state = self.world.state
        for name in TABLES:
            rows = table(self.world, name)
            for column in rows.dtype.names or ():
                if rows.dtype[column].kind == "f":
                    assert np.isfinite(rows[column]).all(), f"{name}.{column}"
        for name in ("news", "week", "usual", "found", "peers", "watched", *DeliveryNews._fields):
            values = getattr(state, name)
            assert np.isfinite(values).all() and (values >= 0).all(), name
        assert (state.route >= 0).all() and (state.route.sum(axis=2) <= 1.0 + 1e-9).all()
        for name, columns in _SHARES.items():
            rows = table(self.world, name)
            for column in columns:
                assert (rows[column] >= 0).all() and (rows[column] <= 1.0).all(), f"{name}.{column}"
        written = self.world.records.states[self.world.records.written - 1]
        assert np.isfinite(written).all() and (written >= 0).all()
        assert np.isfinite([state.demand, state.unserved, state.hhi, state.leader_share]).all()


_SHARES = {
    "buyers": ("trust", "trust_market", "loyal_trust", "second_trust", "stop"),
    "vendors": ("stealth", "opsec", "honesty"),
    "markets": ("fail", "rating", "dispute", "security", "impairment", "commission", "credible"),
}
