"""Intervals of paired differences, what pairing gained, and who is best.

Values are one per replicate, each the difference between a world and its twin. NaN means "this replicate has no such
figure" and is left out.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.effects.bootstrap import CONFIDENCE, Interval

Floats = NDArray[np.float64]


class Ranking(NamedTuple):
    """Per scenario: chance of being best, and the ranks (1 is best) between which it lies; shape (scenarios,)."""

    probability_best: Floats
    rank_low: Floats
    rank_high: Floats


def finite(values: ArrayLike) -> Floats:
    """Return the values that are neither NaN nor infinite, as a flat array."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    return flat[np.isfinite(flat)]


def t_quantile(confidence: float, freedom: float) -> float:
    """Two-sided quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))


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


def pairing_gain(treated: ArrayLike, twin: ArrayLike, confidence: float = CONFIDENCE) -> float:
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


def ranking(statistics: ArrayLike, high_is_best: bool = True, confidence: float = CONFIDENCE) -> Ranking:
    """Rank scenarios over resampled statistics, shape (resamples, scenarios); ties share the first place equally."""
    values = np.asarray(statistics, dtype=np.float64)
    score = np.where(np.isnan(values), -np.inf, values if high_is_best else -values)
    best = score == score.max(axis=1, keepdims=True)
    better = (score[:, None, :] > score[:, :, None]).sum(axis=2)
    equal = (score[:, None, :] == score[:, :, None]).sum(axis=2)
    middle = better + (equal + 1) / 2.0
    low, high = np.quantile(middle, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0], axis=0)
    return Ranking((best / best.sum(axis=1, keepdims=True)).mean(axis=0), np.floor(low), np.ceil(high))
