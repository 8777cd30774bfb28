"""What it gains to compare each world with its own twin: how much wider intervals would be without."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from sim.effects.bootstrap import CONFIDENCE, t_quantile
from sim.effects.intervals import mean_interval
from sim.effects.replicates import by_replicate
from sim.effects.start import BEGAN

Over = Literal["28_days", "first_year", "run"]
SUMS: dict[Over, tuple[str, str]] = {
    "28_days": ("averted_28_days", "orders_28_days"),
    "first_year": ("averted_first_year", "orders_first_year"),
    "run": ("averted_orders", "orders_baseline"),
}
"""Orders averted and those of the twin, over each of the sums."""


def pairing_gain(effects: pd.DataFrame, over: Over = "first_year") -> float:
    """How many times wider the interval of the orders averted would be without pairing; NaN where unknown.

    ``over``: the sum that is meant, of the first 28 days, the first year or the run. Pairing is strong while worlds
    still share their chances, and weak once they have drifted apart, so a gain is told of the sum it stands under. Over
    the run it is not told where a trigger chose the day of the start: what is left of the runs differs then.
    """
    wide = by_replicate(effects)
    averted, usual = SUMS[over]
    if not {averted, usual} <= set(wide.columns) or (over == "run" and BEGAN in wide):
        return math.nan
    twin = np.asarray(wide[usual])
    return times_wider(twin - np.asarray(wide[averted]), twin)


def times_wider(treated: ArrayLike, twin: ArrayLike, confidence: float = CONFIDENCE) -> float:
    """How many times wider the interval of the difference would be had the same runs not been paired.

    ``treated``, ``twin``: shape (replicates,). The unpaired interval is Welch's. NaN below 2 replicates or where
    neither varies; infinite where the difference does not vary at all.
    """
    a, b = np.asarray(treated, np.float64), np.asarray(twin, np.float64)
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    n = len(a)
    if n < 2:
        return math.nan
    parts = np.array([a.var(ddof=1) / n, b.var(ddof=1) / n])
    if parts.sum() == 0.0:
        return math.nan
    freedom = float(parts.sum() ** 2 / ((parts**2).sum() / (n - 1)))
    unpaired = t_quantile(confidence, freedom) * math.sqrt(float(parts.sum()))
    paired = mean_interval(a - b, confidence).half_width
    return unpaired / paired if paired > 0.0 else math.inf
