"""Paired bootstrap over replicates: whole replicates, barrier and twin together, are drawn again with replacement.

Resampling uses a generator of its own with a fixed seed, so that a table is the same every time it is made; it has no
part in the model. Replicates that scenarios share get the same weights, which keeps differences between scenarios
paired too. Bounds are percentiles of the resamples, read further out where replicates are few (Hesterberg 2015,
"expanded percentile"): the plain ones are too narrow by the factor ``sqrt((n - 1) / n)`` and by normal against t.
Below six replicates even the outermost resample is not far enough out, and all are moved apart by these factors.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 20_130
FEW = 6
"""With fewer replicates than this, all lie on one side of the true figure more often than in one case of twenty."""


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


class Sample(NamedTuple):
    """A statistic of the replicates and its resamples, shape (resamples,); infinite: a duration not over by the end.

    NaN among the resamples: the statistic does not exist there (no excursion has no half-life). ``least`` and
    ``most``: what the statistic can be at all, such as all of the trade that is missing.
    """

    estimate: float
    draws: Floats
    replicates: int
    least: float = -math.inf
    most: float = math.inf

    @property
    def apart(self) -> Floats:
        """The resamples as far apart as the replicates leave open; those of fewer than six are moved."""
        return np.clip(widened(self.draws[:, None], self.replicates)[:, 0], self.least, self.most)

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Expanded percentile interval; no bounds below two replicates, or where half of the resamples say nothing."""
        bounds = np.clip(band(self.draws[:, None], self.replicates, confidence), self.least, self.most)
        if math.isnan(self.estimate):
            return Interval(math.nan, math.nan, math.nan)
        return Interval(self.estimate, *(float(bound) for bound in bounds[:, 0]))


def weights(replicates: int, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Draw how often each replicate stands in each resample; shape (resamples, replicates)."""
    if replicates == 0:
        return np.zeros((resamples, 0))
    shares = np.full(replicates, 1.0 / replicates)
    return np.random.default_rng(seed).multinomial(replicates, shares, size=resamples).astype(np.float64)


def band(draws: Floats, replicates: int, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Bounds of every column of resamples, shape (resamples, columns); NaN where there is nothing to tell."""
    nothing = np.full(draws.shape[1], math.nan)
    if replicates < 2 or not len(draws):
        return nothing, nothing.copy()
    outer = np.full(draws.shape[1], _expanded(0.5 - confidence / 2.0, replicates))
    if replicates < FEW:  # moved apart instead, which what is never over cannot be
        outer = np.where(np.isinf(draws).any(axis=0), outer, 0.5 - confidence / 2.0)
    ordered = np.sort(widened(draws, replicates, confidence), axis=0)  # NaN last
    known = len(draws) - np.isnan(ordered).sum(axis=0)
    columns = np.arange(draws.shape[1])
    last = np.maximum(known - 1, 0)
    low, high = (ordered[np.rint(share * last).astype(np.intp), columns] for share in (outer, 1.0 - outer))
    told = 2 * known >= len(draws)
    return np.where(told, low, nothing), np.where(told, high, nothing)


def widened(draws: Floats, replicates: int, confidence: float = CONFIDENCE) -> Floats:
    """Move resamples, shape (resamples, columns), as far from their mean as fewer than six replicates leave open.

    From six on they are returned as they are. An infinite duration stays, and has no part in the mean.
    """
    if not 2 <= replicates < FEW:
        return draws
    from scipy.special import ndtri

    # The outermost mean of two lies as many standard errors from the middle as the square root of two.
    reached = math.sqrt(2.0) if replicates == 2 else -float(ndtri(0.5 - confidence / 2.0))
    factor = math.sqrt(replicates / (replicates - 1)) * t_quantile(confidence, replicates - 1) / reached
    known = np.isfinite(draws)
    middle = divide(np.where(known, draws, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64))
    return np.where(known, middle + factor * (np.where(known, draws, 0.0) - middle), draws)


def settled(half_width: float, replicates: int, confidence: float = CONFIDENCE) -> float:
    """Return half the width that an interval of fewer than six replicates would have, did they know their spread.

    It is this which narrows with the square root of the replicates.
    """
    if not 2 <= replicates < FEW:
        return half_width
    from scipy.special import ndtri

    return half_width * -float(ndtri(0.5 - confidence / 2.0)) / t_quantile(confidence, replicates - 1)


def t_quantile(confidence: float, freedom: float) -> float:
    """Two-sided quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))


def _expanded(tail: float, replicates: int) -> float:
    from scipy.special import ndtr, stdtrit

    return float(ndtr(math.sqrt(replicates / (replicates - 1)) * stdtrit(replicates - 1, tail)))


def mean(values: ArrayLike, weight: Floats) -> Sample:
    """Mean over replicates; NaN is left out."""
    kept = np.asarray(values, dtype=np.float64)
    known = np.isfinite(kept)
    total, count = np.where(known, kept, 0.0), known.astype(np.float64)
    estimate = float(kept[known].mean()) if known.any() else math.nan
    return Sample(estimate, divide(weight @ total, weight @ count), int(known.sum()))


def ratio(numerator: ArrayLike, denominator: ArrayLike, weight: Floats, scale: float = 1.0) -> Sample:
    """Ratio of the sums over replicates times ``scale``; a replicate missing in one is left out.

    Unlike the mean of ratios, it is not ruled by the replicates whose denominator is near zero.
    """
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    both = np.isfinite(top) & np.isfinite(bottom)
    top, bottom = np.where(both, top, 0.0), np.where(both, bottom, 0.0)
    estimate = float(scale * top.sum() / bottom.sum()) if bottom.sum() != 0.0 else math.nan
    return Sample(estimate, scale * divide(weight @ top, weight @ bottom), int(both.sum()))


def divide(top: Floats, bottom: Floats) -> Floats:
    """Divide, NaN where the divisor is zero."""
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0.0)
