"""Headings of the tables for people, each with unit and meaning: from where the column, or the outcome, is declared."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.effects.outcomes import OUTCOMES, STEADY_STATE
from sim.model.columns import SELLERS, TABLE
from sim.model.market.counters import BLOCKS, M_ORDERS, M_REVENUE, MARKET_COUNTS

COLUMNS = {
    "run_id": "identity of a run: hash of its settings, replicate and model version",
    "case": "number of the configuration",
    "arm": "barrier, or baseline: the same world without",
    "day": "day of the run, from 0",
    "scenario": "barriers at work",
    "world": "what differs in the world they act in; empty: nothing",
    "point": "number of the design point",
    "replicate": "number of the replicate; the same number is the same world in every scenario",
    "event": "name of one of several barriers, counted from its own day",
    "date": "date of the day, where the run has a calendar",
    "marketplace": "marketplace, as the table of your own names it; empty: all together",
    "per_days": "days that a figure of your own series is of",
    "outcome": "what is measured",
    "label": "what is measured, in words",
    "unit": "unit of the figures",
    "n": "replicates that have a figure",
    "estimate": "best estimate over the replicates; inf: not within the run",
    "low": "lower bound of the 95 % interval",
    "high": "upper bound of the 95 % interval",
    "censored_share": "share of runs, or resamples, in which a duration was not over by the end",
    "method": "how the interval was made",
    "note": "why there is no figure, where there is none",
}
"""What tables of a study have in common."""
GROUPED = (MARKET_COUNTS[M_ORDERS], MARKET_COUNTS[M_REVENUE], SELLERS)
"""Figures of a marketplace in the table of groups."""


def headings() -> pd.DataFrame:
    """List every heading: the table it stands in ("" for several), its name, unit and meaning."""
    rows = pd.DataFrame(_rows(), columns=["table", "name", "unit", "meaning"])
    return rows.drop_duplicates(["table", "name"], ignore_index=True)


def _rows() -> Iterator[tuple[str, str, str, str]]:
    yield from (("", name, "", text) for name, text in COLUMNS.items())
    yield from (("effects", name, outcome.unit, outcome.label) for name, outcome in OUTCOMES.items())
    yield from (("steady state", fact.name, fact.unit, fact.label) for fact in STEADY_STATE)
    yield from (("daily", column.name, column.unit, column.meaning) for column in TABLE)
    figures = [column for block in BLOCKS for column in block.figures]
    yield from (("groups", column.name, column.unit, column.meaning) for column in (*figures, *GROUPED))
