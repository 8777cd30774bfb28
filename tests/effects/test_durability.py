"""The first excursion of curves whose depth, half-life and recovery can be told by hand."""

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


def measured(loss: np.ndarray, ramp: int = 0) -> d.Excursions:
    return d.first_excursions(d.effect_curve(*arms(loss))[:, START:], ramp)


def test_a_block_of_lost_trade_is_measured_to_the_day() -> None:
    found = measured(block(0.4, START, START + 60))
    assert found.found.all() and found.depth == pytest.approx([0.4])
    assert found.day_of_depth.tolist() == [27]
    # Four lost days of 40 % are 5.7 % of 28 days.
    assert found.onset.tolist() == [3]
    # The loss ends on day 60 after the start. Its 28-day sum has halved when 14 lost days are left in the window ...
    assert found.half_life.tolist() == [60 + 13 - 27]
    # ... and lies below 5 % when fewer than 3.5 lost days are.
    assert found.recovery.tolist() == [60 + 24]
    assert not found.half_life_censored.any() and not found.recovery_censored.any()


def test_the_arms_are_equal_before_the_start() -> None:
    assert (d.effect_curve(*arms(block(0.9, START, DAYS)))[:, :START] == 0.0).all()


def test_a_loss_that_stays_is_censored_at_the_last_day_that_could_have_shown_its_end() -> None:
    found = measured(block(0.4, START, DAYS))
    assert found.recovery_censored.all() and found.recovery.tolist() == [DAYS - 28 - START]
    assert found.half_life_censored.all() and found.half_life.tolist() == [DAYS - 28 - START - 27]


def test_a_return_that_does_not_stay_for_28_days_is_no_recovery() -> None:
    assert measured(block(0.4, START, START + 60) + block(0.2, START + 100, START + 160)).recovery.tolist() == [181]
    assert measured(block(0.4, START, DAYS - 40)).recovery_censored.all()


def test_a_later_loss_is_not_attributed() -> None:
    once, twice = block(0.4, START, START + 60), block(0.9, START + 150, START + 200)
    alone, both = measured(once), measured(once + twice)
    for name in ("onset", "depth", "day_of_depth", "half_life", "recovery"):
        assert getattr(both, name) == pytest.approx(getattr(alone, name))
    late = measured(twice)
    assert late.onset.tolist() == [151] and late.depth == pytest.approx([0.9])


def test_no_effect_has_no_half_life_and_is_never_away() -> None:
    found = measured(np.zeros(DAYS))
    assert not found.found.any() and np.isnan(found.onset).all() and np.isnan(found.half_life).all()
    assert found.depth.tolist() == [0.0] and found.rebound.tolist() == [0.0] and found.recovery.tolist() == [0.0]
    assert not found.half_life_censored.any() and not found.recovery_censored.any()


def test_without_an_excursion_depth_is_that_of_the_first_90_days_after_the_ramp() -> None:
    small = block(0.02, START, START + 60) + block(0.04, START + 130, START + 200)
    assert measured(small).depth == pytest.approx([0.02]) and not measured(small).found.any()
    assert measured(small, ramp=80).depth == pytest.approx([0.04])


def test_a_half_life_ends_with_its_excursion() -> None:
    # 8 % deep: 5 % is reached before the half, and a loss of 4.5 % stays for good.
    found = measured(block(0.08, START, START + 60) + block(0.045, START + 60, DAYS))
    assert found.half_life.tolist() == (found.recovery - found.day_of_depth).tolist()
    assert not found.half_life_censored.any() and not found.recovery_censored.any()


def test_rebound_is_the_most_trade_above_the_twin() -> None:
    found = measured(block(0.4, START, START + 60) - block(0.2, START + 100, START + 200))
    assert found.rebound == pytest.approx([-0.2]) and found.day_of_rebound.tolist() == [127]


def test_curves_are_measured_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    twin = rng.uniform(40, 60, (5, DAYS))
    treated = twin * (1.0 - np.stack([block(depth, START, START + 80) for depth in (0.1, 0.3, 0.5, 0.9, 0.0)]))
    after = d.effect_curve(treated, twin)[:, START:]
    together = d.first_excursions(after)
    for row in range(5):
        alone = d.first_excursions(after[row : row + 1])
        for name in ("depth", "day_of_depth", "half_life", "recovery", "rebound"):
            np.testing.assert_array_equal(getattr(together, name)[row], getattr(alone, name)[0])


def test_a_twin_without_trade_gives_no_effect_rather_than_an_error() -> None:
    treated, twin = np.full(DAYS, 10.0), np.full(DAYS, 10.0)
    twin[150:200] = 0.0
    treated[180:200] = 0.0
    with np.errstate(all="raise"):
        curve = d.effect_curve(treated, twin)
        found = d.first_excursions(curve[:, START:])
    assert np.isnan(curve[0, 180]) and np.isfinite(found.depth).all()
    assert d.effect_curve(np.zeros(DAYS), np.zeros(DAYS)).max() == 0.0
    assert np.isnan(d.first_excursions(np.full((1, 50), np.nan)).depth).all()


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
    found = d.first_excursions(np.array([[0.0, 0.8, 0.8]]))
    assert found.recovery_censored.all() and found.half_life_censored.all()
