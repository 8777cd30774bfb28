"""What is stored: the list, what may be fetched, the replay beside its twin, the comparison."""

from __future__ import annotations

import json
import os
import shutil

import pandas as pd
import pytest

from sim.dashboard import charts, comparison
from sim.dashboard.answer import answer
from sim.dashboard.desk import Desk
from sim.dashboard.question import planned
from sim.dashboard.replay import SHOWN, Arm, Replay, replay, replicates
from sim.dashboard.stored import expected_seconds, stored
from sim.settings import SettingsError
from sim.studies.run_study import run_study
from sim.studies.storage.study import read_study

from .conftest import TINY

pytestmark = pytest.mark.usefixtures("unrendered")


def test_the_list_has_what_is_finished(place):
    found = {study.name: study for study in stored(place / "results")}
    assert set(found) == {"one", "two"}
    one = found["one"]
    assert (one.analysis, one.barriers, one.runs, one.everything) == ("run", ("takedown",), 2, True)
    assert {"Report", "Summary (CSV)"} <= set(one.files())
    assert not found["two"].everything
    runs, size = 10, 2000 * 120
    assert expected_seconds(size, runs, [one]) == pytest.approx(one.seconds * runs)
    assert expected_seconds(size, runs, []) is None


def test_what_cannot_be_read_is_left_out(tmp_path):
    for name, text in {"a": "{", "b": "[]", "c": '{"cases": 3}'}.items():
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        (folder / "study.json").write_text(text)
        (folder / "provenance.json").write_text(json.dumps({}))
    assert stored(tmp_path) == [] and stored(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("place_", "name", "file"),
    [("runs", "one", "study.json"), ("runs", "one", "../../../x"), ("..", "one", "report.html"),
     ("runs", "..", "report.html"), ("studies", "one", "report.html"), ("runs", "none", "report.html")],
)  # fmt: skip
def test_nothing_else_can_be_fetched(place, place_, name, file):
    assert Desk(root=place / "results").file(place_, name, file) is None


def test_a_report_can_be_fetched(place):
    path = Desk(root=place / "results").file("runs", "one", "report.html")
    assert path is not None and path.read_text().startswith("<!DOCTYPE html>")


def test_a_replay_shows_both_worlds(place):
    study = read_study(place / "results" / "runs" / "one")
    case = study.cases[0]
    assert replicates(study, case) == [0, 1]
    world = replay(study, case, 1)
    assert (world.days, world.start) == (120, 60)
    # before the barrier the twins are one world; after it the seized marketplace is closed in one of them
    pd.testing.assert_series_equal(world.barrier.shares(59), world.twin.shares(59))
    pd.testing.assert_frame_equal(world.barrier.daily.iloc[:60], world.twin.daily.iloc[:60])
    seized = [text for text in world.barrier.happened(60) if "closed (seizure)" in text]
    assert len(seized) == 1 and seized[0] not in world.twin.happened(60)
    for arm in world.arms().values():
        for day in (0, 59, 100, 119):
            assert arm.shares(day).sum() == pytest.approx(1.0)
        assert list(arm.daily) == list(SHOWN) and not arm.daily.isna().any().any()
    lost = seized[0].split(": ")[1].split(" closed")[0]
    assert world.barrier.flows(80).loc[lost, "orders"] < 0
    # what is drawn is what was recorded
    daily = study.kept("daily", case)
    last = daily[(daily["replicate"] == 1) & (daily["arm"] == "barrier") & daily["day"].between(113, 119)]
    assert world.barrier.daily["orders"].iloc[119] == pytest.approx(last["orders"].mean())


