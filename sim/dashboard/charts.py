"""Charts of the pages, as options of ECharts: told apart by stroke, sign and words, so that colour is not needed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.views.style import BARRIER, BASELINE, PALETTE, SOFT

Options = dict[str, Any]
STROKES = ("solid", "dashed", "dotted")
MARKS = ("circle", "triangle", "rect", "diamond", "pin", "arrow")
MOST_BARS = 10
LOWEST = -60
"""Per cent below which bounds are cut off; the curves themselves are always whole."""
MOST_BOUNDED = 3
"""Scenarios whose bounds are drawn: of more the lines could not be told apart."""
MOST_POINTS = 400
"""Points of a line: more cannot be seen on a screen, and each is sent to the page."""


def shares(by_arm: Mapping[str, pd.Series]) -> Options:
    """Draw a bar for each marketplace and world; the largest of either world on top."""
    largest = pd.concat(list(by_arm.values()), axis=1).max(axis=1).sort_values(ascending=False).head(MOST_BARS)
    names = [str(name) for name in largest.index][::-1]
    looks: list[Options] = [
        {"color": BARRIER},
        {"color": "#fff", "borderColor": BASELINE, "borderWidth": 2, "borderType": "dashed"},
    ]
    series = [
        {
            "type": "bar", "name": arm, "itemStyle": look, "barGap": "10%",
            "label": {"show": True, "position": "right", "formatter": "{c} %"},
            "data": [round(float(of.get(name, 0.0)) * 100, 1) for name in names],
        }
        for (arm, of), look in zip(by_arm.items(), looks, strict=False)
    ]  # fmt: skip
    return {
        **_frame("Share of the orders of a week, %"),
        "grid": {"left": 8, "right": 50, "top": 64, "bottom": 24, "containLabel": True},
        "xAxis": {"type": "value", "max": 100},
        "yAxis": {"type": "category", "data": names},
        "series": series,
        "animation": False,
    }


def lines(
    heading: str, by_name: Mapping[str, pd.Series], start: int | None, day: int | None = None, worlds: bool = True
) -> Options:
    """Draw a line for each world or scenario by day, with a mark at the start and at the day that is watched."""
    step = max(1, max((len(values) for values in by_name.values()), default=1) // MOST_POINTS)
    series: list[Options] = []
    for number, (name, values) in enumerate(by_name.items()):
        colour = (BARRIER, BASELINE)[number] if worlds else PALETTE[number % len(PALETTE)]
        points = [[int(d), _rounded(v)] for d, v in values.iloc[::step].items()]
        series.append({
            "type": "line", "name": name, "data": points, "color": colour, "symbol": MARKS[number % len(MARKS)],
            "showSymbol": len(by_name) > 2, "symbolSize": 7, "showAllSymbol": False, "sampling": "lttb",
            "lineStyle": {"type": STROKES[number % len(STROKES)], "width": 2},
        })  # fmt: skip
    if series:
        series[0]["markLine"] = marks(start, day)
    axis: Options = {"type": "value", "scale": True, "splitNumber": 4}
    return {
        **_frame(heading),
        "grid": {"left": 8, "right": 14, "top": 84, "bottom": 24, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "min": "dataMin", "max": "dataMax"},
        "yAxis": axis,
        "series": series,
        "animation": False,
    }


def marks(start: int | None, day: int | None) -> Options:
    """Mark the start of the barrier, where it began, and the day that is watched."""
    data: list[Options] = []
    if start is not None:
        data.append({"xAxis": start, "label": {"formatter": "start"}, "lineStyle": {"type": "dotted"}})
    if day is not None:
        data.append({"xAxis": day, "label": {"show": False}, "lineStyle": {"type": "solid", "width": 2}})
    return {"symbol": "none", "animation": False, "data": data, "lineStyle": {"color": SOFT}, "silent": True}


def effects(by_name: Mapping[str, Sequence[tuple[int, float, float, float]]]) -> Options:
    """Draw the share of trade that is missing, by days since the start, a line for each scenario.

    Of few scenarios the bounds of the 95 % interval are drawn as thin lines; they are in no legend, as they go with
    the line of their colour.
    """
    percent = {
        name: pd.DataFrame(points, columns=["since", "pooled", "low", "high"]).set_index("since") * 100
        for name, points in by_name.items()
    }
    heading = "Trade missing, %, by days since the start"
    bounded = 0 < len(percent) <= MOST_BOUNDED
    if bounded:
        heading += ", with 95 % bounds"
    options = lines(heading, {name: table["pooled"] for name, table in percent.items()}, 0, worlds=False)
    options["legend"]["data"] = list(percent)
    if bounded:
        for number, (name, table) in enumerate(percent.items()):
            options["series"] += [_bound(f"{name}, {text}", table[text], number) for text in ("low", "high")]
        lowest = min(float(table["low"].min()) for table in percent.values())
        if lowest < LOWEST:  # trade may be many times that of a twin that collapses
            deepest = min(float(table["pooled"].min()) for table in percent.values())
            options["yAxis"]["min"] = min(LOWEST, math.floor(deepest / 10) * 10)
    return options


def _bound(name: str, values: pd.Series, number: int) -> Options:
    thin = {"type": "dotted", "width": 1, "opacity": 0.7}
    points = [[int(day), _rounded(value)] for day, value in values.items()]
    return {"type": "line", "name": name, "data": points, "color": PALETTE[number], "showSymbol": False,
            "sampling": "lttb", "lineStyle": thin}  # fmt: skip


def _rounded(value: float) -> float | None:
    return None if pd.isna(value) else float(f"{value:.4g}")


def _frame(heading: str) -> Options:
    return {
        "title": {"text": heading, "textStyle": {"fontSize": 14, "fontWeight": 600}, "left": 0, "top": 0},
        "legend": {"top": 26, "left": 0, "type": "scroll"},
        "aria": {"enabled": True},
        "textStyle": {"fontFamily": "system-ui, Helvetica, Arial, sans-serif"},
    }
