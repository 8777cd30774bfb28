"""No answer hangs on a line of 5 %: what hovers about it is told the same at 4, 5, 6 and 7 %."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.effects import Curves, Pooled, bootstrap, replicate_effects, summarise
from sim.effects import durability as d
from sim.effects.league import league
from sim.effects.lines import back_within
from tests.thorough import some_always

DAYS, START, N = 830, 100, 12
SINCE = np.arange(DAYS) - START
WEIGHT = bootstrap.weights(N, 400)
LEVELS = (0.04, 0.05, 0.06, 0.07)


def worlds(loss: np.ndarray, noise: float, seed: int) -> Curves:
    """Twins with a slow drift of their own, with a memory of 30 days."""
    rng = np.random.default_rng(seed)
    keep = math.exp(-1.0 / 30.0)
    shocks = rng.normal(size=(2, N, DAYS)) * noise * math.sqrt(1.0 - keep**2)
    log = np.zeros((2, N, DAYS))
    for day in range(START, DAYS):
        log[:, :, day] = keep * log[:, :, day - 1] + shocks[:, :, day]
    twin, treated = 100.0 * np.exp(log)
    return Curves.from_arrays(treated * (1.0 - loss), twin, START)


def after(shape: np.ndarray | float) -> np.ndarray:
    return np.where(SINCE >= 0, shape, 0.0)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.floats(0.03, 0.08), st.floats(0.02, 0.1), st.integers(0, 10_000))
def test_what_only_stays_never_has_a_day_on_which_it_ended(share: float, noise: float, seed: int) -> None:
    pooled = Pooled(worlds(after(share), noise, seed), WEIGHT)
    error = (pooled.stays.interval().high - pooled.stays.interval().low) / 2.0
    for line in LEVELS:
        back = back_within(pooled, line)
        if abs(share - line) < error:
            assert not math.isfinite(back.sample.estimate), (line, back.note)
        if math.isnan(back.sample.estimate):
            assert f"{line * 100:g} %" in back.note
    told = [back_within(pooled, line).sample.estimate for line in (0.01, *LEVELS, 0.2)]
    assert not math.isfinite(told[-1])
    infinite = [math.isinf(day) for day in told]
    assert infinite == sorted(infinite, reverse=True)  # what lasts above a line lasts above a lower one


@pytest.mark.parametrize("share", some_always([0.045, 0.05, 0.055, 0.065], [0.05]))
def test_the_answer_is_the_same_whatever_counts_as_back(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the days at the lines themselves: effect or none, what passes and stays, and who is best."""
    rng = np.random.default_rng(1)
    parts, curves = [], {}
    for name, loss in (("hovers", after(share)), ("passes", after(0.6 * np.exp(-np.maximum(SINCE, 0) / 40.0)))):
        both = curves[name] = worlds(loss, 0.03, int(rng.integers(1_000)))
        rows = [
            pd.DataFrame({"replicate": r, "arm": arm, "day": np.arange(DAYS), "orders": v[r], "revenue": v[r] * 90.0})
            for arm, v in (("barrier", both.treated), ("baseline", both.twin))
            for r in range(N)
        ]
        parts.append(replicate_effects(pd.concat(rows), None, START).assign(scenario=name))
    effects = pd.concat(parts)
    answers = []
    for level in LEVELS:
        monkeypatch.setitem(d.LINES, "recovery", level)
        summary = summarise(parts[0].drop(columns="scenario"), curves=curves["hovers"])
        told = summary[~summary["outcome"].str.contains("recovery")]
        table = league(effects, curves)
        answers.append((told, table))
    for told, table in answers[1:]:
        pd.testing.assert_frame_equal(told, answers[0][0])
        pd.testing.assert_frame_equal(table, answers[0][1])
    assert not {name for name in answers[0][1]["outcome"] if "recovery" in str(name)}


def test_a_curve_that_crosses_at_an_angle_has_a_day_with_an_interval() -> None:
    pooled = Pooled(worlds(after(0.6 * np.exp(-np.maximum(SINCE, 0) / 80.0)), 0.05, 3), WEIGHT)
    days = [back_within(pooled, line).sample.interval() for line in (0.10, 0.05)]
    assert days[0].low <= days[0].estimate <= days[0].high and days[0].estimate < days[1].estimate


def test_one_that_is_above_again_is_not_back() -> None:
    loss = after(np.where(SINCE < 60, 0.4, np.where((SINCE > 500) & (SINCE < 600), 0.09, 0.0)))
    back = back_within(Pooled(worlds(loss, 0.01, 4), WEIGHT), 0.05)
    assert math.isnan(back.sample.estimate) and back.note == "below 5 % for a while, then above it again"
    assert back_within(Pooled(worlds(loss, 0.01, 4), WEIGHT), 0.10).sample.estimate < 120


def test_what_lasts_and_what_never_was() -> None:
    pooled = Pooled(worlds(after(0.2), 0.02, 5), WEIGHT)
    assert math.isinf(back_within(pooled, 0.10).sample.estimate)
    assert back_within(pooled, 0.4).note == "never 40 % missing"


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.floats(0.0, 0.7), st.floats(10.0, 300.0), st.floats(0.0, 0.3), st.floats(0.0, 0.2), st.integers(0, 10_000))
def test_figures_of_one_effect_do_not_fight(fall: float, decay: float, rest: float, noise: float, seed: int) -> None:
    loss = after(np.minimum(rest + fall * np.exp(-np.maximum(SINCE, 0) / decay), 0.95))
    curves = worlds(loss, noise, seed)
    table = [
        pd.DataFrame({"replicate": r, "arm": arm, "day": np.arange(DAYS), "orders": v[r], "revenue": v[r]})
        for arm, v in (("barrier", curves.treated), ("baseline", curves.twin))
        for r in range(N)
    ]
    effects = replicate_effects(pd.concat(table), None, START)
    row = summarise(effects, curves=curves).set_index("outcome")
    value, note = row["estimate"], row["note"]
    if not math.isnan(value["peak"]):
        assert value["peak"] >= value["effect_28"] - 1e-12 and value["peak"] >= value["stays"]
        assert value["depth"] == pytest.approx(value["peak"] - value["stays"]) and value["depth"] > 0.0
    assert math.isnan(value["peak"]) == math.isnan(value["depth"]) == bool(note["peak"])
    if math.isnan(value["peak"]):
        assert math.isnan(value["half_life"]) and math.isnan(value["day_of_peak"])
    days = [value[name] for name in ("recovery_10", "recovery", "recovery_3")]
    known = [day for day in days if not math.isnan(day)]
    assert known == sorted(known)
    for name, line in d.LINES.items():
        if math.isfinite(value[name]):  # no day of return beside a curve that is above the line again
            pooled = Pooled(curves, WEIGHT)
            rest_of = pooled.after[int(value[name]) :]
            assert not bool((np.convolve(rest_of >= line, np.ones(d.STAY), "valid") == d.STAY).any())
    bounded = row[row["low"].notna() & (row["unit"] == "share")]
    assert (bounded["low"] <= bounded["estimate"] + 1e-9).all() and (
        bounded["estimate"] <= bounded["high"] + 1e-9
    ).all()
