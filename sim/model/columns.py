"""Every recorded column: the day's counts, figures of state, means and totals; declared once, read everywhere.

Counts are declared where compiled code finds them, in :mod:`sim.model.market.counters`; all others here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue import facilitators, makes, payments
from sim.model.market import counters
from sim.model.market.column import Column, Level, Mean, Total


def _level(name: str, unit: str, meaning: str, watched: str = "") -> Level:
    return Level(name, "level", unit, meaning, watched)


def _mean(name: str, unit: str, meaning: str, top: str, bottom: str, parts: int = 1) -> Mean:
    return Mean(name, "mean", unit, meaning, top=top, bottom=bottom, parts=parts)


LEVELS = (
    _level("active_buyers", "buyers", "buyers who buy now and then"),
    _level("vendors_in_business", "vendors", "vendors who trade as the day ends, those on the move among them",
           "active_vendors"),
    _level("marketplaces", "marketplaces", "marketplaces open", "marketplaces"),
    _level("leader_share", "share", "share of the largest marketplace", "leader_share"),
    _level("hhi", "HHI", "Herfindahl concentration of trade", "hhi"),
    _level("escrow", "EUR", "coin held in escrow"),
    _level("escrow_lost", "EUR", "escrow lost in closures of today"),
    _level("alarm", "alarm", "alarm at police work", "alarm"),
    _level("upset", "upset", "upset at exit scams and hacks"),
    _level("seen_seized", "share", "share of the post seized, as told in forums", "seized_share"),
    _level("forum", "share", "share of people who have a place to meet and talk"),
    _level("encrypting", "share", "share of buyers who encrypt their address"),
    *(_level(name, "share", f"share of trade on marketplaces of the make {name}") for name in makes.OTHERS),
    _level("demand", "wishes", "online wishes a day, smoothed"),
    _level("unserved", "share", "share of them turned away, smoothed", "unserved"),
    *(_level(row.name, "share", f"supply of {row.name}, with substitutes") for row in facilitators.ROWS),
    _level("harm", "doses", "harm of all doses, in ordinary doses of cannabis"),
    _level("harm_online", "doses", "that of doses that arrived from online trade"),
    _level("harm_street", "doses", "that of doses bought offline"),
    _level("harm_lawful", "doses", "that of doses sold lawfully"),
    _level("batches", "batches", "dangerous batches about"),
    _level("in_treatment", "users", "users in treatment whom police had found"),
    _level("young_users", "users", "customers who are young"),
    *(_level(f"by_{row.name}", "share", f"share of vendors' coin turned into money by {row.meaning}")
      for row in payments.ROWS),
    _level("carried", "share", "share of orders that somebody carries"),
    _level("cost", "EUR", "spent on barriers today"),
    _level("cases_waiting", "cases", "open cases of special teams"),
    _level("strict_admission", "share", "share of marketplaces that admit vendors by invitation"),
    _level("knowledge", "share", "share of present ways of working that authorities know"),
    _level("trail", "days", "days of learning by which authorities trail: until they know half of present ways"),
    _level("parcels_moving", "parcels", "parcels on their way"),
    _level("lawful_opened", "parcels", "lawful parcels opened in vain"),
    _level("lawful_refused", "customers", "lawful customers turned away by suppliers of services"),
    _level("lawful_sites_down", "sites", "lawful sites hard to reach beside marketplaces that are flooded"),
    _level("accounts_watched", "accounts", "accounts and users whom police read along with"),
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


def observed(counts: NDArray[np.int64], read: NDArray[np.float64]) -> dict[str, float]:
    """Return what a trigger sees of the day that ended; ``counts``: of that day, ``read``: its
    :func:`sim.model.records.levels.levels`."""

    def value(column: Column) -> float:
        if isinstance(column, Mean):
            top, bottom = (int(counts[_COUNTED[part]]) for part in (column.top, column.bottom))
            return float(top) / max(bottom, 1)
        if isinstance(column, Level):
            return float(read[_PLACES[column.name]])
        return float(counts[column.index]) / (100.0 if column.kind == "money" else 1.0)

    return {name: value(column) for name, column in WATCHED.items()}
