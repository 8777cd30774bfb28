"""Replicates that share a set of parameters are drawn together, wherever an interval is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.effects.combinations import synergy
from sim.effects.destinations import destinations
from sim.effects.league import required_replicates
from sim.effects.robustness import least_regret
from sim.effects.ways import way_shares
from sim.studies.analyses.shared.summaries import means
from sim.views.effect import curves

SETS, REPEATS = 12, 2
UNTOLD = "not told apart"


def of_sets(spread: float, noise: float, seed: int) -> np.ndarray:
    """Values of so many sets, two replicates each, which hardly differ between these."""
    rng = np.random.default_rng(seed)
    return np.repeat(rng.normal(0.0, spread, SETS), REPEATS) + rng.normal(0.0, noise, SETS * REPEATS)


def long(columns: dict[str, np.ndarray], **keys: object) -> pd.DataFrame:
    """Effects as they are measured: a row for each outcome and replicate."""
    parts = [
        pd.DataFrame({**keys, "replicate": np.arange(len(v)), "outcome": name, "value": v, "unit": "orders",
                      "censored": False})
        for name, v in columns.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def width(table: pd.DataFrame, **row: object) -> float:
    """Width of the interval of a row."""
    chosen = table
    for column, value in row.items():
        chosen = chosen[chosen[column] == value]
    return float((chosen["high"] - chosen["low"]).iloc[0])


def day_by_day(losses: np.ndarray) -> pd.DataFrame:
    """Daily revenue of both arms, the barrier from day 30 on taking a share of each replicate."""
    days = np.arange(120)
    rows = []
    for replicate, loss in enumerate(losses):
        for arm, left in (("baseline", 1.0), ("barrier", 1.0 - loss)):
            revenue = np.where(days < 30, 100.0, 100.0 * left)
            rows.append(pd.DataFrame({"replicate": replicate, "arm": arm, "day": days, "revenue": revenue}))
    return pd.concat(rows, ignore_index=True)


def test_the_drawn_band_is_as_wide_as_the_sets_differ() -> None:
    daily = day_by_day(0.3 + of_sets(0.05, 0.001, 1))
    alone, together = (curves(daily, 30, 0, repeats).set_index("since").loc[60] for repeats in (1, REPEATS))
    assert together["pooled"] == alone["pooled"]
    assert (together["high"] - together["low"]) / (alone["high"] - alone["low"]) == pytest.approx(2**0.5, rel=0.2)


def test_where_the_orders_went() -> None:
    averted = 1000.0 + 0.0 * of_sets(1, 0, 1)
    effects = long({"averted_first_year": averted, "displaced_street": 300.0 + 50.0 * of_sets(1.0, 0.01, 2)})
    alone, together = (destinations(effects, repeats) for repeats in (1, REPEATS))
    assert width(together, destination="street") > 1.2 * width(alone, destination="street")
    assert together["share"].tolist() == alone["share"].tolist()


def test_ways() -> None:
    orders = np.full(SETS * REPEATS, 10_000.0)
    worlds = {
        name: pd.DataFrame({"averted_first_year": lost + 100.0 * of_sets(1.0, 0.01, n), "orders_first_year": orders})
        for n, (name, lost) in enumerate({"": 1000.0, "relist": 1500.0, "all": 2500.0}.items(), 3)
    }
    alone, together = (way_shares(worlds, "all", repeats) for repeats in (1, REPEATS))
    assert width(together, way="relist") > 1.2 * width(alone, way="relist")
    assert together["difference"].tolist() == alone["difference"].tolist()


def test_means_without_daily_tables_cover_what_all_sets_would_give() -> None:
    """The truth is the mean over all sets that could be drawn, which is 0 here."""
    keys = {"scenario": "one", "world": "", "point": 0}
    hits = {1: 0, REPEATS: 0}
    for seed in range(200):
        value = of_sets(1.0, 0.3, 100 + seed)
        effects = long({"averted_orders": value}, **keys)
        for repeats in hits:
            row = means(effects, repeats).iloc[0]
            assert row["n"] == SETS * REPEATS and row["estimate"] == pytest.approx(value.mean())
            hits[repeats] += bool(row["low"] <= 0.0 <= row["high"])
    assert hits[REPEATS] >= 182 > hits[1]


def test_one_replicate_a_set_is_as_before() -> None:
    keys = {"scenario": "one", "world": "", "point": 0}
    effects = long({"averted_orders": of_sets(1.0, 0.3, 7)}, **keys)
    plain = effects["value"]
    row = means(effects).iloc[0]
    half = 2.0687 * plain.std() / len(plain) ** 0.5  # Student's t of 23 degrees of freedom
    assert (row["low"], row["high"]) == pytest.approx((plain.mean() - half, plain.mean() + half), abs=1e-4)


def test_more_replicates_are_wanted_where_sets_differ() -> None:
    effects = long({"averted_orders": 1000.0 + 100.0 * of_sets(1.0, 0.01, 8)})
    alone, together = (required_replicates(effects, "averted_orders", 10.0, None, repeats) for repeats in (1, REPEATS))
    assert together > 1.5 * alone


def test_the_least_regret_is_less_sure_of_few_sets() -> None:
    rng = np.random.default_rng(5)
    gap = np.repeat(rng.normal(0.4, 1.0, 4), REPEATS)
    values = np.stack([np.zeros((1, 8)), gap[None, :]])
    alone, together = (least_regret(values, sets).max() for sets in (None, np.arange(8) // REPEATS))
    assert together < alone
    lost = least_regret(values[:, :, 1:], [0, 1, 1, 2, 2, 3, 3]).max()  # a replicate that was not finished
    assert lost == pytest.approx(least_regret(values[:, :, [0, 2, 3, 4, 5, 6, 7]], [0, 1, 1, 2, 2, 3, 3]).max())


def test_combinations_are_told_apart_as_seldom_as_it_says() -> None:
    """Nothing is gained by both together; sets differ far more than replicates of one."""
    told = {1: 0, REPEATS: 0}
    for seed in range(200):
        parts = {name: long({"averted_first_year": 10.0 + of_sets(1.0, 0.1, 500 + 3 * seed + n)}, scenario=name)
                 for n, name in enumerate("ab")}  # fmt: skip
        both = long({"averted_first_year": 20.0 + of_sets(1.0, 0.1, 502 + 3 * seed)}, scenario="both")
        effects = pd.concat([*parts.values(), both], ignore_index=True)
        for repeats in told:
            told[repeats] += synergy(effects, {"both": ("a", "b")}, repeats=repeats)["verdict"].iloc[0] != UNTOLD
    assert told[REPEATS] <= 20 < told[1]


def test_what_few_sets_leave_open_does_not_ask_for_more_replicates() -> None:
    four = 1000.0 + np.array([-3.0, 1.0, -1.0, 3.0]) * 10.0
    once = required_replicates(long({"averted_orders": four}), "averted_orders", 10.0)
    twice = required_replicates(long({"averted_orders": np.repeat(four, 2)}), "averted_orders", 10.0, None, REPEATS)
    assert twice == pytest.approx(2 * once, abs=1)
