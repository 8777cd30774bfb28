"""Weekly revenue of the world with the barrier and of its twin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.effects.durability import trailing_sum
from sim.effects.start import Start, aligned
from sim.views import style, words
from sim.views.finding import Finding

WEEK = 7
BANDS = (0.1, 0.9)


def weekly(daily: pd.DataFrame, start: Start, scale: float = 1.0) -> pd.DataFrame:
    """Sum revenue over 7 days for every arm and replicate; return arm, since (days since the start), low, mean, high.

    ``low`` and ``high`` are the 10 % and 90 % quantiles across replicates, EUR a week, all times ``scale``. Replicates
    in which the barrier never began are left out.
    """
    parts = []
    for arm, table in daily.groupby("arm"):
        wide = table.pivot(index="replicate", columns="day", values="revenue")
        if isinstance(start, Mapping):
            wide = wide.loc[[number for number in wide.index if number in start]]
            first = np.searchsorted(wide.columns, [start[number] for number in wide.index])
            values, zero = aligned(wide.to_numpy(np.float64), first)
            since = np.arange(values.shape[1]) - zero
        else:
            values, since = wide.to_numpy(np.float64), wide.columns.to_numpy() - start
        if values.shape[1] < WEEK:
            raise style.NotDrawn(f"revenue is summed over {WEEK} days, and the run has {words.number(values.shape[1])}")
        sums, since = trailing_sum(values, WEEK)[:, WEEK - 1 :] * scale, since[WEEK - 1 :]
        low, high = np.nanquantile(sums, BANDS, axis=0)
        mean = np.nanmean(sums, axis=0)
        parts.append(pd.DataFrame({"arm": arm, "since": since, "low": low, "mean": mean, "high": high}))
    return pd.concat(parts, ignore_index=True)


def plot_revenue(axes: Axes, weekly: pd.DataFrame, finding: Finding, name: str = "", more: str = "") -> Axes:
    """Draw weekly revenue (EUR) of both arms: the mean of the replicates with the 10 to 90 % band.

    ``more``: what is to be said below the title of what else is drawn.
    """
    arms = {str(arm): table.set_index("since") for arm, table in weekly.groupby("arm")}
    colours = {"baseline": style.BASELINE, "barrier": style.BARRIER}
    for arm, table in arms.items():
        axes.fill_between(table.index, table["low"], table["high"], color=colours[arm], alpha=0.2, linewidth=0)
        axes.plot(table.index, table["mean"], color=colours[arm], linewidth=2.2)
    drawn = [float(line.get_ydata().max()) for line in axes.lines]  # type: ignore[union-attr]
    axes.set_ylim(0, max(float(weekly["high"].max()), *drawn) * 1.15)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short_money(value)))
    axes.set_ylabel("revenue a week, EUR")
    first, last = int(weekly["since"].min()), int(weekly["since"].max())
    band = "Line: mean of the runs. Band: 10 to 90 % of the runs."
    if "barrier" not in arms:
        style.days_axis(axes, first, last, "the start date")
        style.headline(axes, _steady(arms["baseline"]), f"Weekly revenue of all marketplaces, no barrier. {band}")
        return axes
    style.days_axis(axes, first, last)
    style.barrier_start(axes, f"{name or 'barrier'} begins")
    _name_arms(axes, arms["baseline"], arms["barrier"])
    size = f", {finding.size}" if finding.size else ""
    style.headline(axes, finding.title("revenue"), f"Weekly revenue of all marketplaces{size}. {band} {more}".rstrip())
    return axes


def _name_arms(axes: Axes, twin: pd.DataFrame, treated: pd.DataFrame) -> None:
    """Label the arms where they are furthest apart, or at the right where they are not."""
    gap = (twin["mean"] - treated["mean"]).loc[0:]
    day = int(gap.abs().idxmax())
    apart = abs(float(gap.loc[day])) > 0.15 * axes.get_ylim()[1]
    upper, lower = (twin, treated) if gap.loc[day] > 0 else (treated, twin)
    first, last = treated.index.min(), treated.index.max()
    latest = int(last - 0.2 * (last - first))
    day = min(day + int(0.02 * (last - first)), latest) if apart else latest
    near = slice(day, int(day + 0.18 * (last - first)))
    above = float(max(arm["mean"].loc[near].max() for arm in (twin, treated)))
    below = float(min(arm["mean"].loc[near].min() for arm in (twin, treated)))
    if apart:
        above, below = float(upper["mean"].loc[near].max()), float(lower["mean"].loc[day])
    names = {id(twin): ("without the barrier", style.SOFT), id(treated): ("with the barrier", style.BARRIER)}
    text, colour = names[id(upper)]
    style.label(axes, text, (day, above), (0, 8), colour, va="bottom", fontweight="bold")
    text, colour = names[id(lower)]
    if apart and below < 0.12 * axes.get_ylim()[1]:  # below it stands the axis: between the two there is room
        above = float(lower["mean"].loc[near].max())
        style.label(axes, text, (day, above), (12, 8), colour, va="bottom", fontweight="bold")
        return
    style.label(axes, text, (day, below), (12 if apart else 0, -8), colour, va="top", fontweight="bold")


def short_money(value: float) -> str:
    """Write an axis value short: 250,000 as it is, 2,500,000 as 2.5 million."""
    return f"{value / 1e6:g} million" if abs(value) >= 1e6 else f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:g}"


def _steady(baseline: pd.DataFrame) -> str:
    return f"Without a barrier the marketplaces turn over {words.euros(float(baseline['mean'].mean()))} a week"
