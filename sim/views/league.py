"""Scenarios side by side: the league as dots with intervals, and the effect curves in one picture."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.effects import OUTCOMES
from sim.effects import durability as measure
from sim.views import style, words
from sim.views.finding import Finding

PANELS = ("averted_first_year", "averted_orders", "peak", "stays")
NAMED = 3
"""Curves up to which each is named at its end; of more the names stand in a list below."""


def plot_league(axes: Sequence[Axes], league: pd.DataFrame, outcomes: Sequence[str] = PANELS) -> Sequence[Axes]:
    """Draw one panel per outcome: each scenario's estimate and its 95 % interval, the first outcome's best at the top.

    ``axes``: as many as there are outcomes; ``league``: as made by ``sim.effects.league``.
    """
    names = list(league[league["outcome"] == outcomes[0]]["scenario"])
    for panel, name in zip(axes, outcomes, strict=True):
        rows = league[league["outcome"] == name].set_index("scenario").reindex(names)
        _panel(panel, rows, OUTCOMES[name].unit, names, label=panel is axes[0])
        panel.set_title(
            textwrap.fill(OUTCOMES[name].label, 30), fontsize=14, fontweight="bold", color=style.INK, pad=10
        )
    return axes


def _panel(axes: Axes, rows: pd.DataFrame, unit: str, names: list[str], label: bool) -> None:
    place = np.arange(len(names))[::-1]
    estimate, low, high = (rows[column].to_numpy(np.float64) for column in ("estimate", "low", "high"))
    known = np.concatenate([estimate, low, high])
    largest = float(np.max(np.abs(known[np.isfinite(known)]), initial=0.0)) or 1.0
    end = largest * 1.1
    for y, value, first, last in zip(place, estimate, low, high, strict=True):
        if math.isnan(value):
            axes.annotate("-", (0.0, y), color=style.SOFT, va="center")
            continue
        stop = min(last, end) if not math.isnan(last) else value
        axes.plot([min(first, end) if not math.isnan(first) else value, stop], [y, y], color=style.BARRIER, linewidth=2)
        if math.isinf(last):
            axes.plot(end, y, marker=">", color=style.BARRIER, markersize=8, clip_on=False)
        if math.isfinite(value):
            axes.plot(value, y, marker="o", color=style.BARRIER, markersize=9, markeredgecolor="white", zorder=5)
        at = value if math.isfinite(value) else end
        text = words.quantity(value, unit if unit in ("share", "days", "EUR") else "")
        side = "right" if at > 0.75 * end else "left" if at < 0.15 * end else "center"
        style.label(axes, text, (at, y), (0, 9), style.INK, ha=side, va="bottom", fontsize=12)
    axes.set_xlim(min(0.0, float(np.min(known[np.isfinite(known)], initial=0.0)) * 1.1), end)
    axes.set_ylim(-0.5, len(names) - 0.3)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    if unit == "share":
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))
    else:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
    axes.set_xlabel({"share": "share of trade"}.get(unit, unit))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_yticks(place, [words.spoken(name) for name in names] if label else [""] * len(names))
    axes.tick_params(axis="y", labelcolor=style.INK)
    axes.grid(axis="y", color=style.FAINT, linewidth=0.8)
    axes.set_axisbelow(True)


def _short(value: float) -> str:
    """Write a value at an axis: 1,250,000 as 1.25 million."""
    return f"{value / 1e6:g} million" if abs(value) >= 1e6 else f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:g}"


def plot_effects(axes: Axes, curves: Mapping[str, pd.DataFrame], finding: str) -> Axes:
    """Draw the pooled effect curve of every scenario under the title ``finding``.

    ``curves``: for each scenario a frame with columns since (days since its start) and pooled. A few are named where
    they stand out, many in a list below.
    """
    first = min(int(curve["since"].min()) for curve in curves.values())
    last = max(int(curve["since"].max()) for curve in curves.values())
    axes.axhspan(-measure.RECOVERED, measure.RECOVERED, color=style.FAINT, alpha=0.5, linewidth=0)
    axes.axhline(0, color=style.SOFT, linewidth=1)
    few = len(curves) <= NAMED
    top = max(float(curve["pooled"].max()) for curve in curves.values())
    for index, (name, curve) in enumerate(curves.items()):
        colour = style.PALETTE[index % len(style.PALETTE)]
        text = words.spoken(name)
        axes.plot(curve["since"], curve["pooled"], color=colour, linewidth=2.4 if few else 1.8, label=text)
    style.days_axis(axes, max(first, -30), last)
    axes.set_ylim(min(-0.08, 1.1 * min(float(curve["pooled"].min()) for curve in curves.values())), max(top * 1.2, 0.1))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g} %"))
    axes.set_ylabel("trade missing against the twin world")
    what = "Share of the revenue of the last 28 days that is missing; all runs together. Grey: within 5 %."
    what += " The worst is told less what choosing the deepest day adds by chance."
    style.headline(axes, finding, what)
    if few:
        _name_ends(axes, curves, last)
    else:
        axes.legend(
            frameon=False, fontsize=12, handlelength=1.4, columnspacing=1.6, loc="upper left",
            bbox_to_anchor=(-0.02, -0.13), ncols=3 if len(curves) > 6 else 2,
        )  # fmt: skip
    return axes


def deepest(findings: Mapping[str, Finding], curves: Mapping[str, pd.DataFrame]) -> str:
    """State which of the curves that are drawn is the deepest, or that this cannot be told.

    One whose worst is not told may be drawn above all others: then no one is said to be the deepest.
    """
    told = [name for name in curves if findings[name].passes]
    if not told:
        less = any(findings[name].has_effect or findings[name].averts for name in curves)
        return f"No {'worst' if less else 'loss of trade'} that can be told from chance"
    best = max(told, key=lambda name: findings[name].value("peak"))
    row = findings[best].row("peak")
    tops = {name: float(curve.loc[curve["since"] >= 0, "pooled"].max()) for name, curve in curves.items()}
    close = [
        name for name in curves if name != best
        and (float(findings[name].row("peak").get("high", math.nan)) >= row["low"] if name in told and row["low"] > 0
             else tops[name] >= row["estimate"])
    ]  # fmt: skip
    worst = f"{findings[best].text('peak')} over the worst four weeks"
    if close:
        rivals = words.listing([words.called(name) for name in close])
        return f"Which cuts deepest cannot be told: {words.called(best)} ({worst}) or {rivals}"
    return f"{words.upper_first(words.called(best))} cuts deepest: {worst}"


def _name_ends(axes: Axes, curves: Mapping[str, pd.DataFrame], last: int) -> None:
    """Name each line in the right margin at its end, apart from each other, so that no name covers a line."""
    low, high = axes.get_ylim()
    ends = [float(curve["pooled"].dropna().iloc[-1]) for curve in curves.values()]
    above = low
    for index in np.argsort(ends, kind="stable"):
        text = words.spoken(list(curves)[index]).replace(" + ", " +\n")
        half = 0.035 * (high - low) * (1 + text.count("\n"))
        height = max(ends[index], above + half)
        above = height + half
        colour = style.PALETTE[index % len(style.PALETTE)]
        style.label(axes, text, (last, height), (8, 0), colour, va="center", fontweight="bold", fontsize=12)
