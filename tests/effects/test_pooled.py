"""The pooled effect of worlds that drift apart by chance: nearly unbiased, covered, and none where there is none."""

import time

import numpy as np
import pytest

from sim.effects import Curves, Pooled, bootstrap
from sim.effects import durability as d

DAYS, START, N = 930, 200, 20
SINCE = np.arange(DAYS) - START
DECAY = np.where(SINCE >= 0, 0.5 * np.exp(-np.maximum(SINCE, 0) / 80.0), 0.0)
WEIGHT = bootstrap.weights(N, 500)


def drift(rng: np.random.Generator, replicates: int, spread: float, days: int = DAYS, start: int = START) -> np.ndarray:
    """Factors that begin at 1 on the start and wander with a memory of 60 days."""
    keep = np.exp(-1.0 / 60.0)
    log = np.zeros((replicates, days))
    shocks = rng.normal(size=(replicates, days)) * spread * np.sqrt(1.0 - keep**2)
    for day in range(start, days):
        log[:, day] = keep * log[:, day - 1] + shocks[:, day]
    return np.exp(log)


def worlds(rng: np.random.Generator, loss: np.ndarray, replicates: int = N, spread: float = 0.2) -> Curves:
    level = np.exp(0.1 * rng.normal(size=(replicates, 1)))
    twin, treated = (level * drift(rng, replicates, spread) for _ in range(2))
    return Curves.from_arrays(treated * (1.0 - loss), twin, START)


def truth(loss: np.ndarray) -> d.Course:
    return d.course(d.effect_curve(1.0 - loss, np.ones(DAYS))[:, START:], loss[START + 365 :].mean())


def test_without_drift_it_is_what_each_replicate_shows() -> None:
    level = np.linspace(1.0, 2.0, 6)[:, None] * np.ones(DAYS)
    found = Pooled(Curves.from_arrays(level * (1.0 - DECAY), level, START)).samples()
    known = truth(DECAY)
    for name in ("peak", "depth", "half_life"):
        assert found[name].interval() == pytest.approx([getattr(known, name)[0]] * 3)
    assert found["stays"].interval() == pytest.approx([DECAY[START + 365 :].mean()] * 3)


def test_the_worst_is_nearly_unbiased_and_covered_where_the_mean_of_the_runs_is_not() -> None:
    rng = np.random.default_rng(1)
    known = float(truth(DECAY).peak[0])
    depth, covered, alone = [], [], []
    for _ in range(60):
        curves = worlds(rng, DECAY)
        sample = Pooled(curves, WEIGHT).samples()["peak"]
        depth.append(sample.estimate)
        covered.append(sample.interval().low <= known <= sample.interval().high)
        alone.append(np.nanmax(curves.single()[:, START:], axis=1).mean())
    assert np.mean(depth) == pytest.approx(known, abs=0.02) and np.mean(alone) > known + 0.02
    assert np.mean(covered) > 0.85


def test_no_more_is_missing_than_there_was() -> None:
    """Corrected for how its day was chosen, a depth near everything would be more than that on some resample."""
    rng = np.random.default_rng(5)
    most = np.where(SINCE >= 0, 0.95, 0.0)
    reached = []
    for _ in range(10):
        sample = Pooled(worlds(rng, most, replicates=2, spread=2.0), bootstrap.weights(2, 500)).samples()["peak"]
        assert 0.8 < sample.estimate <= 1.0 and sample.interval().high <= 1.0
        reached.append(sample.draws.max())
    assert max(reached) == 1.0


def test_choosing_the_deepest_day_is_corrected_for() -> None:
    """A loss of 10 % that stays has no deepest day but by chance."""
    rng = np.random.default_rng(2)
    flat = np.where(SINCE >= 0, 0.10, 0.0)
    raw, corrected = [], []
    for _ in range(60):
        pooled = Pooled(worlds(rng, flat), WEIGHT)
        raw.append(pooled.course.peak[0])
        corrected.append(pooled.peak.estimate)
    assert np.mean(raw) - 0.10 > 0.04 and np.mean(corrected) - 0.10 < 0.6 * (np.mean(raw) - 0.10)


