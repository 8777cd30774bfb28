"""Which parameters matter: the picture, and what it allows to be said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.views import style, words
from sim.views.charts import MOST_ROWS, key, named_rows, short

KINDS = ("mean absolute effect", "total", "first")
"""Measures of how much a parameter matters; the first that a table has decides."""
MEASURES = {
    "total": "share of the variance, with all it does together with others", "first": "share of the variance, alone",
    "share of variance": "share of the variance of a single run", "mean absolute effect": "mean change over its range",
    "mean effect": "mean change over its range, with its sign", "spread of effects": "spread of these changes",
}  # fmt: skip
SHARES = ("total", "first", "share of variance")
ALL_CHANCE = 0.95
"""Share of chance in the variance of a run from which parameters are said not to show."""


def plot_sensitivity(axes: Axes, table: pd.DataFrame, label: str) -> Axes:
    """Draw how much each parameter matters, the most at the top."""
    chance = table[table["index"] == "share of variance"]
    kinds = [kind for kind in KINDS if kind in set(table["index"])]
    names = list(dict.fromkeys(table.loc[table["index"] == kinds[0], "parameter"]))[:MOST_ROWS]
    place = np.arange(len(names))[::-1].astype(float)
    for index, kind in enumerate(kinds):
        rows = table[table["index"] == kind].set_index("parameter").reindex(names)
        shift = (0.5 * (len(kinds) - 1) - index) * 0.28
        colour = style.PALETTE[index]
        axes.hlines(place + shift, rows["low"], rows["high"], color=colour, linewidth=2)
        axes.plot(rows["estimate"], place + shift, "o", color=colour, markersize=7, label=kind)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    named_rows(axes, place, [short(name) for name in names])
    if len(kinds) > 1:
        key(axes)
    axes.set_xlabel("change of the outcome over the range" if kinds[0].startswith("mean") else "share of the variance")
    share = float(chance["estimate"].iloc[0]) if len(chance) else math.nan
    noise = "" if math.isnan(share) else f" Of the variance of a single run {words.percent(share)} is chance."
    style.headline(axes, matters_most(table), f"{label}; lines: 95 % intervals.{noise}")
    return axes


def sensitivity_table(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Write the table in words; ``unit``: of the outcome, in which changes are told."""
    rows = []
    for row in table.to_dict("records"):
        kind = "share" if row["index"] in SHARES else unit
        value, bounds = words.quantity(row["estimate"], kind), words.interval(row["low"], row["high"], kind)
        rows.append((short(str(row["parameter"])), MEASURES.get(row["index"], row["index"]), value, bounds))
    return pd.DataFrame(rows, columns=["parameter", "how much it matters", "estimate", "95 % interval"])


def matters_most(table: pd.DataFrame) -> str:
    """State which parameter matters most, or that this cannot be told.

    Nothing is said over measures that do not exist, whose intervals include none, or overlap with those of others, or
    where next to all that varies is chance.
    """
    rows, chance = table, table[table["index"] == "share of variance"]["estimate"]
    for kind in KINDS:
        if kind in set(table["index"]):
            rows = table[table["index"] == kind].dropna(subset=["estimate"]).sort_values("estimate", ascending=False)
            break
    else:
        return "Nothing can be told of the parameters"
    if not len(rows):
        return "Nothing varies, so no parameter can be ranked"
    sure = rows[rows["low"] > 0.0]
    if len(chance) and float(chance.iloc[0]) >= ALL_CHANCE:
        return f"No parameter shows beside chance, which is {words.percent(float(chance.iloc[0]))} of the variance"
    if not len(sure):
        return "No parameter can be told to matter"
    best = sure.iloc[0]
    rivals = rows[(rows["high"] >= best["low"]) & (rows["parameter"] != best["parameter"])]["parameter"]
    name = words.upper_first(short(str(best["parameter"])))
    if not len(rivals):
        return f"{name} matters most"
    others = [short(str(rival)) for rival in rivals][:3]
    others += [f"{len(rivals) - 3} more"] if len(rivals) > 3 else []
    return f"{name} matters, and cannot be told to matter more than {words.listing(others)}"
