"""When a barrier acts: start, duration, ramp, repeats, trigger."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.interventions.base import Intervention
from sim.model.interventions.timeline import OBSERVABLE, fires, parse_trigger, today


@dataclass(frozen=True)
class Plain(Intervention):
    """A barrier that is a timeline only."""


def days(barrier: Intervention, last: int = 60, began: int | None = -1) -> list:
    return [today(barrier, day, barrier.start if began == -1 else began) for day in range(last)]


def test_before_its_start_and_without_one_nothing_is_known_of_it() -> None:
    assert days(Plain(start=10))[:10] == [None] * 10
    assert days(Plain(start=10), began=None) == [None] * 60


def test_without_duration_it_lasts_to_the_end() -> None:
    seen = days(Plain(start=10, intensity=0.7))[10:]
    assert [d.strength for d in seen] == [0.7] * 50
    assert [d.first for d in seen] == [True] + [False] * 49
    assert [d.elapsed for d in seen] == list(range(50)) and {d.wave for d in seen} == {0}


def test_duration_counts_days_in_force() -> None:
    seen = days(Plain(start=10, duration=5))[10:]
    assert [d is not None for d in seen[:7]] == [True] * 5 + [False] * 2 and seen[5:] == [None] * 45
    assert [d.strength for d in seen[:5]] == [1] * 5


def test_ramp_rises_in_equal_steps_to_full_strength() -> None:
    seen = days(Plain(start=10, ramp=4, intensity=0.8))[10:]
    assert [d.strength for d in seen[:6]] == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8, 0.8])
    assert [d.strength for d in days(Plain(start=0, ramp=0))][:2] == [1, 1]


def test_repeats_begin_anew() -> None:
    seen = days(Plain(start=5, duration=3, repeat=10))[5:]
    assert [i for i, d in enumerate(seen) if d is not None] == [i for i in range(55) if i % 10 < 3]
    assert [i for i, d in enumerate(seen) if d and d.first] == [0, 10, 20, 30, 40, 50]
    assert all(d.wave == i // 10 and d.elapsed == i % 10 for i, d in enumerate(seen) if d)


def test_waves_longer_than_their_distance_join() -> None:
    seen = days(Plain(start=0, duration=20, repeat=10))
    assert {d.strength for d in seen} == {1}
    assert [i for i, d in enumerate(seen) if d.first] == [0, 10, 20, 30, 40, 50]


some = st.none() | st.integers(1, 40)


@given(
    st.integers(0, 30), some, st.integers(0, 30), some, st.floats(0, 1),
)  # fmt: skip
def test_any_timeline(start: int, duration: int | None, ramp: int, repeat: int | None, intensity: float) -> None:
    barrier = Plain(start=start, duration=duration, ramp=ramp, repeat=repeat, intensity=intensity)
    whole = days(barrier, 150)
    in_force = []
    for day, d in enumerate(whole):
        since = day - start
        wave, elapsed = divmod(since, repeat) if repeat else (0, since)
        running = since >= 0 and (duration is None or elapsed < duration)
        assert (d is not None) == running
        if d is not None:
            rise = min(1.0, (elapsed + 1) / ramp) if ramp else 1.0
            assert (d.day, d.wave, d.elapsed, d.first) == (day, wave, elapsed, elapsed == 0)
            assert d.strength == pytest.approx(intensity * rise) and 0.0 <= d.strength <= intensity
            in_force.append(d)
    # a wave rises and never falls before it ends; each wave has one first day
    assert all(a.strength <= b.strength for a, b in pairwise(in_force) if a.wave == b.wave)
    assert sum(d.first for d in in_force) == len({d.wave for d in in_force})


@given(st.integers(0, 30), st.integers(0, 60), some)
def test_a_trigger_moves_the_whole_timeline(start: int, began: int, duration: int | None) -> None:
    barrier = Plain(start=start, duration=duration, ramp=3, trigger="orders > 1")
    moved = Plain(start=began, duration=duration, ramp=3)
    assert days(barrier, 100, began) == days(moved, 100)


# triggers


@pytest.mark.parametrize(("text", "meaning"), [
    ("leader_share > 0.6", ("leader_share", ">", 0.6)),
    ("  hhi<=.25 ", ("hhi", "<=", 0.25)),
    ("orders>=1e3", ("orders", ">=", 1000.0)),
    ("alarm < -2", ("alarm", "<", -2.0)),
])  # fmt: skip
def test_triggers_are_read(text: str, meaning: tuple) -> None:
    assert parse_trigger(text) == meaning


@pytest.mark.parametrize("text", [
    "", "orders", "orders >", "> 3", "orders = 3", "orders == 3", "price > 3", "orders > 3 and hhi > 1", "orders > x",
    "orders > 1.2.3", "orders > .", "orders > --3",
])  # fmt: skip
def test_what_is_no_trigger_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_trigger(text)


@given(st.sampled_from(OBSERVABLE), st.sampled_from([">", ">=", "<", "<="]), st.integers(-5, 5), st.integers(-5, 5))
def test_triggers_fire_when_they_say(figure: str, sign: str, threshold: int, value: int) -> None:
    holds = {">": value > threshold, ">=": value >= threshold, "<": value < threshold, "<=": value <= threshold}
    assert fires(f"{figure} {sign} {threshold}", {figure: float(value)}) == holds[sign]


def test_nothing_fires_before_anything_was_observed() -> None:
    assert not fires("orders >= 0", {}) and not fires("orders < 5", {"hhi": 1.0})
