"""Intervals cover the truth as often as they say, and pairing is rewarded as theory says."""

import numpy as np
import pytest
from scipy import stats

from sim.effects.bootstrap import Interval
from sim.effects.intervals import mean_interval
from sim.effects.pairing import times_wider
from sim.effects.ranking import ranking

TRIALS, N = 800, 20
BAND = 0.025
"""Three standard errors of a coverage of 95 % in 800 trials."""


def coverage(intervals: list[Interval], truth: float) -> float:
    return float(np.mean([low <= truth <= high for _, low, high in intervals]))


def test_mean_interval_is_students() -> None:
    values = np.random.default_rng(1).normal(3.0, 2.0, N)
    low, high = stats.t.interval(0.95, N - 1, values.mean(), stats.sem(values))
    assert mean_interval(values) == pytest.approx((values.mean(), low, high))


def test_mean_interval_covers() -> None:
    draws = np.random.default_rng(2).normal(3.0, 2.0, (TRIALS, N))
    assert coverage([mean_interval(row) for row in draws], 3.0) == pytest.approx(0.95, abs=BAND)


def test_too_few_values_have_no_bounds_and_nan_is_left_out() -> None:
    assert np.isnan(mean_interval([5.0])[1:]).all() and np.isnan(mean_interval([np.nan])).all()
    assert mean_interval([1.0, np.nan, 3.0]) == mean_interval([1.0, 3.0])


def test_pairing_gain_follows_the_correlation() -> None:
    rng = np.random.default_rng(6)
    common, a, b = rng.normal(size=(3, 4000))
    rho = 0.9
    first, second = np.sqrt(rho) * common + np.sqrt(1 - rho) * a, np.sqrt(rho) * common + np.sqrt(1 - rho) * b
    assert times_wider(first, second) == pytest.approx(1.0 / np.sqrt(1.0 - rho), rel=0.05)
    assert times_wider(a, b) == pytest.approx(1.0, rel=0.05)
    assert times_wider([1.0, 2.0], [2.0, 3.0]) == np.inf and np.isnan(times_wider([1.0], [2.0]))


def test_ranking_knows_the_clear_winner_and_shares_a_tie() -> None:
    rng = np.random.default_rng(9)
    statistics = np.stack([rng.normal(5, 0.1, 500), rng.normal(1, 0.1, 500), rng.normal(1, 0.1, 500)], axis=1)
    high, low = ranking(statistics), ranking(statistics, high_is_best=False)
    assert high.probability_best.tolist() == [1.0, 0.0, 0.0] and high.rank_high[0] == 1 and low.rank_low[0] == 3
    assert low.probability_best[1:] == pytest.approx([0.5, 0.5], abs=0.08) and low.rank_high[1] == 2
    assert ranking(np.ones((10, 4))).probability_best == pytest.approx([0.25] * 4)
