"""The statistics against what is known: Ishigami, a linear function, a box, a front."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.effects import OUTCOMES
from sim.settings import SettingsError
from sim.studies.analyses.discovery import boxes
from sim.studies.analyses.morris import Morris
from sim.studies.analyses.robustness import Robustness
from sim.studies.analyses.shared import portfolios
from sim.studies.analyses.shared.recovery import way_shares
from sim.studies.analyses.shared.sensitivity import CHANCE, chance
from sim.studies.analyses.shared.summaries import means
from sim.studies.analyses.sobol import Sobol
from sim.studies.question.axes import Axis
from sim.studies.question.options import StudyOptions

CRITERION = "averted_first_year_share"
AXES = tuple(Axis(f"x{i}", low=0.0, high=1.0) for i in range(3))


def runs(values: np.ndarray) -> pd.DataFrame:
    """Lay points by replicates out as outcomes."""
    index = [(p, r) for p in range(len(values)) for r in range(values.shape[1])]
    return pd.DataFrame(index, columns=["point", "replicate"]).assign(**{CRITERION: values.ravel()})


def ishigami(unit: np.ndarray) -> np.ndarray:
    x = (2.0 * unit - 1.0) * np.pi
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def by_index(table: pd.DataFrame, index: str) -> pd.Series:
    return table[table["index"] == index].set_index("parameter")["estimate"]


@pytest.mark.parametrize(("replicates", "noise"), [(1, 0.0), (4, 0.0), (4, 4.0)])
def test_sobol_indices_of_the_ishigami_function(replicates, noise):
    """Published: first 0.314, 0.442, 0; total 0.558, 0.442, 0.244. Chance as large as the function changes neither."""
    options = StudyOptions(analysis="sobol", samples=2048)
    clean = ishigami(Sobol().sample(3, options))
    draws = np.random.default_rng(3).normal(0.0, noise, (len(clean), replicates))
    table = Sobol().indices(runs(clean[:, None] + draws), AXES, options)
    within = 0.03 if noise == 0 else 0.12
    np.testing.assert_allclose(by_index(table, "first")[["x0", "x1", "x2"]], [0.314, 0.442, 0.0], atol=within)
    np.testing.assert_allclose(by_index(table, "total")[["x0", "x1", "x2"]], [0.558, 0.442, 0.244], atol=within)
    assert ((table["low"] <= table["estimate"]) & (table["estimate"] <= table["high"]))[:6].all()
    if replicates > 1:
        expected = noise**2 / (noise**2 + 13.845)
        assert by_index(table, "share of variance")[CHANCE] == pytest.approx(expected, abs=0.02)


def test_without_chance_the_indices_are_salibs():
    from SALib.analyze import sobol as salib

    options = StudyOptions(analysis="sobol", samples=512)
    unit = Sobol().sample(3, options)
    table = Sobol().indices(runs(ishigami(unit)[:, None]), AXES, options)
    problem = {"num_vars": 3, "names": ["x0", "x1", "x2"], "bounds": [[0, 1]] * 3}
    known = salib.analyze(problem, ishigami(unit), calc_second_order=False)
    for index, name in (("first", "S1"), ("total", "ST")):
        np.testing.assert_allclose(by_index(table, index)[["x0", "x1", "x2"]], known[name], atol=0.02)


def test_morris_finds_the_slopes_of_a_linear_function():
    options = StudyOptions(analysis="morris", samples=20)
    unit = Morris().sample(3, options)
    values = (5.0 * unit[:, 0] - 2.0 * unit[:, 1])[:, None] + np.random.default_rng(1).normal(0, 0.01, (len(unit), 3))
    table = Morris().indices(runs(values), AXES, options)
    np.testing.assert_allclose(by_index(table, "mean absolute effect")[["x0", "x1", "x2"]], [5, 2, 0], atol=0.05)
    np.testing.assert_allclose(by_index(table, "mean effect")[["x0", "x1"]], [5, -2], atol=0.05)
    assert list(table["parameter"].drop_duplicates())[:2] == ["x0", "x1"]


def test_chance_is_none_and_all_at_the_ends():
    rng = np.random.default_rng(1)
    assert chance(np.repeat(rng.normal(size=(50, 1)), 5, axis=1))[0] == pytest.approx(0.0)
    share, low, high = chance(rng.normal(size=(400, 5)))
    assert share > 0.9 and low <= share <= high


def test_a_failed_run_takes_the_mean_of_its_point_and_a_failed_point_is_told():
    options = StudyOptions(analysis="morris", samples=4)
    values = Morris().sample(3, options)[:, :1].repeat(3, axis=1)
    values[2, 1] = np.nan
    assert np.isfinite(Morris().indices(runs(values), AXES, options)["estimate"]).all()
    values[3] = np.nan
    with pytest.raises(ValueError, match="1 of 16 design points"):
        Morris().indices(runs(values), AXES, options)


def test_sobol_needs_a_power_of_two():
    with pytest.raises(ValueError, match=r"samples=100.*samples=128"):
        Sobol().sample(3, StudyOptions(analysis="sobol", samples=100))


def test_the_box_of_a_box_function_is_found():
    """The standard test: success inside x0 > 0.6 and x2 < 0.3, and nowhere else."""
    rng = np.random.default_rng(2)
    x = rng.random((600, 3))
    inside = (x[:, 0] > 0.6) & (x[:, 2] < 0.3)
    values = np.where(inside, 0.2, 0.0)[:, None] + rng.normal(0, 0.01, (600, 4))
    table = runs(values).assign(**{f"x{i}": np.repeat(x[:, i], 4) for i in range(3)})
    found = boxes(table, AXES, StudyOptions(threshold=0.1)).query("box == 1").set_index("parameter")
    assert set(found.index) == {"x0", "x2"}
    assert found.loc["x0", "low"] == pytest.approx(0.6, abs=0.02) and np.isnan(found.loc["x0", "high"])
    assert found.loc["x2", "high"] == pytest.approx(0.3, abs=0.02)
    assert found["coverage"].iloc[0] > 0.97 and found["density"].iloc[0] > 0.97
    assert found["base_rate"].iloc[0] == pytest.approx(inside.mean()) and found["p_value"].iloc[0] == 1 / 500


def test_a_box_that_was_searched_for_is_not_told_where_there_is_nothing(monkeypatch):
    """The best of the boxes among 60 points that chance dealt out: fixed beforehand, it would be held for found."""
    monkeypatch.setattr("sim.studies.analyses.discovery.SHUFFLES", 99)
    found = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x = rng.random((60, 3))
        table = runs((rng.random(60) < 0.4)[:, None] * 1.0).assign(**{f"x{i}": x[:, i] for i in range(3)})
        found += (boxes(table, AXES, StudyOptions(threshold=0.5))["p_value"] < 0.05).any()
    assert found <= 2  # by the chance of a box that was fixed beforehand, all ten have one


def test_a_box_names_the_values_of_a_list():
    kinds = np.array(["a", "b", "c"] * 40)
    table = runs(np.where(kinds == "b", 1.0, 0.0)[:, None]).assign(kind=kinds)
    (row,) = boxes(table, (Axis("kind", ("a", "b", "c")),), StudyOptions(threshold=0.5)).to_dict("records")
    assert row["values"] == "b" and row["coverage"] == row["density"] == 1.0


def test_no_box_where_all_succeed_or_none():
    for value in (0.0, 1.0):
        table = runs(np.full((40, 2), value)).assign(x0=np.repeat(np.linspace(0, 1, 40), 2))
        assert boxes(table, AXES[:1], StudyOptions(threshold=0.5)).empty


def test_the_front_is_what_nothing_beats():
    known = {"a": (1.0, 0.1), "b": (2.0, 0.3), "c": (2.0, 0.2), "d": (3.0, 0.3), "e": (4.0, 0.5), "f": (0.5, -0.1)}
    assert portfolios.front_of(known) == ["a", "b", "e"]


def test_of_a_long_front_the_ends_and_the_best_within_the_budget_are_run_again():
    known = {f"p{i}": (float(i), 0.01 * (i + 1)) for i in range(50)}
    kept = portfolios._thinned(portfolios.front_of(known), known, budget=23.5)
    assert len(kept) <= portfolios.CONFIRMED and {"p0", "p23", "p49"} <= set(kept)
    assert portfolios._thinned(["p1", "p2"], known, 1.0) == ["p1", "p2"]


def test_the_share_of_a_way_is_what_the_loss_would_be_without_it():
    """Trade falls to a half and comes back linearly; closing the way leaves it at the half."""
    days, start, replicates = 500, 100, 30
    rng = np.random.default_rng(4)
    twin = rng.normal(100.0, 5.0, (replicates, days))
    back = np.clip(0.5 + (np.arange(days) - start) / 600.0, 0.5, 1.0)
    open_world = twin * np.where(np.arange(days) < start, 1.0, back)
    stuck = twin * np.where(np.arange(days) < start, 1.0, 0.5)
    rows = []
    half = twin * np.where(np.arange(days) < start, 1.0, (back + 0.5) / 2.0)
    worlds = {"": open_world, "without open": stuck, "without street": open_world, "without migrate": half}
    for world, treated in {**worlds, "without any": stuck}.items():
        year = slice(start, start + 365)
        for r in range(replicates):
            lost = float((twin[r, year] - treated[r, year]).sum())
            for name, value in (("averted_first_year", lost), ("orders_first_year", float(twin[r, year].sum()))):
                rows.append(("t", world, 0, r, name, value, "orders", False))
    columns = ["scenario", "world", "point", "replicate", "outcome", "value", "unit", "censored"]
    table = way_shares(pd.DataFrame(rows, columns=columns)).set_index("way")
    assert table.loc["open", "loss_closed"] == pytest.approx(0.5, abs=0.01)
    assert table.loc["open", "share"] == pytest.approx(1.0) and table.loc["open", "low"] > 0
    assert table.loc["migrate", "share"] == pytest.approx(0.5, abs=0.01)
    assert table.loc["migrate", "share_low"] <= table.loc["migrate", "share"] <= table.loc["migrate", "share_high"]
    assert table.loc["street", "difference"] == table.loc["street", "share"] == 0.0


def configurations(**outcomes):
    """Effects of one configuration, a figure by replicate."""
    rows = [
        ("s", "", 0, replicate, name, value, OUTCOMES[name].unit, bool(np.isposinf(value)))
        for name, values in outcomes.items() for replicate, value in enumerate(values)
    ]  # fmt: skip
    columns = ["scenario", "world", "point", "replicate", "outcome", "value", "unit", "censored"]
    return means(pd.DataFrame(rows, columns=columns).replace(np.inf, 600.0)).set_index("outcome")


def test_without_daily_tables_a_ratio_is_still_that_of_the_sums_and_gated():
    averted, moved = np.array([1000.0, 500.0, 400.0, 900.0]), np.array([400.0, 250.0, 290.0, 300.0])
    share = configurations(averted_first_year=averted, displaced_orders=moved, displaced_share=moved / averted)
    told = share.loc["displaced_share"]
    assert (
        told["estimate"] == pytest.approx(moved.sum() / averted.sum()) and told["low"] < told["estimate"] < told["high"]
    )
    around = np.array([1000.0, -900.0, 100.0, -150.0])
    untold = configurations(averted_first_year=around, displaced_orders=moved, displaced_share=moved / around)
    assert (
        np.isnan(untold.loc["displaced_share", "estimate"])
        and "told from none" in untold.loc["displaced_share", "note"]
    )


def test_without_daily_tables_a_duration_that_some_runs_do_not_see_the_end_of_has_no_mean():
    open_ = configurations(half_life=[20.0, 25.0, 15.0, np.inf])
    never = configurations(half_life=[20.0, 25.0, 15.0, np.nan], peak=[0.1] * 4)
    ended = configurations(half_life=[20.0, 25.0, 15.0, 30.0])
    assert np.isnan(open_.loc["half_life", "estimate"]) and open_.loc["half_life", "note"]
    assert np.isnan(never.loc["half_life", "estimate"]) and ended.loc["half_life", "estimate"] == 22.5


@pytest.mark.parametrize("name", ["displaced_share", "cost_first_year", "unheard_of"])
def test_what_is_chosen_by_its_least_regret_is_no_cost(name):
    with pytest.raises(SettingsError, match="nothing to have more of"):
        Robustness().check(StudyOptions(criterion=name), ())
