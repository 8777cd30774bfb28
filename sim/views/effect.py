"""The effect curve: which share of trade is missing, day by day, and for how long."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.effects import durability as measure
from sim.effects.arms import Arms
from sim.views import style, words
from sim.views.verdict import Finding
from sim.views.words import Row

LOWEST = -0.75
"""Effect below which the curve is cut off: trade may be many times that of a twin that happens to collapse."""
ROOM = -0.32
"""Where the axis ends below at the highest, as a share of its top: the words about recovery stand there."""
BEFORE = 60
"""Days before the start that are drawn."""


def curves(daily: pd.DataFrame, start: int) -> pd.DataFrame:
    """Return the effect across replicates: since (days since the start), low, median, high, observer.

    ``low``, ``high``: 10 % and 90 % quantiles; ``observer``: median of the effect against the 56 days before.
    """
    arms = Arms(daily)
    treated, twin = arms.both("revenue")
    first = arms.index(start)
    low, median, high = np.nanquantile(measure.effect_curve(treated, twin), (0.1, 0.5, 0.9), axis=0)
    observer = np.full(len(arms.days), np.nan)
    if first:
        observer[first:] = np.nanmedian(measure.observed(treated, first).curve[:, first:], axis=0)
    table = {"since": arms.days - start, "low": low, "median": median, "high": high, "observer": observer}
    return pd.DataFrame(table)


def plot_effect(axes: Axes, curve: pd.DataFrame, finding: Finding, name: str = "") -> Axes:
    """Draw the effect curve with its depth, half-life and recovery."""
    table = curve[curve["since"] >= -BEFORE].set_index("since")
    last = int(table.index.max())
    axes.axhspan(-measure.RECOVERED, measure.RECOVERED, color=style.FAINT, alpha=0.5, linewidth=0)
    axes.axhline(0, color=style.SOFT, linewidth=1)
    axes.fill_between(table.index, table["low"], table["high"], color=style.BARRIER, alpha=0.2, linewidth=0)
    axes.plot(table.index, table["observer"], color=style.OBSERVER, linewidth=1.2, linestyle=(0, (5, 2)))
    axes.plot(table.index, table["median"], color=style.BARRIER, linewidth=2.6)
    style.days_axis(axes, int(table.index.min()), last)
    drawn = table[["low", "high", "median", "observer"]]
    marked = float(finding.row("depth").get("high", math.nan)) if finding.verdict is not False else math.nan
    top = max(float(np.nanmax([drawn.max().max(), marked])) * 1.22, 0.12)
    lowest = float(drawn.min().min())
    axes.set_ylim(max(min(lowest - 0.06 * top, ROOM * top), LOWEST * top), top)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))
    axes.set_ylabel("trade missing against the twin world")
    style.barrier_start(axes, f"{name or 'barrier'} begins")
    if finding.verdict is not False:
        _mark(axes, finding, last)
    _name_lines(axes, table)
    what = "Share of the last 28 days' revenue that is missing against the same world without the barrier."
    several = f"Line: median of {finding.replicates} runs, band: 10 to 90 %. Dots: measured run by run, 95 % intervals."
    line = "One run." if finding.replicates == 1 else several
    seen = "Dashed: an observer without the twin, against the 56 days before."
    cut = " Cut off below." if lowest < LOWEST * top else ""
    style.headline(axes, title(finding), f"{what} {line} {seen}{cut}")
    return axes


def _mark(axes: Axes, finding: Finding, last: int) -> None:
    """Mark depth, half-life and recovery where the summary has them, with their intervals.

    They are measured run by run, so where runs differ in the day of their worst they lie off the median curve.
    """
    deepest, half, back = (finding.row(name) for name in ("day_of_depth", "half_life", "recovery"))
    depth = finding.row("depth")
    if deepest and math.isfinite(deepest["estimate"]):
        day, height = float(deepest["estimate"]), float(depth["estimate"])
        axes.vlines(day, depth["low"], depth["high"], color=style.INK, linewidth=1.5, zorder=8)
        text = f"{finding.text('depth')} missing at the worst\n{_bounds(finding, 'depth')}"
        _dot(axes, text, day, height, last, fontweight="bold")
        if math.isfinite(half["estimate"]) and day + half["estimate"] <= last:
            _range(axes, half, height / 2.0, last, day)
            text = f"half of that gone {finding.text('half_life')} later\n{_bounds(finding, 'half_life')}"
            _dot(axes, text, day + half["estimate"], height / 2.0, last, va="bottom")
    missing = finding.unfinished()
    tail = f"\nnot by the end in {missing} of {finding.replicates} runs" if missing and finding.replicates > 1 else ""
    if math.isfinite(back["estimate"]) and back["estimate"] <= last:
        _range(axes, back, measure.RECOVERED, last)
        text = f"back within 5 % after {finding.text('recovery')}\n{_bounds(finding, 'recovery')}{tail}"
        _dot(axes, text, back["estimate"], measure.RECOVERED, last, below=True)
    elif missing:
        text = f"trade not back within 5 % by the end\nin {missing} of {finding.replicates} runs"
        where = {"va": "top", "ha": "right", "fontweight": "bold"}
        style.label(axes, text, (last, -measure.RECOVERED), (-4, -8), style.INK, **where)


def _range(axes: Axes, row: Row, height: float, last: int, origin: float = 0.0) -> None:
    """Draw the interval of a duration at a height, as far as the axes reach."""
    if not math.isnan(row["low"]):
        first, end = (min(origin + row[name], last) for name in ("low", "high"))
        axes.hlines(height, first, end, color=style.INK, linewidth=1.5, zorder=8)


def _dot(axes: Axes, text: str, day: float, height: float, last: int, below: bool = False, **how: Any) -> None:
    axes.plot(day, height, marker="o", color=style.INK, markersize=9, markeredgecolor="white", zorder=9)
    late = day > 0.6 * last
    aside = -14 if late else 14
    at, offset, va = ((day, -height), (0, -6), "top") if below else ((day, height), (aside, 0), "center")
    style.label(axes, text, at, offset, style.INK, **{"va": va, "ha": "right" if late else "left"} | how)


def _bounds(finding: Finding, outcome: str) -> str:
    bounds = finding.interval(outcome)
    return f"95 % interval {bounds}" if bounds != "-" else "one run: no interval"


def _name_lines(axes: Axes, table: pd.DataFrame) -> None:
    """Name the recovered range and the observer's line in the right margin, apart from each other."""
    last = float(table.index.max())
    bottom, top = axes.get_ylim()
    room = 0.12 * (top - bottom)
    style.label(axes, "within 5 %:\nrecovered", (last, 0.0), (8, 0), style.SOFT, va="center", fontsize=12)
    seen = max(float(table["observer"].iloc[-14:].median()), bottom + 0.06 * (top - bottom))
    if math.isfinite(seen):
        height = min(seen, -room) if seen < 0.0 else max(seen, room)
        style.label(axes, "observer's\nview", (last, height), (8, 0), style.OBSERVER, va="center", fontsize=12)


def title(finding: Finding) -> str:
    """State what the effect curve shows."""
    if finding.verdict is False:
        return "No effect on trade can be told from chance"
    half = finding.value("half_life")
    if math.isfinite(half):
        return f"{finding.text('depth')} of trade went missing; half of that was gone after {words.days(half)}"
    return f"{finding.text('depth')} of trade went missing; the loss did not halve before the end of most runs"
