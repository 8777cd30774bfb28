"""Where the orders went that the barrier kept from the marketplaces."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.views import style, words
from sim.views.verdict import AT_SIZE, Finding

COLOURS = {"street": "#d55e00", "direct": "#e69f00", "not_bought": "#0072b2"}


def plot_displacement(axes: Axes, destinations: pd.DataFrame, finding: Finding) -> Axes:
    """Draw the share of the averted orders that went to each destination, with its 95 % interval."""
    axes.spines["left"].set_visible(False)
    averted = _averted(finding)
    if not len(destinations) or not destinations["told"].all():
        axes.set_axis_off()
        detail = f"{averted}. They cannot be told from none, so where they went cannot be told either."
        style.headline(axes, "No averted orders to follow", detail)
        return axes
    rows = np.arange(len(destinations))[::-1]
    share = destinations["share"].to_numpy(np.float64)
    axes.barh(rows, share, height=0.55, color=[COLOURS[name] for name in destinations["destination"]])
    low, high = destinations["low"].to_numpy(np.float64), destinations["high"].to_numpy(np.float64)
    known = ~np.isnan(low)
    axes.hlines(rows[known], low[known], high[known], color=style.INK, linewidth=1.6)
    for row, value, lowest, highest in zip(rows, share, low, high, strict=True):
        bounds = words.interval(lowest, highest, "share")
        text = words.percent(value) + (f"   ({bounds})" if bounds != "-" else "")
        end = np.nanmax([value, highest, 0.0])
        style.label(axes, text, (end, row), (10, 0), style.INK, va="center", fontsize=14)
    axes.axvline(0, color=style.SOFT, linewidth=1)
    axes.set_yticks([])
    for row, text in zip(rows, destinations["label"], strict=True):
        axes.annotate(text, (0.0, row + 0.3), (5, 3), textcoords="offset points", va="bottom", color=style.INK)
    axes.set_ylim(-0.5, len(rows) - 0.2)
    right = max(float(np.nanmax(np.concatenate([share, high, [0.0]]))) * 1.2, 0.5)
    left = float(np.nanmin(np.concatenate([share, low, [0.0]])))
    axes.set_xlim(left * 1.1, right)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f} %"))
    axes.set_xlabel("share of the marketplace orders averted")
    detail = f"{averted}. Lines: 95 % intervals."
    style.headline(axes, _title(destinations), detail)
    return axes


def _averted(finding: Finding) -> str:
    size = f", {AT_SIZE}" if finding.scaled else ""
    return f"Marketplace orders averted in the first year{size}: {finding.with_interval('averted_first_year')}"


def _title(destinations: pd.DataFrame) -> str:
    share = destinations.set_index("destination")["share"]
    moved = share["street"] + share["direct"]
    if moved > 1.0:
        return "The street and direct trade took more orders than the barrier averted"
    gone, never = (f"{round(part * 100)} %" for part in (moved, 1.0 - moved))
    return f"Of the orders averted, {gone} moved elsewhere and {never} did not happen"
