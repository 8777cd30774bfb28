"""Effects per replicate and their summary, from tables whose effect is known."""

import numpy as np
import pandas as pd
import pytest
import synthetic

from sim.effects import OUTCOMES, Curves, pairing_gain, replicate_effects, summarise
from sim.effects.destinations import destinations
from sim.effects.replicates import EFFECT_COLUMNS, by_replicate
from sim.effects.summary import CHANCE, NOT_TOLD, SUMMARY_COLUMNS
from sim.effects.verdict import verdict

WORLD = synthetic.World(replicates=8, never=0.5)
ASKED = (
    "peak", "depth", "half_life", "stays", "recovery", "recovery_3", "averted_orders", "averted_revenue",
    "averted_share", "rebound",
    "averted_first_year", "averted_first_year_revenue", "displaced_share", "displaced_street", "displaced_direct",
    "cost", "averted_per_1000_eur", "seized_parcels_extra", "arrests_extra", "observer_peak", "averted_28_days",
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
    run = daily[daily["replicate"] == 3]
    totals = run.groupby("arm").sum(numeric_only=True)
    lost = totals.loc["baseline"] - totals.loc["barrier"]
    year = run[run["day"] < WORLD.start + 365].groupby("arm").sum(numeric_only=True)
    first = year.loc["baseline"] - year.loc["barrier"]
    assert wide["averted_orders"] == lost["orders"] and wide["averted_first_year"] == first["orders"]
    assert wide["averted_revenue"] == pytest.approx(lost["revenue"]) and wide["cost"] == -lost["cost"]
    assert wide["averted_first_year_revenue"] == pytest.approx(first["revenue"])
    assert wide["displaced_street"] == -first["street_orders"]
    assert wide["displaced_share"] == pytest.approx(
        -(first["street_orders"] + first["direct_orders"]) / first["orders"]
    )
    assert wide["averted_per_1000_eur"] == pytest.approx(first["orders"] / 250.0)
    assert wide["arrests_extra"] == -lost["arrests_vendors"]
    assert wide["domestic_change"] == pytest.approx(0.08)


def test_summary_has_the_known_answer_inside_its_intervals(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    summary = summarise(effects, daily, WORLD.start).set_index("outcome", drop=False)
    assert tuple(summary.columns) == SUMMARY_COLUMNS and verdict(summary) == "effect"
    # The worst 28 days begin at the start; the loss of 60 % decays to 1/e in about 60 days.
    worst = 0.6 * np.exp(-np.arange(28) / 60.0).mean()
    assert summary.loc["peak", "low"] - 0.03 < worst < summary.loc["peak", "high"] + 0.03
    assert summary.loc["half_life", "low"] <= 60.0 * np.log(2.0) <= summary.loc["half_life", "high"]
    bounded = summary[summary["low"].notna()]
    assert (bounded["low"] <= bounded["estimate"]).all() and (bounded["estimate"] <= bounded["high"]).all()
    ratio = summary.loc["displaced_share"]
    assert ratio["estimate"] == pytest.approx(0.45, abs=0.03) and ratio["method"].startswith("ratio of sums")
    assert destinations(effects)["share"].sum() == pytest.approx(1.0) and destinations(effects)["told"].all()
    assert pairing_gain(effects) > 0


def test_the_spread_between_runs_is_told_apart_from_the_interval(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    summary = summarise(effects, daily, WORLD.start).set_index("outcome")
    spread = summary[summary["method"] == "spread between runs"]
    assert list(spread.index) == ["run_peak", "run_half_life", "run_recovery"]
    own = effects[effects["outcome"] == "peak"]["value"]
    assert tuple(spread.loc["run_peak", ["estimate", "low", "high"]]) == pytest.approx(own.quantile([0.5, 0.1, 0.9]))
    assert 0 < spread.loc["run_recovery", "censored_share"] < 1 and spread.loc["run_recovery", "high"] == np.inf


def test_curves_do_in_place_of_the_table(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    expected = summarise(effects, daily, WORLD.start)
    pd.testing.assert_frame_equal(summarise(effects, curves=Curves.of(daily, WORLD.start)), expected)
    without = summarise(effects)
    assert not {"depth", "recovery"} & set(without["outcome"]) and "run_peak" in set(without["outcome"])


def test_counts_are_told_at_the_size_of_the_real_market(daily: pd.DataFrame, effects: pd.DataFrame) -> None:
    before = daily[(daily["arm"] == "baseline") & (daily["day"] < WORLD.start)]
    factor = 1e9 / (before["revenue"].mean() * 365)
    scaled = replicate_effects(daily, synthetic.groups(WORLD), WORLD.start, annual_revenue=1e9)
    wide, plain = by_replicate(scaled), by_replicate(effects)
    assert (wide["scale"] - factor).abs().max() < 1e-9 * factor
    for name in ("averted_first_year", "averted_revenue", "displaced_street", "averted_per_1000_eur"):
        assert wide[name].to_numpy() == pytest.approx(plain[name].to_numpy() * factor)
    for name in ("cost", "peak", "stays", "recovery", "displaced_share", "marketplaces_change"):
        assert wide[name].to_numpy() == pytest.approx(plain[name].to_numpy(), nan_ok=True)
    row = summarise(scaled, daily, WORLD.start).set_index("outcome").loc["scale"]
    assert row["estimate"] == pytest.approx(factor) and row["label"] == "one simulated order stands for"


def test_replicates_measured_one_by_one_are_brought_to_one_scale(daily: pd.DataFrame) -> None:
    together = replicate_effects(daily, None, WORLD.start, annual_revenue=1e9)
    each = [replicate_effects(one, None, WORLD.start, annual_revenue=1e9) for _, one in daily.groupby("replicate")]
    pd.testing.assert_frame_equal(by_replicate(pd.concat(each)), by_replicate(together))


def test_a_target_that_had_closed_is_counted(daily: pd.DataFrame) -> None:
    journal = synthetic.journal(WORLD)
    missed = journal.iloc[:2].assign(event="missed", arm="barrier", cause="market-9", replicate=[2, 5])
    effects = replicate_effects(daily, None, WORLD.start, pd.concat([journal, missed]))
    rows = effects[(effects["outcome"] == "targets_missed") & (effects["value"] > 0)]
    assert rows["replicate"].tolist() == [2, 5]
    assert "targets_missed" not in set(replicate_effects(daily, None, WORLD.start, journal)["outcome"])


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
    summary = summarise(replicate_effects(few, None, WORLD.start), few, WORLD.start)
    assert "cost" not in set(summary["outcome"]) and "depth" in set(summary["outcome"])


def test_identical_arms_show_no_effect(daily: pd.DataFrame) -> None:
    baseline = daily[daily["arm"] == "baseline"]
    both = pd.concat([baseline, baseline.assign(arm="barrier")])
    effects = replicate_effects(both, None, WORLD.start)
    summary = summarise(effects, both, WORLD.start).set_index("outcome", drop=False)
    assert (summary.loc[["stays", "averted_orders", "averted_first_year", "cost"], "estimate"] == 0.0).all()
    assert summary.loc[["peak", "depth", "half_life", "recovery"], "estimate"].isna().all()
    assert summary.loc["recovery", "note"] == CHANCE and summary.loc["displaced_share", "note"] == NOT_TOLD
    assert verdict(summary) == "chance" and not destinations(effects)["told"].any()


def test_drift_alone_is_not_told_from_chance() -> None:
    world = synthetic.World(replicates=6, depth=0.0, noise=0.25, seed=9)
    daily = synthetic.daily(world)
    summary = summarise(replicate_effects(daily, None, world.start), daily, world.start).set_index(
        "outcome", drop=False
    )
    assert verdict(summary) == "chance" and summary.loc["chance", "estimate"] > 0.05
    assert summary.loc["peak", "note"] == CHANCE and np.isnan(summary.loc["recovery", "estimate"])


def test_one_replicate_has_figures_but_no_intervals() -> None:
    world = synthetic.World(replicates=1)
    daily = synthetic.daily(world)
    summary = summarise(replicate_effects(daily, None, world.start), daily, world.start)
    table = summary[summary["method"] != "spread between runs"]
    assert table["estimate"].notna().any() and table[["low", "high"]].isna().all(axis=None)
    assert verdict(summary) == "single"


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
