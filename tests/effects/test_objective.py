"""Objectives: how they read, and when an interval says reached, not reached, or nothing yet."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.effects import replicate_effects
from sim.effects.objective import MISSED, OPEN, REACHED, cut, judge, measured, parse, summary_of, verdict
from tests.effects import synthetic

SHARE = "averted_first_year_share"


def test_an_objective_reads_as_it_is_written():
    objective = parse(f"{SHARE} > 0.2 until 365")
    assert (objective.outcome, objective.sign, objective.threshold, objective.until) == (SHARE, ">", 0.2, 365)
    assert objective.stored and parse(str(objective)) == objective
    assert parse("recovery_10<=60").until is None and parse("cost_first_year < 2e6").threshold == 2e6
    assert not parse("averted_share >= 0.1 until 90").stored


@pytest.mark.parametrize(
    ("outcome", "horizon"),
    [("effect_28", 28), ("effect_90", 90), ("effect_365", 365), ("averted_28_days", 28), ("orders_28_days", 28),
     (SHARE, 365), ("effect_end", None), ("averted_share", None), ("domestic_change", None)],
)  # fmt: skip
def test_an_outcome_of_certain_days_has_their_horizon(outcome, horizon):
    objective = parse(f"{outcome} > 0.1")
    assert objective.horizon == horizon and objective.stored
    if horizon is not None:
        assert parse(f"{outcome} > 0.1 until {horizon}").stored
        with pytest.raises(ValueError, match=f"looks at {horizon} days"):
            parse(f"{outcome} > 0.1 until {horizon + 1}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("averted > 0.2", "no outcome averted"),
        (f"{SHARE} > 0.2 until 400", "looks at 365 days"),
        (f"{SHARE} > 0.2 until 0", "from 1 on"),
        (f"{SHARE} = 0.2", "reads '<outcome>"),
        (f"{SHARE} > lots", "reads '<outcome>"),
        ("run_peak > 0.2", "no outcome run_peak"),
        ("scale > 2", "no outcome scale"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, told):
    with pytest.raises(ValueError, match=told):
        parse(text)


@pytest.mark.parametrize(
    ("sign", "low", "high", "expected"),
    [
        (">", 0.21, 0.3, REACHED), (">", 0.2, 0.3, OPEN), (">=", 0.2, 0.3, REACHED), (">", 0.1, 0.2, MISSED),
        (">=", 0.1, 0.2, OPEN), ("<", 0.1, 0.19, REACHED), ("<", 0.1, 0.3, OPEN), ("<=", 0.21, 0.3, MISSED),
        (">", math.nan, math.nan, OPEN), (">", 0.3, math.inf, REACHED),
    ],
)  # fmt: skip
def test_the_interval_decides(sign, low, high, expected):
    assert verdict(parse(f"{SHARE} {sign} 0.2"), low, high) == expected


def test_worlds_and_cost_are_counted():
    world = synthetic.World(replicates=12)
    daily = synthetic.daily(world)
    effects = replicate_effects(daily, None, world.start)
    values = effects[effects["outcome"] == SHARE]["value"].to_numpy()
    middle = float(np.median(values))
    table = judge(parse(f"{SHARE} > {middle:.6f}"), effects, summary_of(effects, daily, world.start, 0))
    assert table["verdict"] == OPEN and table["n"] == 12 and table["worlds_reached"] == int((values > middle).sum())
    assert table["cost"] == pytest.approx(250_000.0) and table["low"] < table["estimate"] < table["high"]
    easy = judge(parse(f"{SHARE} > 0"), effects, summary_of(effects, daily, world.start, 0))
    assert easy["verdict"] == REACHED and easy["worlds_reached"] == 12
    hard = judge(parse(f"{SHARE} > 0.9"), effects, summary_of(effects, daily, world.start, 0))
    assert hard["verdict"] == MISSED and hard["worlds_reached"] == 0


def test_a_horizon_of_its_own_looks_at_these_days_only():
    world = synthetic.World(replicates=8)
    daily = synthetic.daily(world)
    effects, days = measured(daily, world.start, 60, 0, scale=2.0)
    assert days["day"].max() == world.start + 59
    both = daily[(daily["day"] >= world.start) & (daily["day"] < world.start + 60)]
    sums = both.groupby(["replicate", "arm"])["orders"].sum().unstack("arm")
    known = effects.pivot(index="replicate", columns="outcome", values="value")
    np.testing.assert_allclose(known["averted_orders"], 2.0 * (sums["baseline"] - sums["barrier"]))
    np.testing.assert_allclose(known["averted_share"], 1.0 - sums["barrier"] / sums["baseline"])
    early = judge(parse("averted_share > 0.2 until 60"), effects, summary_of(effects, days, world.start, 0))
    late, all_days = measured(daily, world.start, 600, 0, scale=1.0)
    whole = judge(parse("averted_share > 0.2 until 600"), late, summary_of(late, all_days, world.start, 0))
    assert early["verdict"] == REACHED and whole["verdict"] == MISSED  # what passes averts less of more days


def test_where_a_trigger_chose_the_day_each_world_is_cut_from_its_own():
    daily = synthetic.daily(synthetic.World(replicates=3, days=500, start=200))
    starts = {0: 200, 2: 250}
    left = cut(daily, starts, 30)
    assert left.groupby("replicate")["day"].max().to_dict() == {0: 229, 2: 279}
    effects, days = measured(daily, starts, 30, 0, scale=1.0)
    assert days is None and set(effects["replicate"]) == {0, 2}
    found = judge(parse("averted_share > 0.2 until 30"), effects, summary_of(effects, None, starts, 0))
    assert found["n"] == 2 and found["worlds_reached"] == 2
