"""Several events: each is counted from its own day, against the same worlds without it and all later ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings, SettingsError, compose
from sim.studies import load, run
from sim.studies.api import run_settings
from sim.studies.question.options import StudyOptions
from sim.studies.question.plan import plan, plan_of
from sim.studies.question.request import read_request

pytestmark = pytest.mark.usefixtures("unrendered")

BARRIERS = {"late": Takedown(start=300, intensity=0.6), "early": Takedown(start=40), "middle": Takedown(start=100)}
SETTINGS = Settings(buyers=1000, days=420, start=40, replicates=4, workers=1, interventions=BARRIERS)
BY_EVENT = StudyOptions(analysis="run", daily="everything", by_event=True)


def stages(settings: Settings, options: StudyOptions = BY_EVENT) -> dict[str, list[str]]:
    return {case.world: list(case.settings.interventions) for case in plan_of(settings, options).cases}


def test_stages_are_in_the_order_of_days():
    assert stages(SETTINGS) == {"": ["late", "early", "middle"], "up to early": ["early"],
                                "up to middle": ["early", "middle"]}  # fmt: skip
    assert len({case.world_key for case in plan_of(SETTINGS, BY_EVENT).cases}) == 1


def test_stages_are_for_several_events_only_and_where_they_are_asked_for():
    one = replace(SETTINGS, interventions={"early": BARRIERS["early"]})
    assert list(stages(one)) == [""]
    assert list(stages(SETTINGS, replace(BY_EVENT, by_event=None))) == [""]
    assert list(stages(SETTINGS, replace(BY_EVENT, by_event=False))) == [""]
    assert len(stages(replace(SETTINGS, data="mine"), replace(BY_EVENT, by_event=None))) == 3
    assert len(stages(replace(SETTINGS, data="mine", replay=False), replace(BY_EVENT, by_event=None))) == 1


def test_a_trigger_has_no_day_to_count_from():
    moved = {**BARRIERS, "early": Takedown(start=40, trigger="leader_share > 0.5")}
    with pytest.raises(SettingsError, match="early waits for its trigger"):
        stages(replace(SETTINGS, interventions=moved))
    assert len(stages(replace(SETTINGS, interventions=moved, data="mine"), replace(BY_EVENT, by_event=None))) == 1


@pytest.fixture
def result(fake, monkeypatch, tmp_path):
    events = tmp_path / "data"
    events.mkdir()
    rows = "date,cause\n2014-11-06,raided\n2015-01-05,raided\n2015-07-24,scam\n"
    (events / "events.csv").write_text(rows)
    settings = compose([f"data={events}", "start=40", "days=420", "buyers=1000", "replicates=4", "workers=1"])
    return run_settings(settings)


def test_each_event_is_counted_from_its_own_day(result):
    table = result.by_event.set_index(["event", "outcome"])["estimate"]
    names = ["takedown_2014_11_06", "takedown_2015_01_05", "exit_scam_2015_07_24"]
    assert list(dict.fromkeys(result.by_event["event"])) == names
    for name in names:  # each halves what the one before left, whatever the first is doing still
        assert table[name, "effect_28"] == pytest.approx(0.5)
    assert list(dict.fromkeys(result.by_event["date"])) == ["2014-11-06", "2015-01-05", "2015-07-24"]
    assert list(dict.fromkeys(result.by_event["day"])) == [40, 100, 300]
    together = result.summary.set_index("outcome")["estimate"]
    assert together["peak"] > 0.7  # 60 days after the first both are at work: what the table is there to tell apart


def test_what_is_told_of_them(result, tmp_path):
    text = " ".join(str(result).split())
    assert "What each event did, from its own day" in text and "2015-07-24" in text
    assert "counted from the first" in text and "takedown of 2015-01-05 from day 100" in text
    folder = result.save(tmp_path / "kept")
    again = load(folder)
    assert again.by_event["event"].nunique() == 3 and again.finished == 4 and len(again.effects) == len(result.effects)
    page = (folder / "report.html").read_text()
    assert "What each event did, from its own day" in page and "2015-07-24" in page


def test_python_asks_for_it_by_the_same_name(fake):
    barriers = {"early": Takedown(start=40), "late": Takedown(start=80)}
    result = sim.run(barriers, buyers=1000, days=120, start=40, replicates=2, workers=1, by_event=True)
    assert list(dict.fromkeys(result.by_event["event"])) == ["early", "late"]
    assert set(result.by_event["date"]) == {""}


def test_one_barrier_has_no_table_of_events(fake):
    result = run(replace(SETTINGS, interventions={"early": BARRIERS["early"]}))
    assert result.by_event is None and "each event" not in str(result)


def test_compare_does_not_hold_events_against_each_other(tmp_path):
    (tmp_path / "events.csv").write_text("date,cause\n2014-11-06,raided\n")
    words = [f"data={tmp_path}", "+intervention=[takedown,licensing]"]
    ready = plan(read_request(words, None, analysis="compare"))
    assert ready.scenarios == ["takedown", "licensing"]


def test_own_seeds_are_the_first_replicates_of_each(fake):
    settings = replace(SETTINGS, interventions={"early": BARRIERS["early"]}, replicates=1)
    alone = [run(replace(settings, seed=seed)).daily["orders"].to_numpy() for seed in (5, 9)]
    both = run(Settings.from_dict({**settings.to_dict(), "seeds": [5, 9], "replicates": 0})).daily
    for number, orders in enumerate(alone):
        assert (both.loc[both["replicate"] == number, "orders"].to_numpy() == orders).all()
    with pytest.raises(SettingsError, match="the seeds say how many"):
        plan(read_request(["seeds=[5,9]", "replicates=auto", "+intervention=takedown"], None, analysis="sweep"))
