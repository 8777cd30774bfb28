"""Effects per replicate and their summary, from tables whose effect is known."""

import numpy as np
import pandas as pd
import pytest
import synthetic

from sim.effects import OUTCOMES, destinations, detectable, pairing_gain, replicate_effects, summarise
from sim.effects.summary import EFFECT_COLUMNS, SUMMARY_COLUMNS, by_replicate

WORLD = synthetic.World(replicates=8, never=0.5)
ASKED = (
    "depth", "day_of_depth", "half_life", "recovery", "averted_orders", "averted_revenue", "averted_share", "rebound",
    "displaced_share", "displaced_street", "displaced_direct", "cost", "averted_per_1000_eur", "seized_parcels_extra",
    "arrests_extra", "observer_depth", "observer_recovery",
)  # fmt: skip


@pytest.fixture(scope="module")
def daily() -> pd.DataFrame:
    return synthetic.daily(WORLD)


@pytest.fixture(scope="module")
def effects(daily: pd.DataFrame) -> pd.DataFrame:
    return replicate_effects(daily, synthetic.groups(WORLD), WORLD.start)


def test_every_outcome_is_there_once_per_replicate(effects: pd.DataFrame) -> None:
    assert tuple(effects.columns) == EFFECT_COLUMNS and not set(ASKED) - set(effects["outcome"])
    assert (effects.groupby("outcome")["replicate"].nunique() == WORLD.replicates).all()
    assert not effects.duplicated(["replicate", "outcome"]).any()
    assert {name: OUTCOMES[name].unit for name in ASKED} == dict(
        effects[effects["outcome"].isin(ASKED)].drop_duplicates("outcome").set_index("outcome")["unit"]
    )


def test_sums_are_those_of_the_tables(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    wide = by_replicate(effects).loc[3]
    totals = daily[daily["replicate"] == 3].groupby("arm").sum(numeric_only=True)
    lost = totals.loc["baseline"] - totals.loc["barrier"]
    assert wide["averted_orders"] == lost["orders"] and wide["displaced_street"] == -lost["street_orders"]
    assert wide["averted_revenue"] == pytest.approx(lost["revenue"]) and wide["cost"] == -lost["cost"]
    assert wide["displaced_share"] == pytest.approx(-(lost["street_orders"] + lost["direct_orders"]) / lost["orders"])
    assert wide["averted_per_1000_eur"] == pytest.approx(lost["orders"] / 250.0)
    assert wide["arrests_extra"] == -lost["arrests_vendors"]
    assert wide["domestic_change"] == pytest.approx(0.08)


def test_summary_has_the_known_answer_inside_its_intervals(effects: pd.DataFrame) -> None:
    summary = summarise(effects).set_index("outcome", drop=False)
    assert tuple(summary.columns) == SUMMARY_COLUMNS
    # The worst 28 days begin at the start; the loss of 60 % decays to 1/e in about 60 days.
    worst = 0.6 * np.exp(-np.arange(28) / 60.0).mean()
    assert summary.loc["depth", "low"] - 0.03 < worst < summary.loc["depth", "high"] + 0.03
    assert summary.loc["half_life", "low"] <= 60.0 * np.log(2.0) <= summary.loc["half_life", "high"]
    assert summary.loc["recovery", "method"] == "Kaplan-Meier" and 0 < summary.loc["recovery", "censored_share"] < 1
    bounded = summary[summary["low"].notna()]
    assert (bounded["low"] <= bounded["estimate"]).all() and (bounded["estimate"] <= bounded["high"]).all()
    assert destinations(effects)["share"].sum() == pytest.approx(1.0)
    assert pairing_gain(effects) > 0 and detectable(effects) is True


def test_a_missing_replicate_or_arm_is_left_out(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    half = daily[~((daily["replicate"] == 2) & (daily["arm"] == "barrier")) & (daily["replicate"] != 5)]
    found = replicate_effects(half, None, WORLD.start)
    assert sorted(found["replicate"].unique()) == [0, 1, 3, 4, 6, 7]
    kept = effects[effects["replicate"].isin([0, 1, 3, 4, 6, 7]) & (effects["outcome"] != "domestic_change")]
    pd.testing.assert_frame_equal(found, kept.reset_index(drop=True))


def test_order_of_rows_and_extra_columns_do_not_matter(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    mixed = daily.sample(frac=1.0, random_state=1).assign(something="else")
    pd.testing.assert_frame_equal(replicate_effects(mixed, synthetic.groups(WORLD), WORLD.start), effects)


def test_a_barrier_arm_that_begins_at_the_branch_is_completed(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    branched = daily[(daily["arm"] == "baseline") | (daily["day"] >= WORLD.start)]
    found = replicate_effects(branched, synthetic.groups(WORLD), WORLD.start)
    pd.testing.assert_frame_equal(found, effects)


def test_only_the_needed_columns_suffice(daily: pd.DataFrame) -> None:
    few = daily[["replicate", "arm", "day", "orders", "revenue"]]
    summary = summarise(replicate_effects(few, None, WORLD.start))
    assert "cost" not in set(summary["outcome"]) and "depth" in set(summary["outcome"])


def test_identical_arms_show_no_effect(daily: pd.DataFrame) -> None:
    baseline = daily[daily["arm"] == "baseline"]
    effects = replicate_effects(pd.concat([baseline, baseline.assign(arm="barrier")]), None, WORLD.start)
    summary = summarise(effects).set_index("outcome")
    assert (summary.loc[["depth", "averted_orders", "recovery", "cost"], "estimate"] == 0.0).all()
    assert summary.loc["half_life", "n"] == 0 and np.isnan(summary.loc["displaced_share", "estimate"])
    assert detectable(effects) is False and not len(destinations(effects))


def test_chance_is_rarely_taken_for_an_effect() -> None:
    rng = np.random.default_rng(21)
    names = ("averted_orders", "effect_28", "effect_90", "effect_365", "effect_end")
    found = []
    for _ in range(300):
        values = rng.normal(size=(10, len(names))) + rng.normal(size=(10, 1))
        table = pd.DataFrame(values, columns=names).rename_axis("replicate").reset_index()
        found.append(detectable(table.melt("replicate", var_name="outcome")))
    assert np.mean(found) < 0.08


def test_a_collapsing_twin_does_not_hide_an_effect() -> None:
    table = pd.DataFrame({"replicate": range(20), "outcome": "effect_28", "value": [0.5] * 19 + [-40.0]})
    assert detectable(table) is True


def test_one_replicate_has_figures_but_no_intervals() -> None:
    world = synthetic.World(replicates=1)
    effects = replicate_effects(synthetic.daily(world), None, world.start)
    summary = summarise(effects)
    assert summary["estimate"].notna().any() and summary[["low", "high"]].isna().all(axis=None)
    assert detectable(effects) is None


def test_without_barriers_the_steady_state_is_told() -> None:
    daily = synthetic.daily(WORLD, ("baseline",))
    effects = replicate_effects(daily, None, WORLD.start)
    assert not len(effects) and tuple(effects.columns) == EFFECT_COLUMNS
    assert not len(summarise(effects)) and tuple(summarise(effects).columns) == SUMMARY_COLUMNS
    summary = summarise(effects, daily, WORLD.start).set_index("outcome")
    after = daily[daily["day"] >= WORLD.start]
    assert summary.loc["orders_per_day", "estimate"] == pytest.approx(after["orders"].mean())
    assert summary.loc["revenue_per_week", "n"] == WORLD.replicates


def test_a_start_beyond_the_run_is_refused(daily: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="start=2000"):
        replicate_effects(daily, None, 2000)
