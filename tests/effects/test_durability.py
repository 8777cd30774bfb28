"""Durability of curves whose depth, half-life and recovery can be told by hand."""

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


def test_a_block_of_lost_trade_is_measured_to_the_day() -> None:
    treated, twin = arms(block(0.4, START, START + 60))
    found = d.durability(treated, twin, START)
    assert found.depth == pytest.approx([0.4])
    assert found.day_of_depth.tolist() == [27]
    # The loss ends on day 60 after the start. Its 28-day sum has halved when 14 lost days are left in the window ...
    assert found.half_life.tolist() == [60 + 13 - 27]
    # ... and lies below 5 % when fewer than 3.5 lost days are.
    assert found.recovery.tolist() == [60 + 24]
    assert not found.half_life_censored.any() and not found.recovery_censored.any()


def test_the_arms_are_equal_before_the_start() -> None:
    treated, twin = arms(block(0.9, START, DAYS))
    assert (d.effect_curve(treated, twin)[:, :START] == 0.0).all()


def test_a_loss_that_stays_is_censored_at_the_last_day_that_could_have_shown_its_end() -> None:
    treated, twin = arms(block(0.4, START, DAYS))
    found = d.durability(treated, twin, START)
    assert found.recovery_censored.all() and found.recovery.tolist() == [DAYS - 28 - START]
    assert found.half_life_censored.all() and found.half_life.tolist() == [DAYS - 28 - START - 27]


def test_a_return_that_does_not_stay_for_28_days_is_no_recovery() -> None:
    relapse = block(0.4, START, START + 60) + block(0.4, START + 100, START + 160)
    found = d.durability(*arms(relapse), START)
    assert found.recovery.tolist() == [160 + 24]
    late = block(0.4, START, DAYS - 40)
    assert d.durability(*arms(late), START).recovery_censored.all()


def test_a_barrier_that_bites_late_is_not_called_over_before_it_began() -> None:
    found = d.durability(*arms(block(0.4, START + 90, START + 150)), START)
    assert found.recovery.tolist() == [150 + 24]
    assert found.day_of_depth.tolist() == [90 + 27]


def test_no_effect_has_no_half_life_and_recovers_at_once() -> None:
    found = d.durability(*arms(np.zeros(DAYS)), START)
    assert found.depth.tolist() == [0.0] and found.rebound.tolist() == [0.0] and found.recovery.tolist() == [0.0]
    assert np.isnan(found.half_life).all() and not found.half_life_censored.any() and not found.recovery_censored.any()


def test_a_depth_below_five_per_cent_still_halves() -> None:
    found = d.durability(*arms(block(0.03, START, START + 60)), START)
    assert found.recovery.tolist() == [0.0] and found.half_life.tolist() == [46.0]


def test_rebound_is_the_most_trade_above_the_twin() -> None:
    found = d.durability(*arms(block(0.4, START, START + 60) - block(0.2, START + 100, START + 200)), START)
    assert found.rebound == pytest.approx([-0.2])


def test_replicates_are_measured_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    twin = rng.uniform(40, 60, (5, DAYS))
    treated = twin * (1.0 - np.stack([block(depth, START, START + 80) for depth in (0.1, 0.3, 0.5, 0.9, 0.0)]))
    together = d.durability(treated, twin, START)
    for row in range(5):
        alone = d.durability(treated[row], twin[row], START)
        for name in ("depth", "day_of_depth", "half_life", "recovery", "rebound"):
            np.testing.assert_array_equal(getattr(together, name)[row], getattr(alone, name)[0])


def test_a_twin_without_trade_gives_no_effect_rather_than_an_error() -> None:
    treated, twin = np.full(DAYS, 10.0), np.full(DAYS, 10.0)
    twin[150:200] = 0.0
    treated[180:200] = 0.0
    with np.errstate(all="raise"):
        found = d.durability(treated, twin, START)
    assert np.isnan(found.curve[0, 180]) and np.isfinite(found.depth).all()
    nothing = d.durability(np.zeros(DAYS), np.zeros(DAYS), START)
    assert nothing.depth.tolist() == [0.0] and nothing.recovery.tolist() == [0.0]


def test_a_window_without_trade_sums_to_exactly_zero() -> None:
    values = np.concatenate([np.full(50, 0.1), np.zeros(50)])
    assert d.trailing_sum(values)[0, -1] == 0.0
    assert d.trailing_sum(values)[0, 9] == pytest.approx(1.0)


def test_the_observer_compares_with_the_weeks_before() -> None:
    twin = np.linspace(100.0, 150.0, DAYS)  # a trend that an observer takes for a smaller effect
    treated = twin * (1.0 - block(0.4, START, START + 60))
    assert d.observed(treated, START).depth[0] < d.durability(treated, twin, START).depth[0]
    flat, _ = arms(block(0.4, START, START + 60))
    assert d.observed(flat, START).recovery.tolist() == [84.0]
    assert np.isnan(d.observed(flat, 0).depth).all()


def test_averted_and_displaced() -> None:
    treated, twin = arms(block(0.4, START, START + 60))
    assert d.averted(treated, twin) == pytest.approx([0.4 * 50 * 60])
    assert d.displaced([300.0, 3.0], [1200.0, 5.0], [20_000.0, 20_000.0]) == pytest.approx([0.25, np.nan], nan_ok=True)


@pytest.mark.parametrize("start", [-1, DAYS])
def test_a_start_outside_the_run_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match=f"start={start}"):
        d.durability(*arms(np.zeros(DAYS)), start)


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        d.durability(np.zeros(10), np.zeros(11), 3)


def test_a_run_shorter_than_the_stay_is_censored() -> None:
    found = d.durability(np.array([1.0, 0.2, 0.2]), np.ones(3), 1)
    assert found.recovery_censored.all() and found.half_life_censored.all()
