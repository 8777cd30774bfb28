"""The league tells apart what can be told apart, and no more."""

import numpy as np
import pandas as pd
import pytest

from sim.effects.league import LEAGUE_COLUMNS, lasting, league, synergy
from sim.effects.paired import mean_interval

N = 40
HORIZON = 700.0


def long(scenario: str, **outcomes: np.ndarray) -> pd.DataFrame:
    parts = []
    for name, values in outcomes.items():
        censored = np.zeros(len(values), dtype=bool)
        if name in ("recovery", "half_life"):
            values, censored = np.minimum(values, HORIZON), values > HORIZON
        table = {"scenario": scenario, "replicate": range(len(values)), "outcome": name}
        parts.append(pd.DataFrame(table | {"value": values, "censored": censored}))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def effects() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    world = rng.normal(0.0, 1.0, N)
    parts = []
    for name, orders, days, cost in (
        ("takedown", 1000, 150, 2.0e6), ("inspection", 1400, 500, 1.0e6), ("licence", 1380, 480, 4.0e6),
    ):  # fmt: skip
        averted = orders + 300.0 * world + rng.normal(0.0, 40.0, N)
        recovery = days * rng.exponential(1.0, N)
        depth = np.clip(averted / 5000.0, 0, 1)
        parts.append(
            long(name, averted_orders=averted, recovery=recovery, depth=depth, cost=np.full(N, cost),
                 averted_per_1000_eur=averted / cost * 1000.0, orders_baseline=np.full(N, 9000.0)),
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def row(table: pd.DataFrame, outcome: str, scenario: str) -> pd.Series:
    return table[(table["outcome"] == outcome) & (table["scenario"] == scenario)].iloc[0]


def test_the_best_comes_first_and_is_known_to_be_best(effects: pd.DataFrame) -> None:
    table = league(effects)
    assert tuple(table.columns) == LEAGUE_COLUMNS
    per_euro = table[table["outcome"] == "averted_per_1000_eur"]
    assert per_euro["scenario"].tolist() == ["inspection", "takedown", "licence"]
    assert per_euro["probability_best"].iloc[0] == 1.0 and per_euro["rank_high"].iloc[0] == 1
    assert per_euro["estimate"].iloc[0] == pytest.approx(1.4, abs=0.15)
    assert table.groupby("outcome")["probability_best"].sum().to_numpy() == pytest.approx(1.0)


def test_differences_are_paired(effects: pd.DataFrame) -> None:
    found = row(league(effects), "averted_orders", "takedown")
    wide = effects[effects["outcome"] == "averted_orders"].pivot(index="replicate", columns="scenario", values="value")
    assert found["against"] == "inspection"
    expected = mean_interval(wide["takedown"] - wide["inspection"])
    assert tuple(found[["difference", "difference_low", "difference_high"]]) == pytest.approx(expected)
    # Worlds vary by 300 orders, scenarios within a world by 40 each.
    assert found["narrowing"] == pytest.approx(np.hypot(300, 40) / 40, rel=0.25)


def test_near_ties_share_the_ranks(effects: pd.DataFrame) -> None:
    table = league(effects, ["recovery"])
    for name in ("inspection", "licence"):
        found = row(table, "recovery", name)
        assert found["rank_low"] == 1 and found["rank_high"] == 2 and 0.02 < found["probability_best"] < 0.98
    assert row(table, "recovery", "takedown")["difference_high"] < 0 and table["censored_share"].max() > 0.1
    assert (table["method"] == "Kaplan-Meier").all()


def test_differences_can_be_taken_from_a_named_scenario(effects: pd.DataFrame) -> None:
    table = league(effects, ["averted_orders", "recovery"], against="takedown")
    assert (table["against"] == "takedown").all()
    assert (table[table["scenario"] == "takedown"][["difference", "difference_low", "difference_high"]] == 0.0).all(
        axis=None
    )


def test_only_common_replicates_count(effects: pd.DataFrame) -> None:
    ragged = effects[~((effects["scenario"] == "licence") & (effects["replicate"] < 5))]
    expected = league(effects[effects["replicate"] >= 5])
    pd.testing.assert_frame_equal(league(ragged), expected)


def test_unknown_names_are_refused(effects: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="unknown outcome 'depht'"):
        league(effects, ["depht"])
    with pytest.raises(ValueError, match="unknown scenario 'x'"):
        league(effects, against="x")
    with pytest.raises(ValueError, match="unknown scenario 'y'"):
        synergy(effects, {"takedown": ["y"]})


def test_one_scenario_and_missing_half_lives() -> None:
    table = league(
        long("alone", depth=np.full(6, 0.1), half_life=np.array([np.nan] * 5 + [30.0])), ["depth", "half_life"]
    )
    assert table["probability_best"].tolist() == [1.0, 1.0] and table["n"].tolist() == [6, 1]


def test_probability_of_being_best_is_fair_between_equals() -> None:
    rng = np.random.default_rng(5)
    chances = []
    for _ in range(60):
        equal = [long(name, averted_orders=rng.normal(size=15)) for name in ("a", "b")]
        table = league(pd.concat(equal), ["averted_orders"])
        chances.append(row(table, "averted_orders", "a")["probability_best"])
    assert np.mean(chances) == pytest.approx(0.5, abs=0.12)


def test_synergy_is_the_combination_less_its_parts() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.normal(100, 10, N), rng.normal(50, 10, N)
    both = {"more": a + b + rng.normal(20, 5, N), "less": a + b - 30, "same": a + b + rng.normal(0, 5, N)}
    frame = pd.concat([long("a", averted_orders=a), long("b", averted_orders=b)]
                      + [long(name, averted_orders=values) for name, values in both.items()])  # fmt: skip
    found = synergy(frame, dict.fromkeys(both, ("a", "b"))).set_index("combination")
    assert found["verdict"].to_dict() == {"more": "more", "less": "less", "same": "not told apart"}
    assert found.loc["less", "synergy"] == pytest.approx(-30.0) and found.loc["more", "parts"] == "a + b"


def test_lasting_curves_begin_with_all_and_only_fall(effects: pd.DataFrame) -> None:
    curves = lasting(effects)
    for _, curve in curves.groupby("scenario"):
        assert curve["share"].iloc[0] == 1.0 and (np.diff(curve["share"]) < 0).all()
    assert not len(lasting(effects, "half_life"))
