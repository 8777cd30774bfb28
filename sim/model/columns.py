"""Every recorded column: the day's counts, figures of state, means and totals; declared once, read everywhere.

Counts are declared where compiled code finds them, in :mod:`sim.model.market.counters`; all others here.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue import facilitators, makes, payments
from sim.model.catalogue.channels import POSTS
from sim.model.market import codes, counters, lawful
from sim.model.market.case_load import waiting
from sim.model.market.column import Column, Level, Mean, Total
from sim.model.market.knowledge import trail
from sim.model.market.trends import usual_wishes


def _level(name: str, unit: str, meaning: str, read: Callable[[Any], float], watched: str = "") -> Level:
    return Level(name, "level", unit, meaning, watched, read=read)


def _of_state(name: str) -> Callable[[Any], Any]:
    """Return a function that reads a figure of the state of a world."""
    return attrgetter(f"state.{name}")


def _mean(name: str, unit: str, meaning: str, top: str, bottom: str, parts: int = 1) -> Mean:
    return Mean(name, "mean", unit, meaning, top=top, bottom=bottom, parts=parts)


def _escrow_lost(world: Any) -> float:
    """Return the escrow lost in today's closures, EUR."""
    lost = 0.0
    for _, event, _, _, cause, amount in world.state.today():
        if event == "close" and cause != codes.CAUSES[codes.VOLUNTARY]:
            lost += amount
    return lost


def _strict(world: Any) -> float:
    slots = world.work.slots
    return float(world.state.markets["admission"][slots].tolist().count(codes.INVITATION) / max(len(slots), 1))


def _traded_on(make: int) -> Callable[[Any], float]:
    def share(world: Any) -> float:
        slots, markets = world.work.slots, world.state.markets
        made = markets["make"][slots]
        if make not in made.tolist():
            return 0.0
        trade = markets["orders"][slots]
        return float(trade[made == make].sum()) / max(float(trade.sum()), 1e-9)

    return share


def _seen(world: Any) -> float:
    """Return the told share of the posts seized: of each over the countries to which it goes, then their mean."""
    state = world.state
    parcels = state.arriving.T
    seized, came = (np.add.reduce(p, axis=1) for p in (state.seen[: len(POSTS)] * parcels, parcels))
    return sum((seized / np.maximum(came, 1e-300)).tolist()) / len(POSTS)


def _millions(counter: int) -> Callable[[Any], float]:
    return lambda world: float(world.work.counts[counter]) / counters.MILLION


def _harm_lawful(world: Any) -> float:
    """Return the harm of today's doses that were sold lawfully, in place of trade and beside it."""
    return _harm_instead(world) + float(usual_wishes(world) * world.work.beside)


_harm_online, _harm_street = _millions(counters.HARM_ONLINE), _millions(counters.HARM_STREET)
_harm_instead = _millions(counters.HARM_LAWFUL)


def _carried(world: Any) -> float:
    """Return the share of today's orders that somebody carries, over countries by the parcels that go there."""
    halts = world.work.held["halts"][0]
    if not np.count_nonzero(halts):
        return 1.0
    weight = world.state.arriving.sum(axis=1) + 1e-300
    return float(1.0 - weight @ halts / weight.sum())


def _supply(name: str) -> Callable[[Any], float]:
    row = facilitators.FACILITATORS.index(name)
    return lambda world: float(world.facilitators[row].supply)


def _cashed(route: int) -> Callable[[Any], float]:
    def read(world: Any) -> float:
        paying = world.work.paying
        return 0.0 if paying is None else paying.cashed[route]

    return read


