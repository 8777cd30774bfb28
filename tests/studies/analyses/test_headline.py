"""Where no number of replicates is given: until the headline is known, or a minute is spent, and which it was."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import yaml

from sim.__main__ import main
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings
from sim.studies import load
from sim.studies.analyses.shared import headline
from sim.studies.analyses.shared.headline import until_precise
from sim.studies.execution.progress import Progress
from sim.studies.execution.runner import Runner
from sim.studies.question.options import StudyOptions
from sim.studies.question.plan import GIVEN, plan, plan_of
from sim.studies.question.request import read_request
from sim.studies.storage.archive import Archive
from sim.studies.storage.identity import model_identity
from sim.studies.storage.result import Result

pytestmark = pytest.mark.usefixtures("unrendered")

BARRIER = {"takedown": Takedown(start=40)}
OPEN = Settings(buyers=1000, days=150, start=40, workers=1, interventions=BARRIER)
QUICK = ["+intervention=takedown", "days=150", "start=40", "buyers=1000", "workers=1"]


class Clock:
    """A clock that a batch moves on by so many seconds a replicate."""

    def __init__(self, seconds: float) -> None:
        self.now, self.seconds = 0.0, seconds

    def __call__(self) -> float:
        return self.now


class Timed(Runner):
    """A runner on one worker in this process, whose work takes time by the clock alone; keeps what it was asked for."""

    def __init__(self, archive, clock: Clock, heard: Progress) -> None:
        super().__init__(archive, SimpleNamespace(workers=1), heard)
        self.clock, self.asked = clock, []

    def prepare(self, cases) -> None:
        self.clock.now += 40.0  # compiling does not count

    def evaluate(self, cases, replicates) -> None:
        from sim.studies.execution.tasks import tasks_of
        from sim.studies.measurement.worker import run_task

        self.asked += list(replicates)
        self.clock.now += self.clock.seconds * len(replicates)
        for task in tasks_of(cases, [(i, r) for r in replicates for i in range(len(cases))], 1):
            self.archive.add(run_task(task), cases)
        self.archive.flush()


class Heard(Progress):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def until(folder, seconds: float, settings: Settings = OPEN) -> tuple[int, str, Timed, Heard]:
    ready, heard = plan_of(settings, StudyOptions(analysis="run", daily="everything")), Heard()
    assert ready.open and ready.settings.replicates == GIVEN
    archive = Archive(folder, model_identity(), write=True)
    clock = Clock(seconds)
    runner = Timed(archive, clock, heard)
    try:
        done, why = until_precise(runner, ready, clock)
    finally:
        archive.close()
    return done, why, runner, heard


def test_it_stops_once_the_headline_is_known(fake, tmp_path):
    done, why, runner, heard = until(tmp_path / "s", 0.5)
    assert GIVEN <= done < 2 * GIVEN and runner.asked == list(range(done))
    assert f"{done} replicates: the orders averted in the first year are known within " in why
    assert heard.notes == [why]


def test_it_stops_once_the_minute_is_spent_and_says_so(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(headline, "PRECISE", 1e-9)
    done, why, runner, _ = until(tmp_path / "s", 4.0)
    spent = runner.clock.now - 40.0  # compiling
    assert done == 10 and runner.asked == list(range(10))
    assert spent == 40.0 and spent + 4.0 + headline.REST > headline.SECONDS
    assert why.startswith("10 replicates: the minute is spent; the orders averted in the first year are known within ")


def test_two_are_run_however_long_they_take(fake, tmp_path):
    assert until(tmp_path / "s", 500.0)[0] == 2


def test_a_baseline_has_no_headline(fake, tmp_path):
    from dataclasses import replace

    done, why, *_ = until(tmp_path / "s", 1.0, replace(OPEN, interventions={}))
    assert GIVEN <= done < 2 * GIVEN and "no barrier" in why


@pytest.mark.long
def test_what_is_kept_is_run_again_and_comes_out_equal(fake, tmp_path, monkeypatch, capsys):
    """However many the clock left: the folder holds their number, not the clock."""
    monkeypatch.setattr(Result, "plot", lambda self, left_out=None: {})
    monkeypatch.setattr("sim.studies.pages.export._report", lambda study: None)
    folder = tmp_path / "run"
    assert main(["run", *QUICK, f"output={folder}"]) == 0
    said = capsys.readouterr()
    assert "replicates until the orders averted are known within 15 %, a minute at most" in said.err
    kept = load(folder)
    assert kept.finished == kept.settings.replicates >= GIVEN
    assert yaml.safe_load((folder / "config.yaml").read_text())["replicates"] == kept.finished
    assert kept.enough in " ".join(said.out.split()) and kept.enough.startswith(f"{kept.finished} replicates: ")
    assert main(["reproduce", str(folder)]) == 0
    assert "equal" in capsys.readouterr().out
    assert main(["run", *QUICK, f"output={folder}", "replicates=auto"]) == 0  # nothing is missing
    assert load(folder).finished == kept.finished


def test_a_number_is_honoured(fake, tmp_path):
    settings = Settings(buyers=1000, days=150, replicates=3, interventions=BARRIER)
    assert not plan_of(settings, StudyOptions(analysis="run")).open
    assert not plan(read_request(["+intervention=takedown", "ecosystem=small"], analysis="compare")).open


@pytest.mark.parametrize(("words", "how"), [([], "open"), (["replicates=auto"], "auto"), (["replicates=4"], None)])
def test_a_comparison_does_alike(words, how):
    ready = plan(read_request(["+intervention=takedown", *words], analysis="compare"))
    assert (ready.open, ready.auto) == (how == "open", how == "auto")


def test_other_studies_have_a_number():
    ready = plan(read_request(["+intervention=takedown", "seed=1,2"], analysis="sweep"))
    assert not ready.open and ready.settings.replicates == GIVEN
