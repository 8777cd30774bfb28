"""Who is best of several scenarios, over resamples that they share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.effects.bootstrap import CONFIDENCE

Floats = NDArray[np.float64]


class Ranking(NamedTuple):
    """Per scenario: chance of being best, and the ranks (1 is best) between which it lies; shape (scenarios,)."""

    probability_best: Floats
    rank_low: Floats
    rank_high: Floats


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
