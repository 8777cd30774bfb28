"""Where the orders went that the barrier kept from the marketplaces."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sim.views import style, words
from sim.views.finding import Finding

COLOURS = {"street": "#d55e00", "direct": "#e69f00", "not_bought": "#0072b2", "fewer": "#0072b2"}
CHANGES = (
    ("averted_first_year", "fewer", "fewer on the marketplaces"),
    ("displaced_street", "street", "more on the street"),
    ("displaced_direct", "direct", "more dealt directly, off the marketplaces"),
)
"""Outcomes that are drawn where their shares cannot be told."""
Bar = tuple[str, float, float, float, str]
"""Label, value, bounds, colour."""


def plot_displacement(axes: Axes, destinations: pd.DataFrame, finding: Finding) -> Axes:
    """Draw the share of the averted orders that went to each destination, with its 95 % interval.

    Where the orders averted cannot be told from none, shares say nothing, and the orders themselves are drawn.
    """
    if len(destinations) and destinations["told"].all():
        _bars(axes, [_bar(row, "share") for row in destinations.to_dict("records")], "share")
        axes.set_xlabel("share of the marketplace orders averted")
        style.headline(axes, _title(destinations), f"{_averted(finding)}. Lines: 95 % intervals.")
        return axes
    rows = [
        {**finding.row(name), "label": label, "destination": key} for name, key, label in CHANGES if finding.row(name)
    ]
    _bars(axes, [_bar(row, "estimate") for row in rows], "orders")
    size = f", {finding.size}" if finding.size else ""
    axes.set_xlabel(f"orders in the first year{size}")
    detail = "Difference to the same world without the barrier. Lines: 95 % intervals."
    style.headline(axes, "Orders averted in the first year cannot be told from none", detail)
    return axes


def _bar(row: Mapping[str, Any], value: str) -> Bar:
    return str(row["label"]), float(row[value]), float(row["low"]), float(row["high"]), COLOURS[row["destination"]]


def _bars(axes: Axes, bars: Sequence[Bar], unit: str) -> None:
    """Draw horizontal bars, each with its label above and its value behind it."""
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=style.SOFT, linewidth=1)
    axes.set_yticks([])
    axes.set_ylim(-0.5, max(len(bars), 1) - 0.2)
    seen = [0.0]
    for place, (label, value, low, high, colour) in enumerate(reversed(bars)):
        axes.barh(place, value, height=0.55, color=colour)
        if not math.isnan(low):
            axes.hlines(place, low, high, color=style.INK, linewidth=1.6)
            seen += [low, high]
        written = "share" if unit == "share" else ""  # the axis says of what
        bounds = words.interval(low, high, written)
        text = words.quantity(value, written) + (f"   ({bounds})" if bounds != "-" else "")
        end = max(value, 0.0 if math.isnan(high) else high, 0.0)
        style.label(axes, text, (end, place), (10, 0), style.INK, va="center", fontsize=14)
        axes.annotate(label, (0.0, place + 0.3), (5, 3), textcoords="offset points", va="bottom", color=style.INK)
        seen.append(value)
    least = 0.5 if unit == "share" else 1.0
    axes.set_xlim(min(seen) * 1.1, max(max(seen) * 1.35, least))
    write = (lambda v, _: f"{v * 100:.0f} %") if unit == "share" else (lambda v, _: f"{v:,.0f}")
    axes.xaxis.set_major_formatter(FuncFormatter(write))


def _averted(finding: Finding) -> str:
    size = f", {finding.size}" if finding.size else ""
    return f"Marketplace orders averted in the first year{size}: {finding.with_interval('averted_first_year')}"


def _title(destinations: pd.DataFrame) -> str:
    rows = destinations.set_index("destination")
    share, never = rows["share"], rows.loc["not_bought"]
    moved = share["street"] + share["direct"]
    if never["high"] - never["low"] > 1.0:
        return "Where the orders averted went cannot be told"
    if never["low"] < 0.0 or never["high"] > 1.0:
        between = words.interval(1.0 - never["high"], 1.0 - never["low"], "share")
        return f"Of the orders averted, {round(moved * 100)} % moved elsewhere ({between})"
    if moved > 1.0:
        return "The street and direct trade took more orders than the barrier averted"
    gone, lost = (f"{round(part * 100)} %" for part in (moved, 1.0 - moved))
    return f"Of the orders averted, {gone} moved elsewhere and {lost} did not happen"
