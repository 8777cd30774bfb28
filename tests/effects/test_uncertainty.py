"""Chance and what is not known, on synthetic replicates of which both are given."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.effects.intervals import mean_interval
from sim.effects.repeats import REPEATS
from sim.effects.uncertainty import parts, uncertainty


def drawn(members: int, unknown: float, chance: float, seed: int = 1, repeats: int = REPEATS):
    """Replicates of members whose effects differ by ``unknown``, each with ``chance`` of its own (both variances)."""
    dice = np.random.default_rng(seed)
    of = np.repeat(np.arange(members), repeats)
    effect = 100.0 + dice.normal(0.0, math.sqrt(unknown), members)[of]
    return effect + dice.normal(0.0, math.sqrt(chance), len(of)), of


def test_both_parts_are_found_again():
    found = parts(*drawn(4000, unknown=9.0, chance=16.0))
    assert found.estimate == pytest.approx(100.0, abs=0.3)
    assert found.chance == pytest.approx(1.96 * 4.0 / math.sqrt(8000), rel=0.05)
    assert found.unknown == pytest.approx(1.96 * 3.0, rel=0.07)
    assert found.share == pytest.approx(9.0 / 25.0, abs=0.03)


def test_only_chance_is_found_where_there_is_only_chance():
    shares = [parts(*drawn(40, unknown=0.0, chance=16.0, seed=s)).share for s in range(200)]
    assert np.median(shares) < 0.05 and min(shares) == 0.0


def test_more_replicates_narrow_chance_and_not_what_is_not_known():
    few, many = (parts(*drawn(1000, 9.0, 16.0, repeats=n)) for n in (2, 40))
    assert many.chance == pytest.approx(few.chance / math.sqrt(20), rel=0.15)
    assert many.unknown == pytest.approx(few.unknown, rel=0.2) and many.unknown > 5.0


def test_together_covers_the_truth():
    """A true effect is that of a member nobody has run; its interval covers it as often as it says."""
    dice = np.random.default_rng(7)
    covered = 0
    for seed in range(400):
        found = parts(*drawn(15, 9.0, 16.0, seed=1000 + seed))
        covered += abs(100.0 + dice.normal(0.0, 3.0) - found.estimate) <= found.both
    assert covered / 400 > 0.9


def test_without_members_run_twice_nothing_is_told_apart():
    values, of = drawn(10, 9.0, 16.0, repeats=1)
    assert math.isnan(parts(values, of).chance) and parts(values, of).estimate == pytest.approx(values.mean())
    assert math.isnan(parts(values, np.zeros(10)).unknown)


def test_an_odd_replicate_and_a_missing_one_are_no_trouble():
    values, of = drawn(2000, 9.0, 16.0)
    values[5] = np.nan
    found = parts(values[:-1], of[:-1])
    assert (found.replicates, found.members) == (3998, 2000) and found.unknown == pytest.approx(1.96 * 3.0, rel=0.1)


def table(values: np.ndarray) -> pd.DataFrame:
    replicates = np.arange(len(values))
    rows = {"averted_first_year": values, "orders_first_year": np.full(len(values), 1000.0)}
    return pd.concat(
        pd.DataFrame({"replicate": replicates, "outcome": n, "value": v, "unit": "orders", "censored": False})
        for n, v in rows.items()
    )


def test_a_table_tells_each_headline_and_a_ratio_as_its_sums():
    values, _ = drawn(50, 9.0, 16.0)
    told = uncertainty(table(values)).set_index("outcome")
    assert list(told.index) == ["averted_first_year", "averted_first_year_share"]
    of_sum, of_share = told.loc["averted_first_year"], told.loc["averted_first_year_share"]
    for bound in ("estimate", "chance_low", "unknown_high", "high"):
        assert of_share[bound] == pytest.approx(of_sum[bound] / 1000.0)
    assert of_sum["members"] == 50 and of_sum["low"] <= of_sum["unknown_low"] < of_sum["chance_low"]


def test_after_the_last_member_the_first_comes_again():
    values, _ = drawn(50, 9.0, 16.0)
    again = uncertainty(table(np.concatenate([values, values])), count=50).iloc[0]
    assert again["members"] == 50 and again["n"] == 200
    assert again["estimate"] == pytest.approx(mean_interval(values).estimate)


def test_together_is_no_narrower_than_chance_alone():
    """Members whose means happen to agree, with replicates far apart."""
    found = parts([1.0, -1.0] * 6, np.repeat(np.arange(6), 2))
    assert found.both >= found.chance > 0.0


def test_what_is_not_told_from_chance_has_no_bounds_and_no_share_is_above_all():
    rows = [(r, name, value) for r in range(4) for name, value in (
        ("averted_first_year", 90.0 + 9.0 * (-1) ** r), ("orders_first_year", 100.0))]  # fmt: skip
    rows += [(r, "averted_first_year_share", value / 100.0) for r, name, value in rows if name == "averted_first_year"]
    effects = pd.DataFrame(rows, columns=["replicate", "outcome", "value"]).assign(censored=False)
    table = uncertainty(effects).set_index("outcome")
    share = table.loc["averted_first_year_share"]
    assert share["share_unknown"] == 0.0 and math.isnan(share["unknown_low"])
    assert share["high"] == 1.0 and table.loc["averted_first_year", "high"] > 100.0
