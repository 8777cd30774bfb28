"""The history as one picture and as text: what was played beside what is on record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import FuncFormatter

from sim.views import style

CAUSES = {"voluntary": "in good order", "exit_scam": "exit scam", "hack": "hack", "seizure": "seizure"}
COLOURS = dict(zip(CAUSES, style.PALETTE, strict=False))


@dataclass(frozen=True)
class History:
    """Tables of a history: by year, closures by cause, after closures; marketplaces open by day and their dates."""

    years: pd.DataFrame
    causes: pd.DataFrame
    closures: pd.DataFrame
    marketplaces: pd.DataFrame  # year (a fraction), open
    size: str  # of the world, in words


def picture(history: History) -> style.Chart:
    """Draw revenue by year, marketplaces, closures by cause, and revenue after each closure known by date."""
    with style.look():
        figure = style.Chart(figsize=(style.WIDTH, 9.6), dpi=style.DPI, layout=style.spaced())
        FigureCanvasAgg(figure)
        (money, places), (causes, after) = figure.subplots(2, 2)
        _revenue(money, history.years)
        _marketplaces(places, history)
        _causes(causes, history.causes)
        _after(after, history.closures)
        figure.suptitle(_finding(history), fontsize=16, fontweight="bold", x=0.01, ha="left")
    return figure


def _finding(history: History) -> str:
    told = history.closures[history.closures["within"] != ""]
    good = int((told["within"] == "within").sum())
    first, last = int(history.years["year"].min()), int(history.years["year"].max())
    return f"Trade {first} to {last} as played: {good} of {len(told)} closures followed as observed\n{history.size}"


def _title(axes: Axes, text: str) -> None:
    axes.set_title(text, fontsize=14, color=style.INK)


def _revenue(axes: Axes, years: pd.DataFrame) -> None:
    """Draw revenue by year on a logarithmic axis, USD M."""
    axes.plot(years["year"], years["observed_revenue"], color=style.OBSERVER, marker="o", linewidth=0, markersize=8)
    axes.plot(years["year"], years["observed_without_one"], color=style.OBSERVER, marker="o", linewidth=0,
              markersize=8, fillstyle="none")  # fmt: skip
    axes.plot(years["year"], years["revenue"], color=style.BARRIER, linewidth=2.2)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}"))
    axes.set_ylabel("USD M a year")
    handles = ["on record", "on record, without Hydra", "played"]
    axes.legend(list(axes.lines), handles, frameon=False, loc="lower right", fontsize=12)
    _title(axes, "Revenue a year (its growth is set)")


def _marketplaces(axes: Axes, history: History) -> None:
    """Draw how many marketplaces are open, with the closures known by date and what was counted."""
    days = history.marketplaces
    axes.plot(days["year"], days["open"], color=style.BARRIER, linewidth=1.6)
    axes.plot(history.years["year"] + 0.9, history.years["observed_marketplaces"], color=style.OBSERVER, marker="o",
              linewidth=0, markersize=8)  # fmt: skip
    for closed in pd.to_datetime(history.closures["date"]):
        axes.axvline(closed.year + (closed.day_of_year - 1) / 365.0, color=style.WARNING, linewidth=1, linestyle=":")
    axes.set_ylim(0)
    axes.set_ylabel("marketplaces")
    _title(axes, "Marketplaces open (dotted: dated closures)")


def _causes(axes: Axes, causes: pd.DataFrame) -> None:
    """Draw closures by year, one part of a column for each cause."""
    under = np.zeros(len(causes))
    for cause, told in CAUSES.items():
        axes.bar(causes["year"], causes[cause], bottom=under, color=COLOURS[cause], label=told, width=0.75)
        under += causes[cause].to_numpy(dtype=float)
    axes.set_ylim(0, max(under.max(initial=0.0), 1.0) * 1.4)  # room for the legend
    axes.legend(frameon=False, fontsize=12, loc="upper left", ncols=2)
    axes.set_ylabel("closures a year")
    _title(axes, "Closures by cause")


def _after(axes: Axes, closures: pd.DataFrame) -> None:
    """Draw revenue in the three months after each closure against the two before, over the range that was observed."""
    places = np.arange(len(closures))[::-1]
    for place, row in zip(places, closures.to_dict("records"), strict=True):
        if row["within"]:
            axes.plot([row["low"], row["high"]], [place, place], color=style.OBSERVER, linewidth=9, alpha=0.35,
                      solid_capstyle="butt")  # fmt: skip
        months = [row[f"month_{m}"] for m in (1, 2, 3)]
        axes.plot(months, [place] * 3, color=style.BARRIER, marker="o", linewidth=0, alpha=0.5)
        axes.plot(np.mean(months), place, color=style.BARRIER, marker="D", markersize=9, linewidth=0)
    axes.axvline(1.0, color=style.SOFT, linewidth=1)
    axes.set_yticks(places, [f"{row['name']}, {row['date'][:4]}" for row in closures.to_dict("records")])
    axes.set_ylim(-0.6, len(closures) - 0.4)
    axes.set_xlabel("revenue of three months after, two before = 1")
    _title(axes, "After each closure (bar: observed)")


def text(history: History) -> str:
    """Write the tables."""
    years = history.years
    lines = [f"{'year':>4} {'USD M':>8} {'on record':>10} {'orders':>12} {'people':>12} {'open':>5} {'leader':>7}"
             f" {'closures: ' + ', '.join(CAUSES.values())}"]  # fmt: skip
    for row, ends in zip(years.to_dict("records"), history.causes.to_dict("records"), strict=True):
        lines.append(
            f"{row['year']:>4} {row['revenue']:>8,.1f} {row['observed_revenue']:>10,.1f} {row['orders']:>12,.0f}"
            f" {row['people']:>12,.0f} {row['marketplaces']:>5.0f} {row['leader']:>7.0%}"
            f" {', '.join(str(ends[cause]) for cause in CAUSES)}"
        )
    sums = years[["revenue", "observed_revenue", "orders", "people"]].sum()
    lines.append("all  {:>8,.1f} {:>10,.1f} {:>12,.0f} {:>12,.0f}".format(*sums))
    lines += ["", "revenue of the three months after, against the two before"]
    for row in history.closures.to_dict("records"):
        months = ", ".join(f"{row[f'month_{m}']:.2f}" for m in (1, 2, 3))
        seen = f"{row['within']} {row['low']:g} to {row['high']:g}" if row["within"] else "no range observed"
        lines.append(f"{row['date']}  {row['name']:<20} {months}  {seen}")
    return "\n".join(lines)
