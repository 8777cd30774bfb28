"""The effect curve: which share of trade is missing, day by day, and for how long."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.effects import durability as measure
from sim.effects.arms import Arms
from sim.views import style, words
from sim.views.verdict import Finding

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
    top = max(float(drawn.max().max()) * 1.18, 0.12)
    axes.set_ylim(min(float(drawn.min().min()) - 0.06 * top, -0.08 * top, -measure.RECOVERED * 1.3), top)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))
    axes.set_ylabel("trade missing against the twin world")
    style.barrier_start(axes, f"{name or 'barrier'} begins")
    if finding.verdict is not False:
        _mark(axes, table, finding)
    _name_lines(axes, table)
    what = "Share of the revenue of the last 28 days that is missing against the same world without the barrier."
    several = f"median of {finding.replicates} runs; band: 10 to 90 % of the runs"
    seen = "Dashed: what an observer without that world sees, against the 56 days before."
    line = "one run" if finding.replicates == 1 else several
    style.headline(axes, title(finding), f"{what} Line: {line}. {seen}")
    return axes


def _mark(axes: Axes, table: pd.DataFrame, finding: Finding) -> None:
    """Mark depth, half-life and recovery on the median curve at the estimates of the summary."""
    last = int(table.index.max())
    deepest = int(table["median"].loc[0:].idxmax())
    dot = {"marker": "o", "color": style.BARRIER, "markersize": 10, "markeredgecolor": "white", "zorder": 9}
    height = float(table["median"].loc[deepest])
    axes.plot(deepest, height, **dot)  # type: ignore[arg-type]
    text = f"{finding.text('depth')} missing at the worst\n{_bounds(finding, 'depth')}"
    style.label(axes, text, (deepest, height), (16, 2), style.BARRIER, va="center", fontweight="bold")

    half = deepest + finding.value("half_life")
    if math.isfinite(half) and half <= last:
        level = float(table["median"].loc[round(half)])
        axes.plot(half, level, **dot)  # type: ignore[arg-type]
        text = f"half of that gone {finding.text('half_life')} later\n{_bounds(finding, 'half_life')}"
        style.label(axes, text, (half, level), (16, 10), style.BARRIER, va="center")

    back = finding.value("recovery")
    missing = finding.unfinished()
    tail = f"\nnot by the end in {missing} of {finding.replicates} runs" if missing and finding.replicates > 1 else ""
    if math.isfinite(back) and back <= last:
        level = float(table["median"].loc[round(back)])
        axes.plot(back, level, **dot)  # type: ignore[arg-type]
        text = f"back within 5 % after {finding.text('recovery')}\n{_bounds(finding, 'recovery')}{tail}"
        side = "right" if back > 0.6 * last else "left"
        style.label(axes, text, (back, level), (10 if side == "left" else -10, 14), style.BARRIER, va="bottom", ha=side)
    elif missing:
        text = f"trade not back within 5 % by the end\nin {missing} of {finding.replicates} runs"
        height = max(float(table["high"].iloc[-int(0.4 * len(table)) :].max()), 0.6 * axes.get_ylim()[1])
        above = height < 0.85 * axes.get_ylim()[1]
        height = height if above else float(table["low"].iloc[-int(0.4 * len(table)) :].min())
        where = {"va": "bottom" if above else "top", "ha": "right", "fontweight": "bold"}
        style.label(axes, text, (last, height), (-4, 10 if above else -10), style.BARRIER, **where)


def _bounds(finding: Finding, outcome: str) -> str:
    bounds = finding.interval(outcome)
    return f"95 % interval {bounds}" if bounds != "-" else "one run: no interval"


def _name_lines(axes: Axes, table: pd.DataFrame) -> None:
    """Name the recovered range and the observer's line in the right margin, apart from each other."""
    last = float(table.index.max())
    bottom, top = axes.get_ylim()
    room = 0.12 * (top - bottom)
    style.label(axes, "within 5 %:\nrecovered", (last, 0.0), (8, 0), style.SOFT, va="center", fontsize=12)
    seen = float(table["observer"].iloc[-14:].median())
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
