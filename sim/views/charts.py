"""What charts of studies share: names of parameters, rows with names, axes in a unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.views import style

MOST_ROWS = 16
SIZE = (10.6, 6.2)


def label_of(summary: pd.DataFrame, outcome: str) -> tuple[str, str]:
    rows = summary[summary["outcome"] == outcome]
    return (str(rows["label"].iloc[0]), str(rows["unit"].iloc[0])) if len(rows) else (outcome, "")


def chart(height: float = SIZE[1]) -> tuple[Figure, Axes]:
    """Make an empty picture of the size that studies have."""
    return style.chart(SIZE[0], height)


def rows_chart(study: Any, name: str, plot: Callable[[Axes, pd.DataFrame, str], Axes]) -> dict[str, Figure]:
    """Draw a table of a study with a line for each of its rows; nothing where the table is empty."""
    table = study.tables.get(name)
    if table is None or not len(table):
        return {}
    figure, axes = chart(max(3.2, 1.9 + 0.42 * min(len(table), MOST_ROWS)))
    plot(axes, table, criterion_of(study)[0])
    return {name: figure}


def criterion_of(study: Any) -> tuple[str, str]:
    """Label and unit of the criterion of a study."""
    return label_of(study.tables["summary"], str(study.record["options"]["criterion"]))


def short(name: str) -> str:
    """Name of a parameter without the rooms it stands in."""
    return name.removeprefix("ecosystem.").removeprefix("interventions.").replace("_", " ")


def key(axes: Axes) -> None:
    """Tell what is drawn in which colour, beside the axes, so that it never covers what is drawn."""
    axes.legend(frameon=False, fontsize=11, loc="upper left", bbox_to_anchor=(1.0, 1.0))


def named_rows(axes: Axes, place: Any, names: list[str]) -> None:
    axes.set_yticks(place, names)
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=style.FAINT, linewidth=0.8)
    axes.set_axisbelow(True)


def write_unit(axis: Any, unit: str) -> None:
    if unit in ("share", "points"):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))


def codes_of(column: pd.Series) -> tuple[Any, Any]:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.to_numpy(float), None
    codes, labels = pd.factorize(column.astype(str), sort=True)
    return codes.astype(float), labels