LEVELS = (
    _level("active_buyers", "buyers", "buyers who buy now and then", _of_state("customers")),
    _level("vendors_in_business", "vendors", "vendors who trade as the day ends, those on the move among them",
           _of_state("n_active"), "active_vendors"),
    _level("marketplaces", "marketplaces", "marketplaces open", lambda w: float(len(w.work.slots)), "marketplaces"),
    _level("leader_share", "share", "share of the largest marketplace", _of_state("leader_share"), "leader_share"),
    _level("hhi", "HHI", "Herfindahl concentration of trade", _of_state("hhi"), "hhi"),
    _level("escrow", "EUR", "coin held in escrow", lambda w: w.work.escrow / 100.0),
    _level("escrow_lost", "EUR", "escrow lost in closures of today", _escrow_lost),
    _level("alarm", "alarm", "alarm at police work", lambda w: float(w.state.news[codes.ALARM]), "alarm"),
    _level("upset", "upset", "upset at exit scams and hacks", lambda w: float(w.state.news[codes.UPSET])),
    _level("seen_seized", "share", "share of the post seized, as told in forums",
           _seen, "seized_share"),
    _level("forum", "share", "share of people who have a place to meet and talk", _of_state("forum")),
    _level("encrypting", "share", "share of buyers who encrypt their address", _of_state("encrypting")),
    *(_level(name, "share", f"share of trade on marketplaces of the make {name}", _traded_on(row))
      for row, name in enumerate(makes.MAKES) if row != makes.CENTRAL),
    _level("demand", "wishes", "online wishes a day, smoothed", _of_state("demand")),
    _level("unserved", "share", "share of them turned away, smoothed", _of_state("unserved"), "unserved"),
    *(_level(row.name, "share", f"supply of {row.name}, with substitutes", _supply(row.name))
      for row in facilitators.ROWS),
    _level("harm", "doses", "harm of all doses, in ordinary doses of cannabis",
           lambda w: _harm_online(w) + _harm_street(w) + _harm_lawful(w)),
    _level("harm_online", "doses", "that of doses that arrived from online trade", _harm_online),
    _level("harm_street", "doses", "that of doses bought offline", _harm_street),
    _level("harm_lawful", "doses", "that of doses sold lawfully", _harm_lawful),
    _level("batches", "batches", "dangerous batches about", lambda w: float(len(w.state.batches))),
    _level("in_treatment", "users", "users in treatment whom police had found", _of_state("in_treatment")),
    _level("young_users", "users", "customers who are young", _of_state("young")),
    *(_level(f"by_{row.name}", "share", f"share of vendors' coin turned into money by {row.meaning}", _cashed(place))
      for place, row in enumerate(payments.ROWS)),
    _level("carried", "share", "share of orders that somebody carries", _carried),
    _level("cost", "EUR", "spent on barriers today", _of_state("cost")),
    _level("cases_waiting", "cases", "open cases of special teams", lambda w: float(waiting(w.state))),
    _level("strict_admission", "share", "share of marketplaces that admit vendors by invitation", _strict),
    _level("knowledge", "share", "share of present ways of working that authorities know", _of_state("known")),
    _level("trail", "days", "days of learning by which authorities trail: until they know half of present ways",
           trail),
    _level("parcels_moving", "parcels", "parcels on their way", _of_state("moving")),
    _level("lawful_opened", "parcels", "lawful parcels opened in vain", lawful.opened),
    _level("lawful_refused", "customers", "lawful customers turned away by suppliers of services", lawful.refused),
    _level("lawful_sites_down", "sites", "lawful sites hard to reach beside marketplaces that are flooded",
           lawful.sites_down),
    _level("accounts_watched", "accounts", "accounts and users whom police read along with", lawful.watched),
)  # fmt: skip
"""Figures of state at the end of a day."""

LAYERS = {
    "carried": "carriage",
    **{row.name: row.name.replace("_", " ") for row in facilitators.ROWS if row.leans != facilitators.CARRYING},
}
"""Columns that say how much of a service the trade cannot do without is to be had, each with what it is called."""

DERIVED: tuple[Column, ...] = (
    _mean("trust", "share", "trust in the ecosystem of those who looked", "trust", "looked", counters.MILLION),
    _mean("stealth", "share", "mean concealment of vendors", "stealth", "active_vendors", counters.MILLION),
    _mean("perceived_risk", "share", "perceived chance that a parcel is seized", "risk", "wishes", counters.MILLION),
    _mean(
        "price_index",
        "ratio",
        "mean price with dearer postage against the going rate",
        "price",
        "active_vendors",
        counters.MILLION,
    ),
    _mean("early_share", "share", "orders paid before delivery", "early_orders", "orders"),
    Total("all_feedback", "count", "ratings", "ratings left", of=("positive", "negative")),
    _mean("positive_feedback", "share", "good ones among the ratings", "positive", "all_feedback"),
    _mean("negative_feedback", "share", "bad ones among the ratings", "negative", "all_feedback"),
)
"""What follows from the counts of a day."""

SELLERS = Column("vendors", "count", "vendors", "vendors with an open account")
"""Recorded by marketplace only, beside its trade."""

WATCHED_ONLY: tuple[Column, ...] = (
    Mean("street_share", "mean", "share", "wishes that led offline", "street_share",
         top="street_orders", bottom="wishes"),
)  # fmt: skip
"""Watched by triggers and in no table: tables hold what they are made of."""


def _table() -> tuple[Column, ...]:
    """Order the columns: counts, or the mean that stands for one, then levels, then what else is derived."""
    derived = {column.name: column for column in DERIVED}
    shown = [derived.pop(c.name, None) if c.kind == "sum" else c for c in counters.COUNTS]
    return (*(c for c in shown if c is not None), *LEVELS, *derived.values())


TABLE = _table()
"""The columns of the daily table behind ``day``, in order."""

WATCHED = {c.watched: c for c in (*TABLE, *WATCHED_ONLY) if c.watched}
"""What a trigger may watch, by the name it has there."""


_PLACES = {column.name: place for place, column in enumerate(LEVELS)}
_COUNTED = {name: place for place, name in enumerate(counters.NAMES)}


def levels(world: Any) -> list[float]:
    """Return the figures of state as the day ends, in the order of LEVELS."""
    return [column.read(world) for column in LEVELS]


def observed(counts: NDArray[np.int64], read: NDArray[np.float64]) -> dict[str, float]:
    """Return what a trigger sees of the day that ended; ``counts``: of that day, ``read``: its :func:`levels`."""

    def value(column: Column) -> float:
        if isinstance(column, Mean):
            top, bottom = (int(counts[_COUNTED[part]]) for part in (column.top, column.bottom))
            return float(top) / max(bottom, 1)
        if isinstance(column, Level):
            return float(read[_PLACES[column.name]])
        return float(counts[column.index]) / (100.0 if column.kind == "money" else 1.0)

    return {name: value(column) for name, column in WATCHED.items()}
