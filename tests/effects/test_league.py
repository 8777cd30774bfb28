"""The league tells apart what can be told apart, and no more."""

import numpy as np
import pandas as pd
import pytest

from sim.effects import Curves, required_replicates, summarise
from sim.effects.combinations import lasting, synergy
from sim.effects.league import LEAGUE_COLUMNS, league
from sim.effects.replicates import replicate_effects

N, DAYS, START = 30, 830, 100
SCENARIOS = {"takedown": (0.6, 25.0, 1.2e6), "inspection": (0.3, 120.0, 1.0e6), "licence": (0.3, 119.7, 4.0e6)}


def long(scenario: str, **outcomes: np.ndarray) -> pd.DataFrame:
    parts = []
    for name, values in outcomes.items():
        table = {"scenario": scenario, "replicate": range(len(values)), "outcome": name}
        parts.append(pd.DataFrame(table | {"value": values, "censored": False}))
    return pd.concat(parts, ignore_index=True)


def tables(name: str, depth: float, decay: float, cost: float, replicates: int = N) -> pd.DataFrame:
    """Daily tables of worlds whose size and daily noise all scenarios share, but for a little of their own."""
    shared, own = np.random.default_rng(1), np.random.default_rng([2, *name.encode()])
    since = np.arange(DAYS) - START
    loss = np.where(since >= 0, depth * np.exp(-np.maximum(since, 0) / decay), 0.0)
    twin = shared.uniform(60, 140, (N, 1)) * shared.uniform(0.8, 1.2, (N, DAYS))
    strength = np.clip(1.0 + 0.2 * shared.normal(size=(N, 1)), 0.2, 1.5)
    treated = twin * (1.0 - loss * strength) * np.where(since >= 0, own.uniform(0.97, 1.03, (N, DAYS)), 1.0)
    parts = []
    for arm, values in (("baseline", twin), ("barrier", treated)):
        for replicate in range(replicates):
            columns = {"replicate": replicate, "arm": arm, "day": np.arange(DAYS), "orders": values[replicate]}
            spent = np.where((since == 0) & (arm == "barrier"), cost, 0.0)
            parts.append(pd.DataFrame(columns | {"revenue": values[replicate] * 90.0, "cost": spent}))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def daily() -> dict[str, pd.DataFrame]:
    return {name: tables(name, *given) for name, given in SCENARIOS.items()}


@pytest.fixture(scope="module")
def curves(daily: dict[str, pd.DataFrame]) -> dict[str, Curves]:
    return {name: Curves.of(table, START) for name, table in daily.items()}


