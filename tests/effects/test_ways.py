"""Shares of a recovery: told where pairs are enough, and with a mark where closing a way changes the market itself."""

import numpy as np
import pandas as pd
import pytest

from sim.effects.ways import AVERTED, ORDERS, carrying, drifting, way_shares


def world(rng: np.random.Generator, pairs: int, loss: float, noise: float, orders: float = 1_000.0) -> pd.DataFrame:
    usual = orders * rng.uniform(0.9, 1.1, pairs)
    return pd.DataFrame({AVERTED: usual * (loss + noise * rng.normal(size=pairs)), ORDERS: usual})


def worlds(pairs: int, noise: float = 0.02, closed_orders: float = 1_000.0) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    tables = {
        "": world(rng, pairs, 0.1, noise), "migrate": world(rng, pairs, 0.3, noise, closed_orders),
        "any": world(rng, pairs, 0.5, noise),
    }  # fmt: skip
    return way_shares(tables, "any").set_index("way")


def test_a_share_is_told_with_enough_pairs() -> None:
    row = worlds(60).loc["migrate"]
    assert row["share"] == pytest.approx(0.5, abs=0.05) and row["share_low"] < 0.5 < row["share_high"]
    assert row["pairs"] == 60 and row["pairs_needed"] <= 60


def test_with_few_it_is_not_but_how_many_are_needed_is() -> None:
    few = worlds(8, noise=0.15).loc["migrate"]
    assert np.isnan(few["share"]) and few["pairs_needed"] > 8 and np.isfinite(few["difference"])


def test_nothing_that_came_back_cannot_be_shared_out() -> None:
    rng = np.random.default_rng(2)
    flat = {name: world(rng, 20, 0.1, 0.05) for name in ("", "migrate", "any")}
    assert way_shares(flat, "any")[["share", "pairs_needed"]].isna().all(axis=None)


def test_a_market_that_changes_with_the_way_closed_is_marked() -> None:
    assert not drifting(worlds(40)).any()
    moved = worlds(40, closed_orders=600.0)
    assert drifting(moved).to_dict() == {"migrate": True, "any": False}
    assert moved.loc["migrate", "baseline_change"] == pytest.approx(-0.4, abs=0.03)


def test_a_way_is_named_where_none_carries_anything_as_seldom_as_it_says() -> None:
    """Of 24 ways that carry nothing; by each interval alone, one is told in four of ten studies."""
    named, alone, rng = 0, 0, np.random.default_rng(1)
    for _ in range(200):
        gap, half = rng.normal(0.0, 1.0, 24), 1.96
        table = pd.DataFrame({"difference": gap, "low": gap - half, "high": gap + half})
        named, alone = named + carrying(table).any(), alone + (table["low"] > 0.0).any()
    assert named / 200 < 0.09 and alone / 200 > 0.35


def test_a_way_that_carries_is_named_beside_those_that_do_not() -> None:
    table = pd.DataFrame({"difference": [5.0, 1.0, np.nan], "low": [4.0, -0.5, np.nan]}, index=[7, 3, 5])
    assert carrying(table).to_dict() == {7: True, 3: False, 5: False}
