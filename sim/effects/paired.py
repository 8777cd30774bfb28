"""Intervals of paired differences, what pairing gained, how many replicates are needed, and who is best.

Values are one per replicate, each the difference between a world and its twin. NaN means "this replicate has no such
figure" and is left out. Resampling uses a generator of its own with a fixed seed, so that a table is the same
every time it is made; it has no part in the model.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 4000
SEED = 20_130


class Interval(NamedTuple):
    """An estimate with its confidence bounds; bounds are NaN where the replicates are too few to tell."""

    estimate: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the distance between the bounds."""
        return (self.high - self.low) / 2.0

    def excludes(self, value: float) -> bool:
        """Tell whether the value lies outside the bounds (False where there are none)."""
        return self.low > value or self.high < value


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


def ratio_interval(numerator: ArrayLike, denominator: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Ratio of the sums over replicates, with the t interval of its linearisation.

    The ratio of sums, unlike the mean of ratios, is not ruled by the replicates whose denominator is near zero.
    Both arguments have shape (replicates,); a replicate missing in one is left out.
    """
    top, bottom = np.asarray(numerator, np.float64), np.asarray(denominator, np.float64)
    both = np.isfinite(top) & np.isfinite(bottom)
    top, bottom = top[both], bottom[both]
    if len(top) == 0 or bottom.sum() == 0.0:
        return Interval(math.nan, math.nan, math.nan)
    ratio = float(top.sum() / bottom.sum())
    residual = mean_interval((top - ratio * bottom) / bottom.mean(), confidence)
    return Interval(ratio, ratio - residual.half_width, ratio + residual.half_width)


def resample(replicates: int, resamples: int = RESAMPLES, seed: int = SEED) -> NDArray[np.intp]:
    """Draw bootstrap samples of replicate indices, shape (resamples, replicates)."""
    return np.random.default_rng(seed).integers(0, replicates, size=(resamples, replicates), dtype=np.intp)


def median_interval(values: ArrayLike, confidence: float = CONFIDENCE, resamples: int = RESAMPLES) -> Interval:
    """Median of the values with its percentile bootstrap interval."""
    kept = finite(values)
    if len(kept) == 0:
        return Interval(math.nan, math.nan, math.nan)
    median = float(np.median(kept))
    if len(kept) == 1:
        return Interval(median, math.nan, math.nan)
    medians = np.median(kept[resample(len(kept), resamples)], axis=1)
    low, high = np.quantile(medians, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0])
    return Interval(median, float(low), float(high))


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


def replicates_needed(values: ArrayLike, half_width: float, confidence: float = CONFIDENCE) -> float:
    """Smallest number of replicates whose t interval has at most this half-width, judged by the spread so far.

    Infinite where the half-width is not positive, NaN below 2 values.
    """
    kept = finite(values)
    if len(kept) < 2:
        return math.nan
    spread = float(kept.std(ddof=1))
    if spread == 0.0:
        return 2.0
    if half_width <= 0.0:
        return math.inf
    n = 2
    while t_quantile(confidence, n - 1) * spread / math.sqrt(n) > half_width:
        # The normal approximation is a lower bound, so a jump to it never overshoots; from there single steps do.
        n = max(n + 1, math.floor((t_quantile(confidence, 1e9) * spread / half_width) ** 2))
    return float(n)


def difference_p(values: ArrayLike) -> float:
    """Two-sided p-value of the t test that the mean is zero; NaN below 2 values, 1 where all are zero."""
    from scipy.special import stdtr

    kept = finite(values)
    if len(kept) < 2:
        return math.nan
    mean, spread = float(kept.mean()), float(kept.std(ddof=1))
    if spread == 0.0:
        return 1.0 if mean == 0.0 else 0.0
    return float(2.0 * stdtr(len(kept) - 1, -abs(mean) / spread * math.sqrt(len(kept))))


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
