"""A runner runs what is missing, keeps what fails, and stops where nothing can come of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.model.interventions.takedown import Takedown
from sim.settings import Settings, SettingsError
from sim.studies.execution import runner as module
from sim.studies.execution.engines import EngineLost, Serial
from sim.studies.execution.progress import Progress
from sim.studies.execution.runner import Runner
from sim.studies.question.case import Case
from sim.studies.storage.archive import Archive
from sim.studies.storage.errors import StudyStopped

SETTINGS = Settings(buyers=1000, days=150, start=40)
CASES = [
    Case(replace(SETTINGS, interventions={"t": Takedown(start=40, count=n)}), f"takedown {n}", daily="summary")
    for n in (1, 2)
]


class Heard(Progress):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def start(fake, tmp_path):
    opened: list[Archive] = []

    def begin(folder: Path = tmp_path, **more) -> Runner:
        for archive in opened:
            archive.close()
        opened.append(Archive(folder, "m", write=True))
        return Runner(opened[-1], Serial(), Heard(), **more)

    yield begin
    for archive in opened:
        archive.close()


def test_what_is_stored_is_not_run_again_and_said(start):
    first = start()
    first.evaluate(CASES, range(3))
    assert (first.ran, first.skipped) == (6, 0)
    again = start()
    again.evaluate(CASES, range(5))
    assert (again.ran, again.skipped) == (4, 6)
    assert again.progress.notes[0] == "6 of 10 runs are stored already; 4 to do"
    effects = again.effects(CASES)
    assert list(effects.drop_duplicates("run_id")["replicate"]) == [0, 1, 2, 3, 4] * 2


def test_a_new_scenario_joins_a_folder(start):
    start().evaluate(CASES[:1], range(2))
    again = start()
    again.evaluate(CASES, range(2))
    assert again.ran == 2 and set(again.effects(CASES)["scenario"]) == {"takedown 1", "takedown 2"}


def test_failures_are_kept_and_tried_again(start, fake):
    fake.FAIL.add(1)
    first = start()
    first.evaluate(CASES, range(3))
    assert first.ran == 4 and len(first.archive.failed()) == 2
    fake.FAIL.clear()
    again = start()
    again.evaluate(CASES, range(3))
    assert again.ran == 2 and again.archive.failed() == []


def test_if_nothing_works_the_rest_is_not_tried(start, fake):
    fake.FAIL.update(range(100))
    runner = start()
    with pytest.raises(StudyStopped, match=r"nothing works.*escrow does not add up.*failures"):
        runner.evaluate(CASES, range(100))
    assert len(runner.archive.failed()) < 10


def test_settings_at_fault_are_misuse(start, fake):
    fake.MISUSE.update(range(100))
    with pytest.raises(SettingsError, match="market-9 is closed on day 365"):
        start().evaluate(CASES, range(100))


def test_ctrl_c_keeps_what_came_back(start, fake):
    fake.INTERRUPT_AT.add(2)
    with pytest.raises(KeyboardInterrupt):
        start().evaluate(CASES, range(5))
    assert len(start().archive.done) == 4


def test_a_lost_engine_keeps_what_came_back(start, monkeypatch):
    def broken(function, jobs, engine, progress):
        for number, job in enumerate(jobs):
            if number == 2:
                raise EngineLost("the scheduler of the workers is gone")
            yield job, function(job)

    monkeypatch.setattr(module, "send", broken)
    with pytest.raises(StudyStopped, match=r"scheduler of the workers is gone; 4 runs are stored"):
        start().evaluate(CASES, range(5))
    assert len(start().archive.done) == 4


def test_counts_are_brought_to_the_size_of_the_real_market(start):
    runner = start()
    runner.evaluate(CASES, range(3))
    wide = runner.effects(CASES).query("case == 0").pivot(index="replicate", columns="outcome", values="value")
    scale = wide["scale"].unique()
    assert len(scale) == 1 and "simulated_revenue" not in wide
    before = 1000 * 0.03 * 90.0 * 365  # orders of the fake world, at 90 EUR
    assert scale[0] == pytest.approx(SETTINGS.ecosystem.annual_revenue / before, rel=0.02)
    assert wide["averted_first_year_share"].max() < 1.0