def test_a_placebo_is_rarely_taken_for_an_effect_and_a_strong_effect_never_missed() -> None:
    rng = np.random.default_rng(3)
    nothing = [Pooled(worlds(rng, np.zeros(DAYS)), WEIGHT).counts for _ in range(80)]
    assert np.mean(nothing) < 0.12
    assert all(Pooled(worlds(rng, DECAY), WEIGHT).counts for _ in range(20))


@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_placebo_of_few_replicates_is_rarely_taken_for_an_effect(n: int) -> None:
    rng, weight = np.random.default_rng(9), bootstrap.weights(n, 500)
    assert np.mean([Pooled(worlds(rng, np.zeros(DAYS), replicates=n), weight).counts for _ in range(60)]) < 0.1


def test_a_placebo_that_changes_nothing_has_no_effect_at_all() -> None:
    twin = drift(np.random.default_rng(4), N, 0.2)
    pooled = Pooled(Curves.from_arrays(twin, twin, START))
    samples = pooled.samples()
    assert pooled.counts is False and samples["peak"].interval() == (0.0, 0.0, 0.0)
    assert samples["stays"].interval() == (0.0, 0.0, 0.0) and np.isnan(samples["half_life"].estimate)


def test_a_shallow_loss_that_lasts_is_told_by_its_sum() -> None:
    rng = np.random.default_rng(5)
    shallow = np.where(SINCE >= 0, 0.09, 0.0)
    told = [Pooled(worlds(rng, shallow, spread=0.12), WEIGHT).counts for _ in range(20)]
    assert np.mean(told) > 0.8


def test_one_replicate_cannot_tell() -> None:
    pooled = Pooled(worlds(np.random.default_rng(6), DECAY, replicates=1))
    assert pooled.counts is None and np.isnan(pooled.chance)
    assert np.isnan(pooled.samples()["peak"].interval()[1:]).all()


def test_the_observer_compares_with_the_weeks_before() -> None:
    trend = np.linspace(100.0, 150.0, DAYS)  # which an observer takes for a smaller effect
    curves = Curves.from_arrays(trend * (1.0 - DECAY), trend, START)
    past = curves.observed()
    assert past is not None and Pooled(past).after.max() < Pooled(curves).after.max()
    assert Curves.from_arrays(trend, trend, 0).observed() is None


def test_it_is_fast() -> None:
    curves = Curves.from_arrays(*np.random.default_rng(8).uniform(1, 2, (2, 100, 1100)), 365)
    best = np.inf
    for _ in range(3):
        begun = time.process_time()
        pooled = Pooled(curves)
        pooled.samples(), pooled.chance, pooled.band()
        best = min(best, time.process_time() - begun)
    assert best < 2.0  # about 0.3 s on an idle core


@pytest.mark.parametrize("start", [-1, DAYS])
def test_a_start_outside_the_run_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match=f"start={start}"):
        Curves.from_arrays(np.ones(DAYS), np.ones(DAYS), start)


def test_arms_that_differ_in_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Curves.from_arrays(np.ones(10), np.ones(11), 3)


def test_a_deep_loss_of_the_first_weeks_is_told_by_these() -> None:
    """As deep as what worlds that drift apart show on some day of two years, on a day that nobody chose."""
    deep = np.where((SINCE >= 0) & (SINCE < 28), 0.12, 0.0)
    found = [Pooled(worlds(np.random.default_rng(seed), deep, spread=0.25), WEIGHT) for seed in range(20)]
    assert sum(pooled.counts is True for pooled in found) >= 15


def test_which_day_is_the_worst_is_as_open_as_the_resamples_leave_it() -> None:
    """An effect that hardly rises until it ends: the first four weeks look like the worst in half of all worlds."""
    flat = np.where((SINCE >= 0) & (SINCE < 250), 0.09 + 0.015 * SINCE / 250.0, 0.0)
    for seed in range(20):
        pooled = Pooled(worlds(np.random.default_rng(seed), flat, spread=0.03), WEIGHT)
        day = pooled.samples()["day_of_peak"].interval()
        assert day.low < day.high <= pooled.last_day == 364


def test_the_worst_lies_within_the_run() -> None:
    rng = np.random.default_rng(4)
    arms = [1.0 + rng.random((2, 250)) for _ in range(2)]
    pooled = Pooled(Curves.from_arrays(*arms, 200))
    assert pooled.last_day == 49 and pooled.samples()["day_of_peak"].interval().high <= 49
    assert pooled.depth.interval().high <= 1.0  # what stays is not known: it is all that is missing
