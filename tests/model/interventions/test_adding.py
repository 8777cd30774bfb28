"""A newcomer adds a barrier with one file under 60 lines, and touches nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

BARRIER = '''"""Escrow levy (a throw-away): shrink demand, help investigators, close the oldest marketplace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today
from sim.model.acts.act import Act
from sim.model.acts.close import Close
from sim.model.acts.publicise import Publicise
from sim.model.acts.targets import Targets
from sim.model.market.levers import DEMAND, INVESTIGATION


@dataclass(frozen=True)
class EscrowLevy(Intervention):
    """Make trade dearer and police keener."""

    burden: float = parameter(0.4, "share of wishes given up", unit="share", low=0, high=1)
    keener: float = parameter(3.0, "investigation against the ordinary", unit="ratio", low=1, high=100)

    phrase: ClassVar[str] = "A levy on escrow"
    summary: ClassVar[str] = "make trade dearer and police keener"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "economic"
    source: ClassVar[str] = "a test"
    by_country: ClassVar[bool] = True

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        """Lower demand where the levy holds, raise investigation everywhere."""
        where = {"country": tuple(self.countries)} if self.countries else None
        yield Modifier(DEMAND, 1.0 - self.burden * today.strength, where)
        yield Modifier(INVESTIGATION, 1.0 + (self.keener - 1.0) * today.strength)

    def acts(self, today: Today) -> Iterator[Act]:
        """Close the oldest marketplace on the first day, and say so."""
        if today.first:
            yield Close(self.intensity, Targets("oldest"), "seizure", leads=0.1)
            yield Publicise(self.intensity, loudness=0.3)
'''

TEST = """
from sim.model.interventions.registry import catalogue
from sim.model.market.levers import DEMAND
from tests.model.market.worlds import CALM, changed, differences, pairs, ratio

barrier = catalogue()["escrow_levy"](start=40, duration=20)
found = pairs([barrier], days=90, replicates=2, buyers=1_000)
assert ratio(found, "wishes", 0, 20) < 0.8
assert all(float(pair.struck.levers[DEMAND][0]) == 1.0 for pair in found)
assert all(pair.struck.records.journal()["event"].isin(["close"]).any() for pair in found)
nothing = pairs([catalogue()["escrow_levy"](start=40, intensity=0.0)], days=90, replicates=1, buyers=1_000)[0]
assert differences(nothing.struck, nothing.twin) == []
"""


def lines(text: str) -> int:
    return len(text.splitlines())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one Python file more, and nothing else changed."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("sim", "configs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc", ".hypothesis"))
    # compiled code is bound to where its source lies and how old it is: sharing it keeps this test quick
    (folder / "sim" / "model" / "interventions" / "escrow_levy.py").write_text(BARRIER, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=100
    )


def test_the_barrier_is_as_short_as_promised() -> None:
    assert lines(BARRIER) < 60 and lines(TEST) < 30


def test_it_is_found_explained_and_checked_from_its_file_alone(copy: Path) -> None:
    """Listed, its parameters typed and bounded, its choices known: nothing was registered anywhere."""
    typed = run(
        copy, "-m", "sim", "run", "+intervention=escrow_levy", "interventions.escrow_levy.burden=2", "--cfg", "job"
    )
    assert typed.returncode == 2 and "burden" in typed.stderr and "0 to 1" in typed.stderr
    wrong = run(copy, "-m", "sim", "run", "+intervention=escrow_lev", "--cfg", "job")
    assert wrong.returncode == 2 and "escrow_levy" in wrong.stderr
    shown = run(copy, "-m", "sim", "run", "+intervention=[escrow_levy,takedown]", "--cfg", "job")
    assert shown.returncode == 0, shown.stderr
    assert "burden: 0.4" in shown.stdout and "keener: 3.0" in shown.stdout


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_it_runs_and_keeps_the_promises_of_every_barrier(copy: Path, tmp_path: Path) -> None:
    """Through the command, beside another barrier; and its own short test."""
    done = run(
        copy, "-m", "sim", "run", "+intervention=[escrow_levy,postal_inspection]", "ecosystem=small", "buyers=400",
        "days=150", "start=60", "replicates=2", "workers=1", f"output={tmp_path / 'out'}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "daily.parquet").exists() or list((tmp_path / "out").rglob("*.parquet"))
    own = run(copy, "-c", TEST)
    assert own.returncode == 0, own.stderr
