"""``new barrier``: what it writes works as it stands, and its own test passes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.__main__ import main
from sim.model.interventions import outside
from sim.model.interventions.registry import catalogue

ROOT = Path(sim.__file__).resolve().parents[1]


@pytest.mark.slow
def test_what_is_written_works_and_is_tested(tmp_path: Path, capsys) -> None:
    assert main(["new", "barrier", "road_show", "--folder", str(tmp_path)]) == 0
    assert {f.name for f in tmp_path.iterdir()} == {"road_show.py", "test_road_show.py"}
    told = capsys.readouterr().out
    assert f"--barriers {tmp_path} +intervention=road_show" in told
    assert main(["run", "--barriers", str(tmp_path), "+intervention=road_show", "--cfg", "job"]) == 0
    assert catalogue()["road_show"].phrase == "Road show" and not outside.left_out
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)  # fmt: skip # noqa: E501
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout


def test_it_writes_where_it_is_told_and_by_default_into_barriers(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "barrier", "road_show"]) == 0 and (tmp_path / "barriers" / "road_show.py").is_file()


@pytest.mark.parametrize(("words", "why"), [
    (["barrier"], "is no name"), (["barrier", "Road-Show"], "is no name"), (["barrier", "class"], "is no name"),
    (["barrier", "takedown"], "already"), (["vendor", "x"], "cannot write a new 'vendor'"),
    (["barrier", "x" * 300], "at most 100 letters"), (["barrier", "é" * 300], "is no name"),
    (["x" * 300], "cannot write"),
    (["barrier", "a", "--folder", "~no-one/x"], "--folder=~no-one/x"),
    (["barrier", "a", "--folder", "x" * 300], "File name too long"),
])  # fmt: skip
def test_mistakes_are_told(words: list[str], why: str, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", *words]) == 2
    told = capsys.readouterr().err
    assert why in told and told.count("\n") == 1 and len(told) <= 301
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, capsys) -> None:
    (tmp_path / "test_road_show.py").write_text("mine", encoding="utf-8")
    assert main(["new", "barrier", "road_show", "--folder", str(tmp_path)]) == 2
    assert "not overwritten" in capsys.readouterr().err and not (tmp_path / "road_show.py").exists()
