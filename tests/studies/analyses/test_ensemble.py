"""Replicates that take their parameters from an ensemble: twins share a member, and intervals are in two parts."""

from __future__ import annotations

import json

import pytest

import sim
from sim.__main__ import main
from sim.settings import SettingsError
from sim.studies import load
from sim.studies.execution.tasks import tasks_of
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request
from sim.studies.storage.result import Result
from sim.validation.ensemble import packaged

QUICK = ["+intervention=takedown", "days=150", "start=40", "buyers=1000", "workers=1", "replicates=7"]
TEXT = "member,vendors.stop,couriers.examined.0\n0,0.01,0.002\n1,0.02,0.004\n2,0.03,0.006\n"


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "ensemble.csv"
    place.write_text(TEXT)
    return place


@pytest.fixture
def world(fake, monkeypatch):
    monkeypatch.setattr(Result, "plot", lambda self, left_out=None: {})
    monkeypatch.setattr("sim.studies.pages.export._figures", lambda study: None)
    monkeypatch.setattr("sim.studies.pages.export._report", lambda study: None)
    return fake


def stops(words, replicates=8) -> list[float]:
    """Give the parameter of every replicate's world, which both twins run in."""
    ready = plan(read_request(words, analysis="compare"))
    todo = [(i, r) for r in range(replicates) for i in range(len(ready.cases))]
    tasks = list(tasks_of(ready.cases, todo, 1))
    assert [task.replicate for task in tasks] == list(range(replicates))  # scenarios and their twin in one world
    return [task.world.ecosystem.vendors.stop for task in tasks]


def test_every_two_replicates_take_another_member(file):
    barriers = "+intervention=[takedown,licensing]"
    assert stops([barriers, f"ensemble={file}"]) == [0.01, 0.01, 0.02, 0.02, 0.03, 0.03, 0.01, 0.01]
    assert len(set(stops([barriers]))) == 1


def test_what_is_said_stays_as_it_is(file):
    words = ["+intervention=takedown", f"ensemble={file}"]
    assert set(stops([*words, "ecosystem.vendors.stop=0.005"])) == {0.005}
    ready = plan(read_request([*words, "ecosystem.vendors.stop=0.005,0.006"], analysis="sweep"))
    assert {c.settings.ecosystem.vendors.stop for c in ready.cases} == {0.005, 0.006}
    assert all(list(member) == ["couriers.examined.0"] for case in ready.cases for member in case.members)


def test_runs_of_an_ensemble_are_not_taken_for_others(file):
    with_, without = (plan(read_request(["+intervention=takedown", *w])) for w in ([f"ensemble={file}"], []))
    assert with_.cases[0].key != without.cases[0].key and with_.cases[0].world_key != without.cases[0].world_key


def test_a_run_tells_both_parts_and_can_be_repeated(world, file, tmp_path, capsys):
    folder = tmp_path / "run"
    assert main(["run", *QUICK, f"ensemble={file}", f"output={folder}"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "7 runs took 3 sets that no fact rules out" in said and "; chance " in said and "; together " in said
    kept = load(folder)
    assert kept.uncertainty is not None and (kept.uncertainty["members"] == 3).all()
    assert len(json.loads((folder / "study.json").read_text())["ensemble"]) == 3
    file.unlink()  # the folder holds its members
    assert main(["reproduce", str(folder)]) == 0
    assert "equal" in capsys.readouterr().out


def test_a_comparison_tells_both_parts_of_every_scenario(world, file, tmp_path, capsys):
    words = ["compare", "+intervention=[takedown,licensing]", *QUICK[1:], f"ensemble={file}"]
    assert main([*words, f"output={tmp_path / 's'}"]) == 0
    said = capsys.readouterr()
    assert "3 sets of parameters" in said.err and "chance, and what is not known" in said.out
    assert set(load(tmp_path / "s").uncertainty["scenario"]) == {"takedown", "licensing"}


def test_it_is_there_in_python_too(world, file):
    words = {"days": 150, "start": 40, "buyers": 1000, "workers": 1, "replicates": 4}
    assert sim.run(["takedown"], ensemble=str(file), **words).uncertainty is not None
    assert sim.run(["takedown"], **words).uncertainty is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot be read"),
        ("member,vendors.stp\n0,1\n", "did you mean vendors.stop?"),
        ("member,a\n0,x\n", "no ensemble"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, text, told):
    place = tmp_path / "e.csv"
    if text is not None:
        place.write_text(text)
    with pytest.raises(SettingsError, match="ensemble=") as caught:
        read_request([f"ensemble={place}"])
    assert told in str(caught.value)


@pytest.mark.skipif(packaged() is not None, reason="this version has an ensemble")
def test_without_one_it_is_said_how_it_is_made(capsys):
    assert main(["run", "ensemble=true"]) == 2
    said = capsys.readouterr().err
    assert "python -m sim calibrate makes one" in said and "ensemble=FILE" in said and "Traceback" not in said


def test_only_the_command_line_names_a_file(file, tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "mine.yaml").write_text(f"# @package _global_\nensemble: {file}\n")
    with pytest.raises(SettingsError, match="ensemble="):
        read_request(["+study=mine"], tmp_path)
