"""How an outcome follows the parameters of a design."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.views import style, words
from sim.views.charts import SIZE, label_of, short, write_unit

MOST_PANELS, FEW, MOST_APART = 6, 6, 8


def plot_responses(summary: pd.DataFrame, design: pd.DataFrame, criterion: str) -> Figure:
    names = [name for name in design.columns if name != "point"][:MOST_PANELS]
    columns = min(len(names), 3)
    lines = -(-len(names) // columns)
    figure = style.Chart(figsize=(SIZE[0], 1.0 + 3.4 * lines), dpi=style.DPI, layout=style.spaced())
    first: Axes | None = None
    for number, name in enumerate(names, 1):
        axes = figure.add_subplot(lines, columns, number, sharey=first)
        first = first or axes
        plot_response(axes, summary, design, criterion, name)
        if number % columns != 1 and columns > 1:
            axes.set_ylabel("")
    if first is not None and 1 < len(keys := first.get_legend_handles_labels()[1]) <= len(style.PALETTE):
        figure.legend(*first.get_legend_handles_labels(), loc="outside lower left", frameon=False, fontsize=11,
                      ncols=min(len(keys), 4))  # fmt: skip
    return figure


def plot_response(axes: Axes, summary: pd.DataFrame, design: pd.DataFrame, outcome: str, parameter: str) -> Axes:
    """Draw an outcome, with its intervals, against one parameter of a design."""
    rows = summary[(summary["outcome"] == outcome) & (summary["world"] == "")]
    rows = rows.merge(design[["point", parameter]], on="point")
    text = not pd.api.types.is_numeric_dtype(rows[parameter]) or pd.api.types.is_bool_dtype(rows[parameter])
    values = pd.factorize(rows[parameter].astype(str), sort=True) if text else (rows[parameter].to_numpy(float), None)
    told_apart = 1 < rows["scenario"].nunique() <= len(style.PALETTE)  # portfolios are too many for colours
    for index, (scenario, chosen) in enumerate(rows.groupby("scenario", sort=False)):
        colour = style.PALETTE[index if told_apart else 0]
        at = _apart(np.asarray(values[0], dtype=float)[rows["scenario"] == scenario])
        axes.vlines(at, chosen["low"], chosen["high"], color=colour, alpha=0.35, linewidth=1.2)
        axes.plot(at, chosen["estimate"], "o", color=colour, markersize=4.5, label=words.spoken(str(scenario)))
    if values[1] is not None:
        axes.set_xticks(range(len(values[1])), [str(value) for value in values[1]])
    elif len(set(values[0])) <= FEW:
        axes.set_xticks(sorted(set(values[0])))
    axes.axhline(0, color=style.SOFT, linewidth=0.8)
    label, unit = label_of(rows, outcome)
    axes.set_xlabel(short(parameter))
    axes.set_ylabel(words.upper_first(label))
    write_unit(axes.yaxis, unit)
    return axes


def _apart(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move points of the same value a little apart, so that their intervals do not hide each other."""
    step = 0.012 * (float(np.ptp(at)) or 1.0)
    place = np.zeros(len(at))
    for value in np.unique(at):
        same = np.flatnonzero(at == value)
        if len(same) <= MOST_APART:
            place[same] = (np.arange(len(same)) - (len(same) - 1) / 2.0) * step
    return at + place
