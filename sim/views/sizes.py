"""The table of sizes: every effect at every size, and whether they agree."""

from __future__ import annotations

import math

import pandas as pd

from sim.effects.bootstrap import t_quantile
from sim.effects.intervals import mean_interval
from sim.validation.sizes import FIGURES

COLUMNS = ("barrier", "figure", "buyers", "n", "mean", "low", "high", "agrees", "within")


def table(measured: pd.DataFrame) -> pd.DataFrame:
    """Give one row per barrier, figure and size; ``agrees``: with the largest size, within chance.

    ``measured``: columns buyers, replicate, barrier, figure, value. Two means agree where their difference is within
    Welch's 95 % interval, of half width ``within``: a wide one agrees with everything. Empty where chance cannot be
    told (fewer than two replicates), and for the largest itself.
    """
    rows = []
    for (barrier, figure), part in measured.groupby(["barrier", "figure"], sort=False):
        largest = part.loc[part["buyers"] == part["buyers"].max(), "value"]
        for buyers, own in part.groupby("buyers"):
            mean, low, high = mean_interval(own["value"])
            half = math.nan if buyers == part["buyers"].max() else half_width(own["value"], largest)
            same = None if math.isnan(half) else bool(abs(own["value"].mean() - largest.mean()) <= half)
            rows.append((barrier, figure, int(buyers), len(own), mean, low, high, same, half))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def half_width(one: pd.Series, other: pd.Series) -> float:
    """Return half the 95 % interval of the difference of two means (Welch); NaN where chance cannot be told."""
    if len(one) < 2 or len(other) < 2:
        return math.nan
    a, b = float(one.var(ddof=1)) / len(one), float(other.var(ddof=1)) / len(other)
    if a + b == 0.0:
        return 0.0
    freedom = (a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1))
    return t_quantile(0.95, freedom) * math.sqrt(a + b)


def text(found: pd.DataFrame) -> str:
    """Write the table, one block a figure, sizes across."""
    sizes = sorted(found["buyers"].unique())
    lines = []
    for figure, own in found.groupby("figure", sort=False):
        lines += ["", FIGURES[str(figure)], "  ".join([f"{'barrier':20}", *(f"{b:>24,}" for b in sizes), "agree"])]
        for barrier, rows in own.groupby("barrier", sort=False):
            if figure == "turned_away" and lines[-1] and not lines[-1].startswith("barrier"):
                continue  # one figure of the twin, the same for every barrier
            cells = {row["buyers"]: _cell(row, str(figure)) for row in rows.to_dict("records")}
            name = "(no barrier)" if figure == "turned_away" else str(barrier)
            said = verdict(rows["agrees"].tolist())
            lines.append("  ".join([f"{name:20}", *(f"{cells.get(b, '-'):>24}" for b in sizes), said]))
    lines += ["", *counts(found)]
    return "\n".join(line.rstrip() for line in lines).lstrip("\n")


def _cell(row: dict[str, float], figure: str) -> str:
    scale, unit = (1.0, "") if figure == "days_back" else (100.0, " %")
    half = (row["high"] - row["mean"]) * scale
    spread = f" ± {half:.2f}" if math.isfinite(half) else ""
    return f"{row['mean'] * scale:.2f}{spread}{unit} ({row['n']:.0f})"


def verdict(known: list[bool | None]) -> str:
    """Say whether every size agrees with the largest."""
    told = [bool(value) for value in known if value is not None and not pd.isna(value)]
    return "?" if not told else "yes" if all(told) else "NO"


def counts(found: pd.DataFrame) -> list[str]:
    """Say how many effects agree at all sizes."""
    said = []
    for figure, own in found.groupby("figure", sort=False):
        if figure != "turned_away":
            verdicts = [verdict(rows["agrees"].tolist()) for _, rows in own.groupby("barrier", sort=False)]
            whole = sum(v == "yes" for v in verdicts)
            told = f"{FIGURES[str(figure)]}: {whole} of {len(verdicts)} barriers and shocks agree at all sizes"
            scale, unit = (1.0, "days") if figure == "days_back" else (100.0, "points")
            widest = float(own["within"].max()) * scale
            said.append(f"{told}; differences are told within ±{widest:.1f} {unit} or better.")
    return [
        *said,
        "A cell: mean with half its 95 % interval (replicates). Agree: with the largest size, within chance.",
    ]
