"""Kaplan-Meier against the remission times of Freireich and others (1963), the textbook example."""

import numpy as np
import pytest

from sim.effects.survival import kaplan_meier

WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
CENSORED = [False] * 3 + [True, False, True, False] + [True] * 2 + [False] * 2 + [True] * 3 + [False] * 2 + [True] * 5
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_treated_arm() -> None:
    curve = kaplan_meier(WEEKS, CENSORED)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    # Bounds on the log(-log) scale, as R's survfit(conf.type = "log-log") gives them.
    assert curve.low == pytest.approx([0.620, 0.563, 0.503, 0.432, 0.368, 0.268, 0.188], abs=5e-4)
    assert curve.high == pytest.approx([0.952, 0.923, 0.889, 0.849, 0.805, 0.747, 0.680], abs=5e-4)
    assert curve.median() == (23.0, 13.0, np.inf)
    assert curve.restricted_mean(35) == pytest.approx(23.287, abs=5e-3)


def test_the_placebo_arm_without_censoring_is_the_plain_share() -> None:
    curve = kaplan_meier(PLACEBO, [False] * 21)
    assert curve.median() == (8.0, 4.0, 11.0)
    assert [curve.at(week) for week in (0, 1, 8, 23)] == pytest.approx([1.0, 19 / 21, 8 / 21, 0.0])
    assert curve.restricted_mean() == pytest.approx(np.mean(PLACEBO))


def test_durations_that_all_end_on_one_day_have_that_day_as_interval() -> None:
    assert kaplan_meier([40.0] * 20, [False] * 20).median() == (40.0, 40.0, 40.0)


def test_nothing_ended() -> None:
    curve = kaplan_meier([700.0] * 5, [True] * 5)
    assert curve.median() == (np.inf, np.inf, np.inf) and curve.restricted_mean() == 700.0


def test_missing_durations_are_left_out() -> None:
    with_gap, without = kaplan_meier([5.0, np.nan, 9.0], [False, False, True]), kaplan_meier([5.0, 9.0], [False, True])
    np.testing.assert_array_equal(with_gap.survival, without.survival)
    assert np.isnan(kaplan_meier([], []).restricted_mean())


def test_the_median_interval_covers() -> None:
    rng = np.random.default_rng(11)
    inside = []
    for _ in range(400):
        time = rng.exponential(100.0, 30)
        curve = kaplan_meier(np.minimum(time, 180.0), time > 180.0)
        _, low, high = curve.median()
        inside.append(low <= 100.0 * np.log(2.0) <= high)
    assert 0.92 <= np.mean(inside) <= 0.985


def test_quantiles_are_read_from_the_curve() -> None:
    curve = kaplan_meier([10.0, 20.0, 30.0, 40.0, 50.0], [False, False, False, False, True])
    assert curve.quantile(0.1) == 10.0 and curve.quantile(0.5) == 30.0 and curve.quantile(0.9) == np.inf


def test_half_of_an_even_number_have_ended_midway_between_the_middle_two() -> None:
    assert kaplan_meier([64.0, 77.0, 141.0, 206.0], [False] * 4).median().estimate == 109.0
