"""Means with Student's t intervals.

Values are one per replicate, each the difference between a world and its twin. NaN means "this replicate has no such
figure" and is left out.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.effects.bootstrap import CONFIDENCE, Interval, t_quantile

Floats = NDArray[np.float64]


def finite(values: ArrayLike) -> Floats:
    """Return the values that are neither NaN nor infinite, as a flat array."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    return flat[np.isfinite(flat)]


def mean_interval(values: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Mean of the values with Student's t interval."""
    kept = finite(values)
    if len(kept) == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(kept.mean())
    if len(kept) == 1:
        return Interval(mean, math.nan, math.nan)
    half = t_quantile(confidence, len(kept) - 1) * float(kept.std(ddof=1)) / math.sqrt(len(kept))
    return Interval(mean, mean - half, mean + half)


def mean_of_sets(values: pd.Series, repeats: int = 1) -> Interval:
    """Mean of values by replicate; the interval is of the means of those that share a set, ``repeats`` in a row."""
    known = values[np.isfinite(values)]
    of_sets = mean_interval(known.groupby(known.index // repeats).mean())
    mean = float(known.mean()) if len(known) else math.nan
    shift = mean - of_sets.estimate
    return Interval(mean, of_sets.low + shift, of_sets.high + shift)
