"""Curves whose worst, half-life and return can be told by hand."""

import numpy as np
import pytest

from sim.effects import durability as d

DAYS, START = 400, 100


def arms(loss: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    twin = np.full(DAYS, 50.0)
    return twin * (1.0 - loss), twin


def block(share: float, first: int, last: int) -> np.ndarray:
    loss = np.zeros(DAYS)
    loss[first:last] = share
    return loss


def curve(loss: np.ndarray) -> np.ndarray:
    return d.effect_curve(*arms(loss))[:, START:]


def measured(loss: np.ndarray, stays: float = 0.0, ramp: int = 0) -> d.Course:
    return d.course(curve(loss), stays, ramp)


def test_a_block_of_lost_trade_is_measured_to_the_day() -> None:
    lost = block(0.4, START, START + 60)
    found = measured(lost)
    assert found.peak == pytest.approx([0.4]) and found.depth == pytest.approx([0.4])
    assert found.day_of_peak.tolist() == [27]
    # The loss ends on day 60 after the start. Its 28-day sum has halved when 14 lost days are left in the window ...
    assert found.half_life.tolist() == [60 + 13 - 27]
    # ... and lies below 5 % when fewer than 3.5 lost days are, below 10 % when fewer than 7 are.
    assert d.crossing(curve(lost), 0.05)[0].tolist() == [60 + 24] and d.crossing(curve(lost), 0.10)[0] == [60 + 21]
    assert not found.half_life_censored.any() and not d.crossing(curve(lost), 0.05)[1].any()


def test_half_life_is_of_the_part_that_passes() -> None:
    lost = block(0.4, START, START + 60) + block(0.2, START + 60, DAYS)
    found = measured(lost, stays=0.2)
    assert found.peak == pytest.approx([0.4]) and found.depth == pytest.approx([0.2])
    assert found.half_life.tolist() == [60 + 13 - 27]  # 30 % are missing then
    assert measured(lost).half_life_censored.tolist() == [False] and measured(lost).half_life > found.half_life


def test_what_stays_is_told_by_the_second_year_or_the_last_whole_one() -> None:
    assert d.second_year(730) == d.second_year(1_000) == (365, 730)
    assert d.second_year(600) == (235, 600) and d.second_year(455) == (90, 455)
    assert d.second_year(454) is None and d.second_year(100) is None


def test_the_arms_are_equal_before_the_start() -> None:
    assert (d.effect_curve(*arms(block(0.9, START, DAYS)))[:, :START] == 0.0).all()


def test_a_loss_that_stays_is_censored_at_the_last_day_that_could_have_shown_its_end() -> None:
    lost = block(0.4, START, DAYS)
    day, censored = d.crossing(curve(lost), 0.05)
    assert censored.all() and day.tolist() == [DAYS - 28 - START]
    found = measured(lost)
    assert found.half_life_censored.all() and found.half_life.tolist() == [DAYS - 28 - START - 27]


def test_a_return_that_does_not_stay_for_28_days_is_no_recovery() -> None:
    twice = block(0.4, START, START + 60) + block(0.2, START + 100, START + 160)
    assert d.crossing(curve(twice), 0.05)[0].tolist() == [181]
    assert d.crossing(curve(block(0.4, START, DAYS - 40)), 0.05)[1].all()


def test_no_effect_has_no_half_life_and_is_never_away() -> None:
    found = measured(np.zeros(DAYS))
    assert np.isnan(found.half_life).all() and found.depth.tolist() == [0.0] and found.rebound.tolist() == [0.0]
    day, censored = d.crossing(curve(np.zeros(DAYS)), 0.05)
    assert not found.half_life_censored.any() and day.tolist() == [0.0] and not censored.any()


def test_the_worst_is_that_of_the_first_year_after_the_ramp() -> None:
    days = np.zeros((1, 800))
    days[0, 40], days[0, 380] = 0.1, 0.3
    assert d.course(days).peak == [0.1] and d.course(days, ramp=30).peak == [0.3]


def test_rebound_is_the_most_trade_above_the_twin() -> None:
    found = measured(block(0.4, START, START + 60) - block(0.2, START + 100, START + 200))
    assert found.rebound == pytest.approx([-0.2]) and found.day_of_rebound.tolist() == [127]


def test_curves_are_measured_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    twin = rng.uniform(40, 60, (5, DAYS))
    treated = twin * (1.0 - np.stack([block(depth, START, START + 80) for depth in (0.1, 0.3, 0.5, 0.9, 0.0)]))
    after = d.effect_curve(treated, twin)[:, START:]
    together = d.course(after)
    for row in range(5):
        alone = d.course(after[row : row + 1])
        for name in ("peak", "day_of_peak", "depth", "half_life", "rebound"):
            np.testing.assert_array_equal(getattr(together, name)[row], getattr(alone, name)[0])


def test_a_twin_without_trade_gives_no_effect_rather_than_an_error() -> None:
    treated, twin = np.full(DAYS, 10.0), np.full(DAYS, 10.0)
    twin[150:200] = 0.0
    treated[180:200] = 0.0
    with np.errstate(all="raise"):
        whole = d.effect_curve(treated, twin)
        found = d.course(whole[:, START:])
    assert np.isnan(whole[0, 180]) and np.isfinite(found.peak).all()
    assert d.effect_curve(np.zeros(DAYS), np.zeros(DAYS)).max() == 0.0
    assert np.isnan(d.course(np.full((1, 50), np.nan)).peak).all()


def test_a_window_without_trade_sums_to_exactly_zero() -> None:
    values = np.concatenate([np.full(50, 0.1), np.zeros(50)])
    assert d.trailing_sum(values)[0, -1] == 0.0
    assert d.trailing_sum(values)[0, 9] == pytest.approx(1.0)


def test_averted_is_what_did_not_happen() -> None:
    assert d.averted(*arms(block(0.4, START, START + 60))) == pytest.approx([0.4 * 50 * 60])


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        d.effect_curve(np.zeros(10), np.zeros(11))


def test_a_run_shorter_than_the_stay_is_censored() -> None:
    short = np.array([[0.0, 0.8, 0.8]])
    assert d.crossing(short, 0.05)[1].all() and d.course(short).half_life_censored.all()


def test_trade_is_never_back_within_a_lower_line_before_a_higher_one() -> None:
    """A blip above 3 % that passes, and months later a loss of 30 %."""
    loss = block(0.1, START + 5, START + 15) + block(0.3, START + 120, START + 180)
    three, five, ten = (d.crossing(curve(loss), line)[0][0] for line in (0.03, 0.05, 0.10))
    assert three >= five >= ten > 120
