"""What was observed, beside what the model gave: an own series brought to the model's level, and dated events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.observations.calendar import date_of
from sim.views import style

WEEK = 7
OBSERVED = "#cc79a7"


def weekly_observed(observed: pd.DataFrame, start: int) -> pd.DataFrame:
    """Sum a series over marketplaces and bring it to weeks; return since (days since the start) and value (a week).

    ``observed``: day, marketplace, orders or revenue, and per_days, the days that a figure is of. Revenue is taken
    where there is any, else orders. A week without a figure is left out; one with some counts as a week of these.
    """
    figure = next((name for name in ("revenue", "orders") if name in observed and observed[name].notna().any()), None)
    if figure is None:
        return pd.DataFrame({"since": [], "value": []})
    rows = observed[observed[figure].notna()]
    whole = rows["marketplace"].isna() if "marketplace" in rows else pd.Series(True, index=rows.index)
    rows = rows[whole] if whole.any() else rows  # where a total is given, parts are not added to it
    daily = (rows[figure] / rows["per_days"]).groupby(rows["day"]).sum()
    spans = rows.groupby("day")["per_days"].max()
    middle = daily.index.to_numpy() + (spans.to_numpy() - 1.0) / 2.0 - start
    week = np.floor_divide(middle, WEEK)
    table = pd.DataFrame({"week": week, "value": daily.to_numpy() * WEEK}).groupby("week", as_index=False).mean()
    return pd.DataFrame({"since": table["week"] * WEEK + WEEK / 2.0, "value": table["value"]})


def plot_observed(axes: Axes, observed: pd.DataFrame, weekly: pd.DataFrame, start: int) -> str:
    """Draw a series as points at the level of the twin before the start; return what is to be said of it, or "".

    ``weekly``: the model's, as :func:`sim.views.revenue.weekly` gives it. Where the series says nothing of the days
    before the start, both are brought to one mean over all days that they share.
    """
    points = weekly_observed(observed, start)
    model = weekly[weekly["arm"] == "baseline"].set_index("since")["mean"]
    points = points[(points["since"] >= model.index.min()) & (points["since"] <= model.index.max())]
    before = points[points["since"] < 0.0]
    shared, days = (before, "before the start") if len(before) else (points, "over all days")
    level = float(shared["value"].mean()) if len(shared) else 0.0
    if not level > 0.0:
        return ""
    own = float(np.interp(shared["since"], model.index, model).mean())
    axes.plot(points["since"], points["value"] * own / level, linestyle="none", marker="o", markersize=4,
              color=OBSERVED, zorder=4)  # fmt: skip
    return f"Points: observed, brought to the model's mean {days}."


def mark_events(axes: Axes, interventions: Mapping[str, Any], start: int, day_zero: str | None) -> None:
    """Mark the days of later barriers, and give the date of the start in the label of the axis."""
    for barrier in interventions.values():
        plain = barrier if isinstance(barrier, Mapping) else vars(barrier)
        since = int(plain["start"]) - start
        if since > 0 and not plain.get("trigger"):
            axes.axvline(since, color=style.INK, linewidth=0.8, linestyle=(0, (1, 3)), zorder=1)
    date = date_of(start, day_zero) if day_zero else None
    label = axes.get_xlabel()
    if date is not None and label.startswith("days since"):
        axes.set_xlabel(f"{label} ({date})")
