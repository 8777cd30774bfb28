"""What a sweep says before its advice: how long, which way around, at what cost; and after it, how sure that is.

Of one point the figure with its interval is told, where it is beyond chance; of several the range of estimates, and at
how many of them that is so.
"""

from __future__ import annotations

import math

import pandas as pd

from sim.effects import OUTCOMES
from sim.views import words
from sim.views.reasons import AROUND, BURDENS

SPANS = {
    "effect_28": "in the first 28 days", "effect_90": "in the four weeks to day 90",
    "effect_365": "in the four weeks to day 365", "effect_end": "in the last four weeks of the run",
}  # fmt: skip
"""Shares of trade that tell how long it lasts, each with when that is."""


def how_long(rows: pd.DataFrame, who: str = "") -> list[str]:
    """Say how much is missing early, later and at the end; ``rows``: of a summary, one scenario; ``who``: its name."""
    known = _known(rows)
    parts = [f"{told} {when}" for name, when in SPANS.items() if (told := _figure(known, name))]
    return [f"How long{f', {who}' if who else ''}: of trade is missing {'; '.join(parts)}."] if parts else []


def way_around(rows: pd.DataFrame) -> list[str]:
    """Say which ways around it were taken beyond chance."""
    return _listed("How trade got round it", rows, AROUND, more=True)


def cost_and_burden(rows: pd.DataFrame) -> list[str]:
    """Say what the first year cost and what it brought besides, beyond chance."""
    known = _known(rows)
    costs = known[known["outcome"] == "cost_first_year"]
    paid = [] if not len(costs) else [f"What it costs: {_ends(costs, 'EUR')} in the first year."]
    return [*paid, *_listed("What it brought besides", rows, BURDENS)]


def how_sure(replicates: int, points: int) -> list[str]:
    """Say on how many runs it rests; a single run has its caution."""
    if replicates < 2:
        return []
    of = f" of each of {points} points" if points > 1 else ""
    return [f"How sure: {words.number(replicates)} paired runs{of}; intervals hold 95 %, of chance alone."]


def _listed(head: str, rows: pd.DataFrame, outcomes: tuple[str, ...], more: bool = False) -> list[str]:
    known = _known(rows)
    seen = [f"{OUTCOMES[name].label}, {told}" for name in outcomes if (told := _figure(known, name, more))]
    return [f"{head}: {'; '.join(seen)}."] if seen else []


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.dropna(subset=["estimate", "low", "high"])


def _figure(rows: pd.DataFrame, outcome: str, more: bool = False) -> str:
    """Write a figure where it is beyond chance at one point at least; ``more``: where it is above none."""
    own = rows[rows["outcome"] == outcome]
    beyond = (own["low"] > 0.0) | ((own["high"] < 0.0) & (not more))
    if not beyond.any():
        return ""
    unit = str(own["unit"].iloc[0])
    if len(own) == 1:
        row = own.iloc[0]
        return f"{words.quantity(row['estimate'], unit)} ({words.interval(row['low'], row['high'], unit)})"
    return f"{_ends(own, unit)} (beyond chance at {int(beyond.sum())} of {len(own)} points)"


def _ends(rows: pd.DataFrame, unit: str) -> str:
    low, high = float(rows["estimate"].min()), float(rows["estimate"].max())
    return words.quantity(low, unit) if math.isclose(low, high) else words.interval(low, high, unit)
