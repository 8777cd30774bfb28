"""Pictures of studies: responses to parameters, sensitivity, boxes, robustness, portfolios, closed ways.

Each ``plot_`` function takes a tidy table and returns its axes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.views import style, words

MOST_ROWS, MOST_PANELS, FEW, MOST_APART = 16, 6, 6, 8
SIZE = (10.6, 6.2)


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
    return _label(study.tables["summary"], str(study.record["options"]["criterion"]))


def _label(summary: pd.DataFrame, outcome: str) -> tuple[str, str]:
    rows = summary[summary["outcome"] == outcome]
    return (str(rows["label"].iloc[0]), str(rows["unit"].iloc[0])) if len(rows) else (outcome, "")


def short(name: str) -> str:
    """Name of a parameter without the rooms it stands in."""
    return name.removeprefix("ecosystem.").removeprefix("interventions.").replace("_", " ")


def panels(summary: pd.DataFrame, design: pd.DataFrame, criterion: str) -> Figure:
    """Draw how the criterion follows each parameter that varies."""
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
    label, unit = _label(rows, outcome)
    axes.set_xlabel(short(parameter))
    axes.set_ylabel(words.upper_first(label))
    _format(axes.yaxis, unit)
    if told_apart:
        axes.legend(frameon=False, fontsize=9)
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


def plot_sensitivity(axes: Axes, table: pd.DataFrame, label: str) -> Axes:
    """Draw how much each parameter matters, the most at the top."""
    chance = table[table["index"] == "share of variance"]
    kinds = [kind for kind in ("mean absolute effect", "total", "first") if kind in set(table["index"])]
    names = list(dict.fromkeys(table.loc[table["index"] == kinds[0], "parameter"]))[:MOST_ROWS]
    place = np.arange(len(names))[::-1].astype(float)
    for index, kind in enumerate(kinds):
        rows = table[table["index"] == kind].set_index("parameter").reindex(names)
        shift = (0.5 * (len(kinds) - 1) - index) * 0.28
        colour = style.PALETTE[index]
        axes.hlines(place + shift, rows["low"], rows["high"], color=colour, linewidth=2)
        axes.plot(rows["estimate"], place + shift, "o", color=colour, markersize=7, label=kind)
    axes.axvline(0, color=style.SOFT, linewidth=0.8)
    _named_rows(axes, place, [short(name) for name in names])
    if len(kinds) > 1:
        axes.legend(frameon=False, fontsize=11, loc="lower right")
    axes.set_xlabel("change of the outcome over the range" if kinds[0].startswith("mean") else "share of the variance")
    share = float(chance["estimate"].iloc[0]) if len(chance) else math.nan
    noise = "" if math.isnan(share) else f" Of the variance of a single run {words.percent(share)} is chance."
    style.headline(
        axes, f"{words.upper_first(short(names[0]))} matters most", f"{label}; lines: 95 % intervals.{noise}"
    )
    return axes


def plot_robustness(axes: Axes, table: pd.DataFrame, label: str) -> Axes:
    """Draw the regret of each scenario over the states of the world, mean and worst."""
    rows = table.iloc[::-1]
    place = np.arange(len(rows), dtype=float)
    axes.hlines(place, rows["mean_regret"], rows["worst_regret"], color=style.FAINT, linewidth=3)
    axes.plot(rows["mean_regret"], place, "o", color=style.BARRIER, markersize=9, label="on average")
    axes.plot(rows["worst_regret"], place, "D", color=style.WARNING, markersize=8, label="in the worst state")
    _named_rows(axes, place, [words.spoken(str(name)) for name in rows["scenario"]])
    axes.set_xlim(left=0)
    axes.legend(frameon=False, fontsize=11, loc="lower right")
    axes.set_xlabel(f"regret: what is lost against the best choice there ({label})")
    best = words.spoken(str(table["scenario"].iloc[0]))
    style.headline(axes, f"{words.upper_first(best)} is least to be regretted", "Over all states of the world tried.")
    return axes


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
    _named_rows(axes, np.array(list(place.values())), [words.spoken(name) for name in place])
    _format(axes.xaxis, "share")
    axes.set_xlabel("more of the first year's orders missing with the way closed")
    if len(scenarios) > 1:
        axes.legend(frameon=False, fontsize=11, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    sure = table[table["low"] > 0].sort_values("difference", ascending=False)
    carriers = [words.spoken(str(name)) for name in dict.fromkeys(sure["way"])][:3]
    title = "Recovery goes through: " + words.listing(carriers) if carriers else "No single way can be told from none"
    style.headline(axes, title, "Each way closed in both worlds; right of the line: trade recovers less without it.")
    return axes


def plot_box(
    axes: Axes, outcomes: pd.DataFrame, boxes: pd.DataFrame, criterion: str, threshold: float, label: str
) -> Axes:
    """Draw the design points over the two parameters that the best box limits, and the box."""
    best = boxes[boxes["box"] == 1]
    names = list(best["parameter"])[:2]
    points = outcomes.groupby("point").agg({criterion: "mean", **dict.fromkeys(names, "first")})
    success = points[criterion] >= threshold
    across = [_codes(points[name]) for name in names]
    if len(across) == 1:  # the outcome itself as the second direction
        across.append((points[criterion].to_numpy(float), None))
    for chosen, colour, text in ((~success, style.REST, "below"), (success, style.BARRIER, "reached")):
        kept = chosen.to_numpy()
        axes.plot(across[0][0][kept], across[1][0][kept], "o", color=colour, markersize=6, label=text)
    limits = [
        _bounds(best[best["parameter"] == name].iloc[0], values) for name, values in zip(names, across, strict=False)
    ]
    if len(limits) == 1:
        limits.append((float(across[1][0].min()), float(across[1][0].max())))
    (left, right), (bottom, top) = limits
    axes.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=False, color=style.WARNING, linewidth=2.2)
    )
    for axis, values in ((axes.xaxis, across[0]), (axes.yaxis, across[1])):
        if values[1] is not None:
            axis.set_ticks(range(len(values[1])), labels=[str(value) for value in values[1]])
    axes.set_xlabel(short(names[0]))
    axes.set_ylabel(short(names[1]) if len(names) > 1 else label)
    axes.legend(frameon=False, fontsize=11)
    facts = best.iloc[0]
    rule = words.listing([said(row) for row in best.to_dict("records")])
    detail = (
        f"Of the points in this box {words.percent(facts['density'])} reach it ({words.percent(facts['base_rate'])} of "
        f"all); it holds {words.percent(facts['coverage'])} of those that do. {label}, at least {threshold:g}."
    )
    style.headline(axes, f"It is reached where {rule}", detail)
    return axes


def said(row: dict[str, Any]) -> str:
    """Say in words what a box asks of one parameter."""
    name = short(str(row["parameter"]))
    if isinstance(row["values"], str) and row["values"]:
        return f"{name} is {row['values'].replace(', ', ' or ')}"
    low, high = row["low"], row["high"]
    if math.isnan(low):
        return f"{name} is below {words.number(high)}"
    return f"{name} is above {words.number(low)}" + ("" if math.isnan(high) else f" and below {words.number(high)}")


def plot_portfolios(axes: Axes, table: pd.DataFrame, label: str, unit: str) -> Axes:
    """Draw what the portfolios of the front cost and do."""
    for front, colour in ((False, style.REST), (True, style.BARRIER)):
        rows = table[table["on_front"] == front]
        axes.vlines(rows["cost"], rows["low"], rows["high"], color=colour, linewidth=1.4, alpha=0.7)
        axes.plot(rows["cost"], rows["effect"], "o", color=colour, markersize=8)
    line = table[table["on_front"]]
    room = 0.1 * float(table["cost"].max())
    last = -math.inf
    axes.step(line["cost"], line["effect"], where="post", color=style.BARRIER, linewidth=1)
    for row in line.to_dict("records"):
        if row["cost"] - last < room:
            continue  # its name stands in the table
        last = row["cost"]
        text = words.spoken(str(row["portfolio"])).replace(" + ", "\n")
        style.label(axes, text, (row["cost"], row["effect"]), (8, -4), style.INK, va="top", fontsize=10)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.euros(value)))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.margins(x=0.15)
    _format(axes.yaxis, unit)
    axes.set_xlabel("cost of the first year")
    axes.set_ylabel(words.upper_first(label))
    text = "Barriers with their intensity, in replicates that the search had not seen; lines: 95 % intervals."
    style.headline(axes, "What no other set of barriers beats in both cost and effect", text)
    return axes


def _named_rows(axes: Axes, place: Any, names: list[str]) -> None:
    axes.set_yticks(place, names)
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=style.FAINT, linewidth=0.8)
    axes.set_axisbelow(True)


def _format(axis: Any, unit: str) -> None:
    if unit in ("share", "points"):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))


def _codes(column: pd.Series) -> tuple[Any, Any]:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.to_numpy(float), None
    codes, labels = pd.factorize(column.astype(str), sort=True)
    return codes.astype(float), labels


def _bounds(row: pd.Series, values: tuple[Any, Any]) -> tuple[float, float]:
    numbers, labels = values
    if labels is not None:
        kept = [i for i, name in enumerate(labels) if str(name) in str(row["values"]).split(", ")]
        return min(kept, default=0) - 0.4, max(kept, default=0) + 0.4
    low, high = row["low"], row["high"]
    return (
        float(numbers.min()) if math.isnan(low) else float(low),
        float(numbers.max()) if math.isnan(high) else float(high),
    )