@pytest.fixture(scope="module")
def effects(daily: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [replicate_effects(table, None, START).assign(scenario=name) for name, table in daily.items()]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def table(effects: pd.DataFrame, curves: dict[str, Curves]) -> pd.DataFrame:
    return league(effects, curves)


def row(table: pd.DataFrame, outcome: str, scenario: str) -> pd.Series:
    return table[(table["outcome"] == outcome) & (table["scenario"] == scenario)].iloc[0]


def test_the_best_comes_first_and_is_known_to_be_best(table: pd.DataFrame) -> None:
    assert tuple(table.columns) == LEAGUE_COLUMNS
    per_euro = table[table["outcome"] == "averted_per_1000_eur"]
    assert per_euro["scenario"].tolist() == ["inspection", "takedown", "licence"]
    assert per_euro["probability_best"].iloc[0] == 1.0 and per_euro["rank_high"].iloc[0] == 1
    assert table[table["outcome"] == "peak"]["scenario"].iloc[0] == "takedown"
    unranked = ["rebound", "depth", "half_life"]
    assert table[table["outcome"].isin(unranked)]["probability_best"].isna().all()
    assert table.groupby("outcome")["probability_best"].sum().drop(unranked).to_numpy() == pytest.approx(1.0)


def test_estimates_are_those_of_the_summary(
    table: pd.DataFrame, effects: pd.DataFrame, curves: dict[str, Curves]
) -> None:
    own = effects[effects["scenario"] == "takedown"].drop(columns="scenario")
    summary = summarise(own, curves=curves["takedown"]).set_index("outcome")
    for name in ("peak", "depth", "half_life", "stays", "averted_first_year"):
        found = row(table, name, "takedown")
        assert tuple(found[["estimate", "low", "high"]]) == tuple(summary.loc[name, ["estimate", "low", "high"]])
    assert row(table, "peak", "takedown")["runs_median"] == summary.loc["run_peak", "estimate"]


def test_differences_are_paired(table: pd.DataFrame, effects: pd.DataFrame) -> None:
    found = row(table, "averted_first_year", "takedown")
    wide = effects[effects["outcome"] == "averted_first_year"].pivot(
        index="replicate", columns="scenario", values="value"
    )
    gap = wide["takedown"] - wide[found["against"]]
    half = 1.96 * gap.std() / np.sqrt(N)
    assert found["difference"] == pytest.approx(gap.mean())
    assert found["difference_high"] - found["difference_low"] == pytest.approx(2 * half, rel=0.2)
    # Worlds differ in size, scenarios within a world hardly.
    assert found["narrowing"] > 1.5 and np.isnan(row(table, "averted_first_year", found["against"])["narrowing"])


def test_near_ties_share_the_ranks(table: pd.DataFrame) -> None:
    for name in ("inspection", "licence"):
        found = row(table, "averted_orders", name)
        assert found["rank_low"] == 1 and found["rank_high"] == 2 and 0.02 < found["probability_best"] < 0.98
    assert row(table, "averted_orders", "takedown")["difference_high"] < 0


def test_differences_can_be_taken_from_a_named_scenario(effects: pd.DataFrame, curves: dict[str, Curves]) -> None:
    table = league(effects, curves, ["averted_orders", "stays"], against="takedown")
    assert (table["against"] == "takedown").all()
    own = table[table["scenario"] == "takedown"][["difference", "difference_low", "difference_high"]]
    assert (own == 0.0).all(axis=None)


def test_only_common_replicates_count(effects: pd.DataFrame, curves: dict[str, Curves]) -> None:
    ragged = effects[~((effects["scenario"] == "licence") & (effects["replicate"] < 5))]
    expected = league(effects[effects["replicate"] >= 5], curves)
    pd.testing.assert_frame_equal(league(ragged, curves), expected)


def test_what_is_not_told_has_no_figure_and_comes_last(effects: pd.DataFrame, curves: dict[str, Curves]) -> None:
    nothing = tables("takedown", 0.0, 1.0, 1.0)
    more = pd.concat([effects, replicate_effects(nothing, None, START).assign(scenario="nothing")])
    found = league(more, curves | {"nothing": Curves.of(nothing, START)}, ["peak", "half_life"])
    own = found[found["scenario"] == "nothing"].set_index("outcome")
    assert own["estimate"].isna().all() and own.loc["peak", "rank_low"] == 4
    assert found.groupby("outcome")["scenario"].last().eq("nothing").all()


def test_unknown_names_are_refused(effects: pd.DataFrame, curves: dict[str, Curves]) -> None:
    with pytest.raises(ValueError, match="unknown outcome 'depht'"):
        league(effects, curves, ["depht"])
    with pytest.raises(ValueError, match="unknown scenario 'x'"):
        league(effects, curves, against="x")
    with pytest.raises(ValueError, match="unknown scenario 'licence'"):
        league(effects, {name: curves[name] for name in ("takedown", "inspection")})
    with pytest.raises(ValueError, match="unknown scenario 'y'"):
        synergy(effects, {"takedown": ["y"]})


def test_twice_the_precision_needs_four_times_the_replicates(effects: pd.DataFrame, curves: dict[str, Curves]) -> None:
    own = effects[effects["scenario"] == "takedown"].drop(columns="scenario")
    row = summarise(own, curves=curves["takedown"]).set_index("outcome").loc["peak"]
    half = (row["high"] - row["low"]) / 2
    assert required_replicates(own, "peak", half, curves["takedown"]) == N
    assert required_replicates(own, "peak", half / 2, curves["takedown"]) == 4 * N
    assert required_replicates(own, "averted_first_year", 0.0) == np.inf
    with pytest.raises(ValueError, match="without curves"):
        required_replicates(own, "peak", half)
    with pytest.raises(ValueError, match="unknown outcome"):
        required_replicates(own, "depht", half)


def test_synergy_is_the_combination_less_its_parts() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.normal(100, 10, N), rng.normal(50, 10, N)
    both = {"more": a + b + rng.normal(20, 5, N), "less": a + b - 30, "same": a + b + rng.normal(0, 5, N)}
    named = {"a": a, "b": b, **both}
    frame = pd.concat([long(name, averted_first_year=values) for name, values in named.items()])
    found = synergy(frame, dict.fromkeys(both, ("a", "b"))).set_index("combination")
    assert found["verdict"].to_dict() == {"more": "more", "less": "less", "same": "not told apart"}
    assert found.loc["less", "synergy"] == pytest.approx(-30.0) and found.loc["more", "parts"] == "a + b"


def test_lasting_curves_begin_with_all_and_only_fall(effects: pd.DataFrame) -> None:
    curves = lasting(effects)
    for _, curve in curves.groupby("scenario"):
        assert curve["share"].iloc[0] == 1.0 and (np.diff(curve["share"]) < 0).all()
    assert not len(lasting(effects, "nothing"))


def test_a_ratio_to_what_cannot_be_told_from_none_takes_no_rank() -> None:
    """Displaced shares: one surely 45 %, and one of a scenario that averts nothing."""
    rng = np.random.default_rng(5)
    averted = {"sure": rng.normal(1000.0, 50.0, 12), "nothing": rng.normal(0.0, 50.0, 12)}
    effects = pd.concat([
        long(name, averted_first_year=values, displaced_orders=0.45 * values + rng.normal(0.0, 5.0, 12))
        for name, values in averted.items()
    ]).assign(unit="orders")  # fmt: skip
    effects = pd.concat([effects, effects.assign(outcome="displaced_share")[effects["outcome"] == "displaced_orders"]])
    flat = np.ones((12, 500))
    table = league(effects, {name: Curves.from_arrays(flat, flat, 100) for name in averted}, ["displaced_share"])
    assert row(table, "displaced_share", "sure")["probability_best"] == 1.0
    assert row(table, "displaced_share", "nothing")[["estimate", "probability_best", "rank_low"]].isna().all()
