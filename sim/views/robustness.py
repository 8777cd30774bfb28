"""Which choice to take where nobody knows the state of the world: the picture, the advice, the table in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.views import style, words
from sim.views.charts import key, named_rows

APART = 0.05
"""Probability of the least regret from which a choice is not told apart from the one that looks best."""
HEADS = {
    "scenario": "choice", "mean": "on average", "worst": "in the worst state", "percentile": "in a bad state",
    "mean_regret": "regret on average", "worst_regret": "regret in the worst state",
    "satisficing": "states in which it is enough", "best": "states in which it is best",
    "least_regret": "probability of the least regret",
}  # fmt: skip
SHARES = ("satisficing", "best", "least_regret")


def plot_robustness(axes: Axes, table: pd.DataFrame, label: str) -> Axes:
    """Draw the regret of each scenario over the states of the world, mean and worst."""
    rows = table.iloc[::-1]
    place = np.arange(len(rows), dtype=float)
    axes.hlines(place, rows["mean_regret"], rows["worst_regret"], color=style.FAINT, linewidth=3)
    axes.plot(rows["mean_regret"], place, "o", color=style.BARRIER, markersize=9, label="on average")
    axes.plot(rows["worst_regret"], place, "D", color=style.WARNING, markersize=8, label="in the worst state")
    named_rows(axes, place, [words.spoken(str(name)) for name in rows["scenario"]])
    axes.set_xlim(left=0)
    key(axes)
    axes.set_xlabel(f"regret: what is lost against the best choice there ({label})")
    style.headline(axes, robustness_advice(table)[0].rstrip("."), "Over all states of the world tried.")
    return axes


def robustness_advice(table: pd.DataFrame) -> list[str]:
    """Say which choice to take where the state of the world is not known, and which where the average matters more.

    ``table``: as made by :func:`sim.effects.robustness.robustness`, scenario as a column.
    """
    ordered = table.sort_values("worst_regret", kind="stable")
    best = least_regretted(table)
    texts = []
    rivals = _rivals(ordered, best)
    if len(table) == 1:
        return [f"{words.upper_first(words.called(best))} is the only choice that was tried."]
    if rivals:
        first = f"Take {words.called(best)} for the least regret; it cannot be told apart from {words.listing(rivals)}"
    else:
        first = f"Take {words.called(best)}: it is least to be regretted in the worst state of the world"
    texts.append(f"{first}.")
    average = str(table.loc[table["mean"].idxmax(), "scenario"])
    if average != best:
        texts.append(f"If the average over all states matters more, take {words.called(average)}, by estimate.")
    often = table.loc[table["satisficing"].idxmax()]
    enough = words.percent(float(often["satisficing"]))
    same = table[table["satisficing"] == often["satisficing"]]["scenario"]
    who = words.listing([words.called(str(name)) for name in same])
    if float(often["satisficing"]) > 0.0:
        texts.append(f"Enough is reached most often, in {enough} of the states that were tried, with {who}.")
    else:
        texts.append("None reaches the threshold in any state.")
    return texts


def least_regretted(table: pd.DataFrame) -> str:
    """Name the choice whose regret in the worst state is least."""
    return str(table.sort_values("worst_regret", kind="stable")["scenario"].iloc[0])


def _rivals(ordered: pd.DataFrame, best: str) -> list[str]:
    """Choices that may have less regret in other draws of the states, or have the same in these."""
    rest = ordered[ordered["scenario"] != best]
    close = rest["worst_regret"] == ordered["worst_regret"].iloc[0]
    if "least_regret" in ordered:
        close |= rest["least_regret"] >= APART
    return [words.called(str(name)) for name in rest[close]["scenario"]]


def robustness_table(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Write the table in words: head of each column, figures with their unit."""
    rows = {}
    for name in [name for name in HEADS if name in table]:
        kind = "share" if name in SHARES else unit
        rows[HEADS[name]] = [
            words.spoken(str(value)) if name == "scenario" else words.quantity(float(value), kind)
            for value in table[name]
        ]
    return pd.DataFrame(rows)
