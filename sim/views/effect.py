"""The effect curve: which share of trade is missing, day by day, and for how long."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.effects import Curves, Pooled
from sim.effects import durability as measure
from sim.effects.bootstrap import weights_of
from sim.effects.pooled import nothing_beyond
from sim.effects.start import Start
from sim.views import style
from sim.views.finding import Finding
from sim.views.words import Row

LOWEST = -0.75
"""Bottom of the axis at the lowest, as a share of its top: trade may be many times that of a twin that collapses."""
ROOM = -0.34
"""Where the axis ends below at the highest, as a share of its top: the words about recovery stand there."""
BEFORE = 60
"""Days before the start that are drawn."""


def curves(daily: pd.DataFrame, start: Start, ramp: int = 0, repeats: int = 1) -> pd.DataFrame:
    """Return the effect of all replicates together: since (days since the start), pooled, low, high, and more.

    ``low``, ``high``: 95 % bootstrap bounds of the pooled curve; ``run_low``, ``run_high``: 10 % and 90 % quantiles of
    the curves of single replicates; ``observer``: the pooled effect against the 56 days before the start. ``repeats``:
    replicates in a row that share a set of parameters, and so are drawn together.
    """
    both = Curves.of(daily, start, ramp)
    pooled = Pooled(both, weights_of(both.replicates, repeats))
    days = len(pooled.curve)
    low, high = pooled.curve.copy(), pooled.curve.copy()
    low[both.start :], high[both.start :] = pooled.band()
    single = both.single()
    missing = np.isnan(single)
    runs = np.full((2, days), np.nan)
    for kept, quantile in ((~missing.any(axis=0), np.quantile), (missing.any(axis=0), np.nanquantile)):
        kept &= ~missing.all(axis=0)
        if kept.any():  # what leaves NaN out goes day by day, a hundred times as slowly
            runs[:, kept] = quantile(single[:, kept], (0.1, 0.9), axis=0)
    observer = np.full(days, np.nan)
    past = both.observed()
    if past is not None:
        sums = (nothing_beyond(measure.trailing_sum(arm)) for arm in (past.treated, past.twin))
        treated, level = (arm.sum(axis=0) for arm in sums)
        observer[both.start :] = measure.missing_share(treated, level)[both.start :]
    table = {"pooled": pooled.curve, "low": low, "high": high, "run_low": runs[0], "run_high": runs[1]}
    return pd.DataFrame({"since": np.arange(days) - both.start, **table, "observer": observer})


def plot_effect(axes: Axes, curve: pd.DataFrame, finding: Finding, name: str = "") -> Axes:
    """Draw the effect curve with its worst, its half-life and what stays."""
    table = curve[curve["since"] >= -BEFORE].set_index("since")
    last = int(table.index.max())
    several = finding.replicates > 1
    axes.axhspan(-measure.RECOVERED, measure.RECOVERED, color=style.FAINT, alpha=0.5, linewidth=0)
    axes.axhline(0, color=style.SOFT, linewidth=1)
    if several:
        axes.fill_between(table.index, table["run_low"], table["run_high"], color=style.BARRIER, alpha=0.1, linewidth=0)
        axes.fill_between(table.index, table["low"], table["high"], color=style.BARRIER, alpha=0.28, linewidth=0)
    axes.plot(table.index, table["observer"], color=style.OBSERVER, linewidth=1.2, linestyle=(0, (5, 2)))
    axes.plot(table.index, table["pooled"], color=style.BARRIER, linewidth=2.6)
    style.days_axis(axes, int(table.index.min()), last)
    bottom, top = _range_of(table, finding)
    axes.set_ylim(bottom, top)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))
    axes.set_ylabel("trade missing against the twin world")
    style.barrier_start(axes, f"{name or 'barrier'} begins")
    if finding.passes:
        _mark(axes, finding, table["pooled"].loc[0:])
    _name_lines(axes, table)
    what = "Share of the last 28 days' revenue that is missing against the same world without the barrier."
    line = f"Line: {finding.replicates} runs together, band: 95 % interval, light: 10 to 90 % of single runs."
    seen = "Dashed: an observer without the twin, against the 56 days before."
    lowest, highest = float(table[["low", "run_low"]].min().min()), float(table[["high", "run_high"]].max().max())
    cut = " Cut off where runs lie further apart." if several and (lowest < bottom or highest > top) else ""
    style.headline(axes, finding.title("trade"), f"{what} {line if several else 'One run.'} {seen}{cut}")
    return axes


def _range_of(table: pd.DataFrame, finding: Finding) -> tuple[float, float]:
    """Bounds of the vertical axis: the pooled curve with its interval is seen whole where that does not flatten it."""
    curve = table[["pooled", "observer"]]
    marked = float(finding.row("peak").get("high", math.nan)) if finding.passes else math.nan
    peak = float(np.nanmax([curve.max().max(), marked]))
    top = max(peak * 1.32, min(float(table["high"].max()), 1.6 * peak) * 1.05, 0.12)
    lowest = float(np.nanmin([curve.min().min(), table["low"].min()])) - 0.06 * top
    return max(min(lowest, ROOM * top), LOWEST * top), top


def _mark(axes: Axes, finding: Finding, pooled: pd.Series) -> None:
    """Mark the worst, half-life and what stays at the estimates that are reported, with their intervals.

    ``pooled``: the curve by day from the start on, which shows the worst where its day cannot be told.
    """
    last = int(pooled.index.max())
    worst, deepest, half, stays = (finding.row(name) for name in ("peak", "day_of_peak", "half_life", "stays"))
    day, height = float(deepest["estimate"]), float(worst["estimate"])
    when = f",\nafter {finding.text('day_of_peak')}" if math.isfinite(day) else ",\nit cannot be told on which day"
    day = day if math.isfinite(day) else float(pooled.idxmax())
    axes.vlines(day, worst["low"], worst["high"], color=style.INK, linewidth=1.5, zorder=8)
    text = f"{finding.text('peak')} missing at the worst{when}"
    _dot(axes, f"{text}{_bounds(finding, 'peak')}", day, height, last, fontweight="bold", va="bottom")
    if math.isfinite(half["estimate"]):
        level = height - float(finding.row("depth")["estimate"]) / 2.0
        _range(axes, half, level, last, day)
        text = f"half of what passes gone {finding.text('half_life')} later{_bounds(finding, 'half_life')}"
        _dot(axes, text, day + half["estimate"], level, last, va="bottom")
    if math.isfinite(stays["estimate"]) and last >= measure.YEAR:
        first, end = measure.second_year(last + 1) or (measure.YEAR, last)
        axes.hlines(stays["estimate"], first, end, color=style.INK, linewidth=1.5, zorder=8)
        said = f"{finding.text('stays')} stays" if finding.stays else "nothing told to stay"
        style.label(axes, f"{said}{_bounds(finding, 'stays')}", (end, stays["estimate"]), (-4, -8), style.INK,
                    va="top", ha="right")  # fmt: skip


def _range(axes: Axes, row: Row, height: float, last: int, origin: float = 0.0) -> None:
    """Draw the interval of a duration at a height, as far as the axes reach."""
    if not math.isnan(row["low"]):
        first, end = (min(origin + row[name], last) for name in ("low", "high"))
        axes.hlines(height, first, end, color=style.INK, linewidth=1.5, zorder=8)


def _dot(axes: Axes, text: str, day: float, height: float, last: int, below: bool = False, **how: Any) -> None:
    axes.plot(day, height, marker="o", color=style.INK, markersize=9, markeredgecolor="white", zorder=9)
    late = day > 0.6 * last
    aside, up = -14 if late else 14, 6 if how.get("va") == "bottom" else 0
    at, offset, va = ((day, -height), (0, -6), "top") if below else ((day, height), (aside, up), "center")
    style.label(axes, text, at, offset, style.INK, **{"va": va, "ha": "right" if late else "left"} | how)


def _bounds(finding: Finding, outcome: str) -> str:
    bounds = finding.interval(outcome)
    return f"\n(95 % interval {bounds})" if bounds != "-" else ""


def _name_lines(axes: Axes, table: pd.DataFrame) -> None:
    """Name the recovered range and the observer's line in the right margin, apart from each other."""
    last = float(table.index.max())
    bottom, top = axes.get_ylim()
    room = 0.12 * (top - bottom)
    style.label(axes, "within 5 %:\nrecovered", (last, 0.0), (8, 0), style.SOFT, va="center", fontsize=12)
    seen = float(table["observer"].iloc[-14:].median())
    if math.isfinite(seen):
        height = min(seen, -room) if seen < 0.0 else max(seen, room)
        height = min(max(height, bottom + 0.06 * (top - bottom)), top - 0.06 * (top - bottom))
        style.label(axes, "observer's\nview", (last, height), (8, 0), style.OBSERVER, va="center", fontsize=12)
