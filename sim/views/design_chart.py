"""What a study of many points or portfolios found, as the chart of its page: every point, with what it stands for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.views import words
from sim.views.charts import short
from sim.views.interactive import Axis, chart
from sim.views.page import Html

MOST_POINTS = 2000
"""Points that are drawn; with more the page would be slow, and nothing more could be seen."""


def points_chart(rows: pd.DataFrame, names: Sequence[str], label: str, unit: str, still: Html) -> Html:
    """Show the criterion of every design point over the first parameter that is a number.

    ``rows``: scenario, point, estimate, low, high, and the parameters ``names``.
    """
    numbers = [name for name in names if pd.api.types.is_numeric_dtype(rows[name]) and rows[name].dtype != bool]
    across = numbers[0] if numbers else "point"
    known = rows.dropna(subset=["estimate"]).head(MOST_POINTS)
    text = known.apply(lambda row: "; ".join(f"{short(name)} {words.setting(row[name])}" for name in names), axis=1)
    table = pd.DataFrame(
        {"x": known[across], "y": known["estimate"], "low": known["low"], "high": known["high"], "text": text}
    )
    series = {str(name): table.loc[own.index] for name, own in known.groupby("scenario", sort=False)}
    head = short(across) if numbers else "design point"
    return chart(series, Axis(head), Axis(label, unit), still, lines=False)


def portfolios_chart(table: pd.DataFrame, label: str, unit: str, still: Html) -> Html:
    """Show cost and effect of every portfolio of the front; ``table``: portfolio, cost, effect, low, high, on_front."""
    known = table.dropna(subset=["effect"])
    text = [words.spoken(str(name)) for name in known["portfolio"]]
    points = known.rename(columns={"cost": "x", "effect": "y"})[["x", "y", "low", "high"]].assign(text=text)
    front = known["on_front"].astype(bool)
    parts = {"no other does more for less": points[front], "another does more for less": points[~front]}
    series = {name: part for name, part in parts.items() if len(part)}
    return chart(series, Axis("cost of the first year", "EUR"), Axis(label, unit), still, lines=False)
