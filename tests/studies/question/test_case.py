"""Cases know who they are; tasks share baselines and lose no run."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.model.interventions.licensing import Licensing
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings
from sim.studies.execution.tasks import tasks_of
from sim.studies.question.case import Case
from sim.studies.question.description import describe, read_cases

SETTINGS = Settings(buyers=1000, days=120, start=40, replicates=4, interventions={"takedown": Takedown(start=40)})


def test_what_changes_speed_alone_changes_no_identity():
    case = Case(SETTINGS)
    for change in ({"workers": 3}, {"threads": 2}, {"output": "x"}, {"replicates": 9}):
        assert Case(replace(SETTINGS, **change)).key == case.key
    for change in ({"seed": 2}, {"days": 121}, {"buyers": 999}, {"interventions": {}}):
        assert Case(replace(SETTINGS, **change)).key != case.key
    assert Case(SETTINGS, "another name", point=3).key == case.key


def test_a_run_id_is_of_configuration_replicate_and_model():
    case = Case(SETTINGS)
    ids = {
        case.run_id(0, "a"),
        case.run_id(1, "a"),
        case.run_id(0, "b"),
        Case(replace(SETTINGS, seed=2)).run_id(0, "a"),
    }
    assert len(ids) == 4
    assert case.run_id(0, "a") == Case(SETTINGS).run_id(0, "a") and len(case.run_id(0, "a")) == 16


def test_barriers_that_begin_on_other_days_share_a_world():
    early, late = (replace(SETTINGS, start=day, interventions={"t": Takedown(start=day)}) for day in (40, 80))
    assert Case(early).world_key == Case(late).world_key == Case(replace(SETTINGS, interventions={})).world_key
    assert Case(replace(SETTINGS, seed=2)).world_key != Case(SETTINGS).world_key


@pytest.mark.parametrize("workers", [1, 2, 50])
def test_tasks_hold_every_run_once(workers: int):
    cases = [Case(replace(SETTINGS, interventions={"t": Takedown(start=40, count=n)})) for n in range(1, 41)]
    cases.append(Case(replace(SETTINGS, seed=7)))
    todo = [(i, r) for i in range(len(cases)) for r in range(3)]
    tasks = list(tasks_of(cases, todo, workers))
    assert sorted((b.index, task.replicate) for task in tasks for b in task.branches) == todo
    assert all(task.world.seed == cases[b.index].settings.seed for task in tasks for b in task.branches)
    assert max(len(task.branches) for task in tasks) <= 32
    if workers < 9:
        assert len(tasks) == 9  # of a replicate: 40 scenarios on two baselines, and the other world


def test_cases_are_written_and_read_back():
    other = replace(
        SETTINGS,
        seed=3,
        interventions={"l": Licensing(start=10), "t": Takedown(start=40, targets="named", names=["market-1"])},
    )
    cases = [
        Case(SETTINGS, "takedown", values={"seed": 1}),
        Case(other, "both", "without open", 2, {"seed": 3, "x": [1, 2]}, "all"),
        Case(replace(SETTINGS, interventions={}), "baseline"),
    ]
    again = read_cases(json.loads(json.dumps(describe(cases))))
    assert [c.settings for c in again] == [c.settings for c in cases]
    assert [c.key for c in again] == [c.key for c in cases]
    assert [(c.scenario, c.world, c.point, c.values, c.daily) for c in again] == [
        (c.scenario, c.world, c.point, c.values, c.daily) for c in cases
    ]
