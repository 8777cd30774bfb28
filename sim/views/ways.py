"""Ways of re-organisation closed one by one: the picture, and the conditions under which it may be read."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.effects.ways import carrying, drifting
from sim.views import style, words
from sim.views.charts import MOST_ROWS, key, named_rows, write_unit


def plot_ways(axes: Axes, table: pd.DataFrame, label: str) -> Axes:
    """Draw how much more is missing with each way of re-organisation closed, by scenario."""
    table = table[table["way"] != "any"]
    strongest = list(table.groupby("way")["difference"].max().sort_values(ascending=False).index[:MOST_ROWS])
    place = {name: float(len(strongest) - 1 - i) for i, name in enumerate(strongest)}
    scenarios = list(dict.fromkeys(table["scenario"]))
    for index, scenario in enumerate(scenarios):
        rows = table[(table["scenario"] == scenario) & table["way"].isin(strongest)]
        at = rows["way"].map(place) + (0.5 * (len(scenarios) - 1) - index) * 0.7 / max(len(scenarios), 2)
        colour = style.PALETTE[index % len(style.PALETTE)]
        axes.hlines(at, rows["low"], rows["high"], color=colour, linewidth=1.6, alpha=0.6)
        axes.plot(rows["difference"], at, "o", color=colour, markersize=7, label=words.spoken(scenario))
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    named_rows(axes, np.array(list(place.values())), [words.spoken(name) for name in place])
    write_unit(axes.xaxis, "share")
    axes.set_xlabel("more of the first year's orders missing with this way closed")
    if len(scenarios) > 1:
        key(axes)
    sure = table[carrying(table)].sort_values("difference", ascending=False)
    carriers = [words.spoken(str(name)) for name in dict.fromkeys(sure["way"])][:3]
    title = "Recovery goes through: " + words.listing(carriers) if carriers else "No single way can be told from none"
    style.headline(axes, title, "Each way closed in both worlds; right of the line: trade recovers less without it.")
    return axes


def ways_notes(table: pd.DataFrame) -> list[str]:
    """Say how many pairs shares of the recovery would take, and where closing a way changes the market by itself.

    ``table``: as made by :func:`sim.effects.ways.way_shares`, with a column way that names it.
    """
    texts: list[str] = []
    single = table[table["way"] != "any"] if len(table) else table
    if "pairs_needed" not in single or not len(single):
        return texts
    untold = single[single["share"].isna() & np.isfinite(single["pairs_needed"])]
    if len(untold):
        most, least = float(untold["pairs_needed"].max()), float(untold["pairs_needed"].min())
        takes = words.number(least) if least == most else f"{words.number(least)} to {words.number(most)}"
        texts.append(
            f"{len(untold)} of {len(single)} shares of the recovery are left out: to tell them takes {takes} pairs, "
            f"here are {int(single['pairs'].max())}."
        )
    nothing = single[single["share"].isna() & single["pairs_needed"].isna()]
    if len(nothing) and math.isfinite(float(nothing["pairs"].max())):
        names = [words.called(str(name)) for name in dict.fromkeys(nothing["scenario"])]
        texts.append(f"For {words.listing(names)} no recovery is told that could be shared out among ways.")
    moved = table[drifting(table)]
    for name, rows in moved.groupby("way", sort=False):
        change = float(rows["baseline_change"].iloc[0])
        way = "all of them" if name == "any" else words.spoken(str(name))
        texts.append(
            f"With {way} closed, the world without the barrier trades {words.percent(abs(change))} "
            f"{'less' if change < 0 else 'more'} too: what is missing is measured against another market."
        )
    return texts
