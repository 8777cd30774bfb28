"""Which set of barriers to take for a budget: the picture, the advice, the table in words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.views import style, words
from sim.views.charts import write_unit

ENOUGH = 0.8
"""Share of the best effect at which a cheaper portfolio is named beside it."""


def plot_portfolios(axes: Axes, table: pd.DataFrame, label: str, unit: str, budget: float = math.inf) -> Axes:
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
        text = in_strength(str(row["portfolio"])).replace(" + ", "\n")
        style.label(axes, text, (row["cost"], row["effect"]), (8, -4), style.INK, va="top", fontsize=10)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.euros(value)))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.margins(x=0.15)
    write_unit(axes.yaxis, unit)
    axes.set_xlabel("cost of the first year")
    axes.set_ylabel(words.upper_first(label))
    text = "Barriers with their intensity, in replicates that the search had not seen; lines: 95 % intervals."
    style.headline(axes, portfolio_heading(table, label, unit, budget), text)
    return axes


def advised(table: pd.DataFrame) -> pd.Series | None:
    """Give the row of the portfolio to take: of those within the budget that do something, the one that does most."""
    sure = table[table["within_budget"].astype(bool) & (table["low"] > 0.0)]
    return sure.loc[sure["effect"].idxmax()] if len(sure) else None


def _rivals(table: pd.DataFrame, best: pd.Series) -> pd.DataFrame:
    """Give those within the budget that may do as much as the best, the most first."""
    rest = table[table["within_budget"].astype(bool) & (table.index != best.name)]
    return rest[rest["high"] >= best["low"]].sort_values("effect", ascending=False)


def portfolio_heading(table: pd.DataFrame, label: str, unit: str, budget: float = math.inf) -> str:
    """State what to take, and how many others cannot be told apart from it."""
    best = advised(table)
    others = 0 if best is None else len(_rivals(table, best))
    apart = f"; not told apart from {others} other{'s' if others > 1 else ''}" if others else ""
    return portfolio_advice(table, label, unit, budget)[0].rstrip(".") + apart


def portfolio_advice(table: pd.DataFrame, label: str, unit: str, budget: float = math.inf) -> list[str]:
    """Say what to take within the budget, what cannot be told apart from it, and what does nearly as much for less.

    ``table``: portfolio, cost, effect, low, high, within_budget; ``label``: what the effect is; ``budget``: EUR.
    """
    within = f"Within {words.euros(budget)}" if math.isfinite(budget) else "Within the budget"
    known = table.dropna(subset=["effect"])
    rows = known[known["within_budget"].astype(bool)]
    best = advised(known)
    if not len(rows):
        if not len(known):
            return [f"{within} there is no portfolio."]
        cheapest = known.loc[known["cost"].idxmin()]
        least = f"the least costly is {_named(cheapest)} for {words.euros(cheapest['cost'])}"
        return [f"{within} there is no portfolio; {least}."]
    if best is None:
        return [f"{within} no portfolio does more than nothing, as far as can be told."]
    bounds = words.interval(best["low"], best["high"], unit)
    does = f"{label}, {words.quantity(best['effect'], unit)} ({bounds})"
    texts = [f"{within} take {_named(best)}, for {words.euros(best['cost'])}: {does}."]
    close = _rivals(known, best)
    if len(close):
        names = [_named(row) for _, row in close.head(3).iterrows()]
        said = words.listing([*names, f"{len(close) - 3} more"] if len(close) > 3 else names)
        least = close.loc[close["cost"].idxmin()]
        cheap = f", of which {_named(least)} costs least, {words.euros(least['cost'])}" if len(close) > 1 else ""
        texts.append(f"It cannot be told apart from {said}{cheap}.")
    sure = rows[rows["low"] > 0.0]
    cheaper = sure[(sure["effect"] >= ENOUGH * best["effect"]) & (sure["cost"] < best["cost"])]
    if len(cheaper):
        thrifty = cheaper.loc[cheaper["cost"].idxmin()]
        less = f"{words.quantity(thrifty['effect'], unit)} for {words.euros(thrifty['cost'])}"
        texts.append(f"If cost matters more, take {_named(thrifty)}: {less}.")
    beyond = known[~known["within_budget"].astype(bool) & (known["low"] > best["high"])]
    if len(beyond):
        dear = beyond.loc[beyond["effect"].idxmax()]
        texts.append(
            f"If effect matters more than the budget, take {_named(dear)}: {words.quantity(dear['effect'], unit)} for "
            f"{words.euros(dear['cost'])}."
        )
    return texts


def _named(row: pd.Series) -> str:
    return in_strength(str(row["portfolio"]))


def in_strength(name: str) -> str:
    """Write a portfolio for reading: takedown 1 + licensing 0.6 as takedown (full strength) + licensing (60 %)."""
    parts = []
    for part in name.split(" + "):
        barrier, _, intensity = part.rpartition(" ")
        if not barrier or not intensity.replace(".", "", 1).isdigit():
            parts.append(words.spoken(part))
            continue
        strength = "full strength" if float(intensity) == 1.0 else words.percent(float(intensity))
        parts.append(f"{words.spoken(barrier)} ({strength})")
    return " + ".join(parts)


def _beaten(row: dict[str, Any]) -> str:
    if not row["low"] > 0.0:
        return "does nothing that can be told"
    return "no" if row["on_front"] else "yes"


def portfolio_table(table: pd.DataFrame, label: str, unit: str) -> pd.DataFrame:
    """Write the table in words: head of each column, figures with their unit."""
    rows = table.to_dict("records")
    return pd.DataFrame(
        {
            "barriers, with intensity": [in_strength(str(row["portfolio"])) for row in rows],
            "cost, first year": [words.euros(row["cost"]) for row in rows],
            label: [words.quantity(row["effect"], unit) for row in rows],
            "95 % interval": [words.interval(row["low"], row["high"], unit) for row in rows],
            "replicates": [int(row["replicates"]) for row in rows],
            "does any other do more for less?": [_beaten(row) for row in rows],
            "within the budget": ["yes" if row["within_budget"] else "no" for row in rows],
        }
    )
