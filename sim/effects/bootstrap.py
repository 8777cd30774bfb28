"""Paired bootstrap over replicates: whole replicates, barrier and twin together, are drawn again with replacement.

Resampling uses a generator of its own with a fixed seed, so that a table is the same every time it is made; it has no
part in the model. Replicates that scenarios share get the same weights, which keeps differences between scenarios
paired too. Replicates that share a set of parameters come together, as they are no independent draws of what is not
known. Bounds are percentiles of the resamples, read further out where replicates are few (Hesterberg 2015,
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
SOME = 200
"""Resamples in which two replicates do not come equally often by chance."""
SAME = 12
"""With fewer replicates than this, none differs in more than one case of twenty though a quarter of all worlds do."""
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
    ``most``: what the statistic can be at all, such as all of the trade that is missing. ``units``: how many of the
    replicates were drawn independently, 0 for all of them.
    """

    estimate: float
    draws: Floats
    replicates: int
    least: float = -math.inf
    most: float = math.inf
    units: int = 0

    @property
    def apart(self) -> Floats:
        """The resamples as far apart as the replicates leave open, to see how often one is beyond another.

        An interval of six and more is read further out instead (:func:`band`); what is counted has to be moved.
        """
        return np.clip(widened(self.draws[:, None], self.independent, every=True)[:, 0], self.least, self.most)

    @property
    def independent(self) -> int:
        """How many of the replicates tell of chance by themselves."""
        return self.units or self.replicates

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Expanded percentile interval; no bounds below two replicates, or where half of the resamples say nothing."""
        bounds = np.clip(band(self.draws[:, None], self.independent, confidence), self.least, self.most)
        if math.isnan(self.estimate):
            return Interval(math.nan, math.nan, math.nan)
        return Interval(self.estimate, *(float(bound) for bound in bounds[:, 0]))

    @property
    def same(self) -> bool:
        """Whether so few replicates are all alike that nobody knows how far another may lie from them."""
        return 2 <= self.independent < SAME and bool(np.ptp(self.draws) == 0.0)


def weights(replicates: int, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """Draw how often each replicate stands in each resample; shape (resamples, replicates)."""
    if replicates == 0:
        return np.zeros((resamples, 0))
    shares = np.full(replicates, 1.0 / replicates)
    return np.random.default_rng(seed).multinomial(replicates, shares, size=resamples).astype(np.float64)


def weights_of(numbers: ArrayLike, repeats: int = 1) -> Floats:
    """Draw weights for the replicates of these numbers, of which so many in a row share a set of parameters.

    Return shape (resamples, replicates); those that share a set have the same.
    """
    _, group = np.unique(np.asarray(numbers, dtype=np.int64) // repeats, return_inverse=True)
    return weights(int(group.max()) + 1 if len(group) else 0)[:, group]


def independent(weight: Floats) -> int:
    """Count the replicates that are not always drawn together with another."""
    return len({column.tobytes() for column in np.ascontiguousarray(weight[:SOME].T)})


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


def widened(draws: Floats, replicates: int, confidence: float = CONFIDENCE, every: bool = False) -> Floats:
    """Move resamples, shape (resamples, columns), as far from their mean as fewer than six replicates leave open.

    From six on they are returned as they are or, with ``every``, moved by what normal lacks against t at one in
    twenty on one side, where a best is told from its rivals. An infinite duration stays, and has no part in the mean.
    """
    if replicates < 2 or (replicates >= FEW and not every):
        return draws
    from scipy.special import ndtri

    if replicates < FEW:
        # The outermost mean of two lies as many standard errors from the middle as the square root of two.
        reached = math.sqrt(2.0) if replicates == 2 else -float(ndtri(0.5 - confidence / 2.0))
        reach = t_quantile(confidence, replicates - 1)
    else:
        reached, reach = -float(ndtri(1.0 - confidence)), t_quantile(2.0 * confidence - 1.0, replicates - 1)
    factor = math.sqrt(replicates / (replicates - 1)) * reach / reached
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
    draws = divide(weight @ total, weight @ count)
    return Sample(estimate, draws, int(known.sum()), units=independent(weight[:, known]))


def ratio(numerator: ArrayLike, denominator: ArrayLike, weight: Floats, scale: float = 1.0) -> Sample:
    """Ratio of the sums over replicates times ``scale``; a replicate missing in one is left out.

    Unlike the mean of ratios, it is not ruled by the replicates whose denominator is near zero.
    """
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    both = np.isfinite(top) & np.isfinite(bottom)
    top, bottom = np.where(both, top, 0.0), np.where(both, bottom, 0.0)
    estimate = float(scale * top.sum() / bottom.sum()) if bottom.sum() != 0.0 else math.nan
    draws = scale * divide(weight @ top, weight @ bottom)
    return Sample(estimate, draws, int(both.sum()), units=independent(weight[:, both]))


def divide(top: Floats, bottom: Floats) -> Floats:
    """Divide, NaN where the divisor is zero."""
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0.0)
