"""Tables of the history: by year, by cause, and after each closure, beside what was observed."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from sim.model.market.codes import CAUSES
from sim.validation.history import FIRST, ORDERS, Played, closures, years
from sim.validation.library import rows

MONTH = 30
BEFORE, AFTER = 2 * MONTH, 3 * MONTH


def dollars(played: Played) -> float:
    """Return USD M of the record for one EUR of the run.

    What is recorded is transfers: 133 M of them came to USD 4,667 M (D1, D82), 35 each, where an order is worth 125
    (D86); an order leaves several. All money in the model is in proportion, so one factor brings it to what is on
    record: the sum over all years is right as far as the number of orders is.
    """
    total = sum(float(row["revenue"]) for row in rows("history_years"))
    run = played.world.records
    orders, revenue = run.column("orders").sum(), run.column("revenue").sum()
    return float(total / ORDERS * orders * played.scale / max(revenue, 1e-9)) if orders else math.nan


def by_year(played: Played) -> pd.DataFrame:
    """Return one row a year: orders, people, revenue, marketplaces and leader at the end, each beside the record."""
    run = played.world.records
    found: list[dict[str, float]] = []
    observed = {int(row["year"]): row for row in rows("history_years")}
    worth, marketplaces = dollars(played), run.column("marketplaces")
    for year, days in years():
        if days.start >= run.written:
            break
        seen = observed[year]
        found.append(
            {
                "year": year,
                "revenue": float(run.column("revenue")[days].sum()) * worth,
                "observed_revenue": _number(seen["revenue"]),
                "observed_without_one": _number(seen["revenue_without_one"]),
                "orders": float(run.column("orders")[days].sum() + run.column("direct_orders")[days].sum())
                * played.scale,
                "people": float(played.people[days].sum()) * played.scale,
                "marketplaces": float(marketplaces[days][-1]),
                "observed_marketplaces": _number(seen["marketplaces"]),
                "leader": _leader(played, days),
                "observed_leader": _number(seen["leader"]),
                "vendors": float(run.column("active_vendors")[days][-1]) * played.scale,
            }
        )
    return pd.DataFrame(found)


def by_cause(played: Played) -> pd.DataFrame:
    """Return the closures by year and cause, those known by date among them."""
    ends = [(entry[0], entry[4]) for entry in played.world.state.journal if entry[1] == "close"]
    found: list[dict[str, int]] = []
    for year, days in years():
        if days.start >= played.world.records.written:
            break
        counts = {
            cause: sum(days.start <= day < days.stop and why == cause for day, why in ends) for cause in CAUSES[1:]
        }
        found.append({"year": year, **counts, "all": sum(counts.values())})
    return pd.DataFrame(found)


def after_closures(played: Played) -> pd.DataFrame:
    """Return for each closure known by date the revenue of the three months after, against the two before."""
    revenue = played.world.records.column("revenue")
    found: list[dict[str, Any]] = []
    for closure in closures():
        if closure.day >= len(revenue):
            break
        day = closure.day
        before = revenue[max(day - BEFORE, 0) : day].mean()
        months = [revenue[day + m * MONTH : day + (m + 1) * MONTH] for m in range(AFTER // MONTH)]
        index = [float(month.mean() / before) if len(month) and before > 0 else math.nan for month in months]
        found.append(
            {
                "date": str(FIRST + timedelta(days=int(day))), "name": closure.name, "barrier": closure.barrier,
                "struck": len(played.struck.get(closure.name, ())),
                **{f"month_{m + 1}": value for m, value in enumerate(index)},
                "low": closure.low, "high": closure.high, "within": _within(index, closure.low, closure.high),
                "observed": closure.observed, "ids": closure.ids,
            }
        )  # fmt: skip
    return pd.DataFrame(found)


def _within(index: list[float], low: float | None, high: float | None) -> str:
    """Say whether the mean of the months lies in the range that was observed; "" where nothing was."""
    if low is None or high is None:
        return ""
    mean = float(np.mean(index))
    return "within" if low <= mean <= high else "below" if mean < low else "above"


def _leader(played: Played, days: slice) -> float:
    """Return the largest share that one marketplace has of a year's revenue."""
    traded: Any = played.world.records.markets[days, :, 1].sum(axis=0)
    return float(traded.max() / max(traded.sum(), 1))


def _number(text: str) -> float:
    return float(text) if text else math.nan