def test_a_replay_counts_from_the_day_on_which_a_trigger_fired(place, tmp_path):
    """The threshold is reached in one of two replicates, the other never began and is told so."""
    one = read_study(place / "results" / "runs" / "one")
    daily = one.kept("daily", one.cases[0])
    seen = daily[(daily["arm"] == "baseline") & daily["day"].between(59, 118)]  # a day is seen on the next
    threshold = round(float(seen.groupby("replicate")["revenue"].max().mean()))
    trigger = f"interventions.takedown.trigger='revenue > {threshold}'"
    run_study(planned("run", ["+intervention=takedown", trigger, *TINY]), tmp_path / "run", "python -m sim run z")
    study = read_study(tmp_path / "run")
    case = study.cases[0]
    fired = seen[seen["revenue"] > threshold].groupby("replicate")["day"].min() + 1
    assert len(fired) == 1
    worlds = [replay(study, case, number) for number in replicates(study, case)]
    assert [world.start for world in worlds] == [fired.get(number) for number in range(2)]
    began, never = sorted(worlds, key=lambda world: world.start is None)
    assert began.when(began.start).endswith("0 days after the barrier began")
    assert never.when(80) == "Day 80 of 119: the barrier never began, as its trigger did not fire in this world"
    starts = [len(charts.marks(world.start, 80)["data"]) for world in (began, never)]
    assert starts == [2, 1]


def test_a_study_without_days_says_so(place):
    study = read_study(place / "results" / "studies" / "two")
    with pytest.raises(SettingsError, match="daily=everything"):
        replay(study, study.cases[0], 0)


def test_studies_beside_each_other(place):
    studies = {
        name: read_study(place / "results" / kind / name) for kind, name in (("runs", "one"), ("studies", "two"))
    }
    found = comparison.scenarios(studies)
    assert list(found) == ["takedown (one)", "takedown (two)", "licensing (two)"]
    rows = comparison.table(found)
    assert {"cost, first year", "orders averted, first year"} <= {row["outcome"] for row in rows}
    for row in rows:
        assert all(row.get(name) for name in found)
        assert row["takedown (one)"] == row["takedown (two)"]  # the same settings are the same worlds
    lines = comparison.effects(found)
    assert set(lines) == set(found) and lines["takedown (one)"] == lines["takedown (two)"]
    drawn = charts.effects(lines)
    assert [series["name"] for series in drawn["series"]][: len(found)] == drawn["legend"]["data"] == list(found)
    assert [series["name"] for series in drawn["series"]][-2:] == ["licensing (two), low", "licensing (two), high"]
    looks = {(series["lineStyle"]["type"], series["symbol"]) for series in drawn["series"][: len(found)]}
    assert len(looks) == len(found)  # told apart without colour


def test_the_answer_is_told_in_sentences(place):
    texts = answer(place / "results" / "runs" / "one")
    assert texts and all(text.endswith(".") for text in texts)
    assert any("thin world" in text for text in texts)
    assert answer(place) and "study.json" in answer(place)[0]


def test_the_largest_marketplace_is_on_top():
    by_arm = {"with": pd.Series({"a": 0.2, "b": 0.8}), "twin": pd.Series({"a": 0.9, "c": 0.1})}
    options = charts.shares(by_arm)
    assert options["yAxis"]["data"] == ["c", "b", "a"]
    assert [series["data"] for series in options["series"]] == [[0.0, 80.0, 20.0], [10.0, 0.0, 90.0]]


def test_days_have_dates_where_day_0_has_one():
    empty = pd.DataFrame()
    arm = Arm(empty, empty, empty, empty)
    assert Replay(arm, arm, 120, 60).when(50) == "Day 50 of 119: 10 days before the barrier begins"
    assert (
        Replay(arm, arm, 120, 60, "2017-07-05").when(61) == "Day 61 of 119 (2017-09-04): 1 day after the barrier began"
    )


def test_a_study_that_goes_on_is_read_anew(place, tmp_path):
    copy = tmp_path / "runs" / "one"
    shutil.copytree(place / "results" / "runs" / "one", copy)
    assert stored(tmp_path)[0].runs == 2
    record = json.loads((copy / "provenance.json").read_text())
    (copy / "provenance.json").write_text(json.dumps({**record, "runs": 5}))
    os.utime(copy / "provenance.json", ns=(1, 1))
    assert stored(tmp_path)[0].runs == 5


def test_a_wide_bound_does_not_hide_the_curves():
    deep = charts.effects({"a": [(0, 0.1, -9.0, 0.5), (1, -0.72, -0.8, 0.1)]})
    assert deep["yAxis"]["min"] == -80
    assert charts.effects({"a": [(0, 0.1, -9.0, 0.5)]})["yAxis"]["min"] == -60
    assert "min" not in charts.effects({"a": [(0, 0.1, -0.2, 0.5)]})["yAxis"]
