"""Barriers from outside the package: found, carried to workers, told in results; what is broken harms nothing else."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

import sim
from sim.__main__ import main
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions import outside
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.registry import catalogue
from sim.model.market.levers import DEMAND
from sim.settings import compose

pytestmark = pytest.mark.usefixtures("unrendered")

TEXT = '''
from dataclasses import dataclass
from typing import ClassVar
from sim.model.engine.levers import Modifier
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention
from sim.model.market.levers import DEMAND

@dataclass(frozen=True)
class Appeal(Intervention):
    """Appeal to buyers."""
    effect: float = parameter(0.5, "share of wishes given up", unit="share", low=0, high=1)
    summary: ClassVar[str] = "appeal to buyers"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    def modifiers(self, today):
        yield Modifier(DEMAND, 1.0 - self.effect * today.strength)
'''
TINY = ["ecosystem=small", "buyers=200", "days=60", "start=30", "replicates=2", "workers=2"]


@dataclass(frozen=True)
class QuietAppeal(Intervention):
    """A class of a user's own."""

    effect: float = parameter(0.9, "share of wishes given up", unit="share", low=0, high=1)
    summary: ClassVar[str] = "appeal to buyers"

    def modifiers(self, today: Today) -> Iterator[Modifier]:
        yield Modifier(DEMAND, 1.0 - self.effect * today.strength)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "barriers"
    place.mkdir()
    (place / "appeal.py").write_text(TEXT, encoding="utf-8")
    return place


def test_a_file_of_a_folder_is_a_barrier_like_any_other(folder: Path, capsys) -> None:
    words = ["--barriers", str(folder)]
    assert main(["run", "--help", *words]) == 0
    assert "  appeal               Appeal to buyers." in capsys.readouterr().out
    assert main(["explain", "interventions", *words]) == 0 and "| appeal |" in capsys.readouterr().out
    assert main(["run", "+intervention=appeal", "interventions.appeal.effect=2", *words]) == 2
    assert "0 to 1" in capsys.readouterr().err
    settings = compose(["+intervention=[appeal,takedown]", "start=77", "interventions.appeal.effect=0.25"])
    assert settings.interventions["appeal"].start == 77 and settings.interventions["appeal"].effect == 0.25
    assert "takedown" in settings.interventions and list(catalogue())[-1] == "appeal"


def test_it_travels_with_its_text(folder: Path) -> None:
    """A process that has never read the file gets the barrier all the same."""
    assert outside.load_folder(folder) == ["appeal"]
    packed = pickle.dumps(catalogue()["appeal"](start=3, effect=0.125))
    code = f"import pickle; b = pickle.loads({packed!r}); print(type(b).__name__, b.start, b.effect)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Appeal", "3", "0.125"]
    assert pickle.loads(packed) == catalogue()["appeal"](start=3, effect=0.125)


@pytest.mark.slow
def test_results_tell_the_text_and_reproduce_asks_for_it(folder: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    words, out = ["--barriers", str(folder)], tmp_path / "out"
    assert main(["run", "-q", *words, "+intervention=appeal", *TINY, f"output={out}"]) == 0
    assert str(folder) in (out / "provenance.json").read_text()
    assert main(["reproduce", "-q", *words, str(out)]) == 0
    monkeypatch.setattr(outside, "_known", {})
    assert main(["reproduce", "-q", str(out)]) == 2
    assert "give its folder with --barriers" in capsys.readouterr().err
    (folder / "appeal.py").write_text(TEXT + "# another text\n", encoding="utf-8")
    assert main(["reproduce", "-q", *words, str(out)]) == 2
    assert "another text now" in capsys.readouterr().err


@pytest.mark.slow
def test_a_class_is_handed_over_as_it_is() -> None:
    small = {"ecosystem": "small", "buyers": 200, "days": 60, "start": 30, "replicates": 2, "workers": 2}
    result = sim.run([QuietAppeal(start=30)], **small)
    assert result.finished == 2 and not result.failures
    wishes = result.daily[result.daily["day"] >= 30].groupby("arm")["wishes"].sum()
    assert wishes["barrier"] < 0.5 * wishes["baseline"]
    again = sim.run([QuietAppeal], workers=1, **{k: v for k, v in small.items() if k != "workers"})
    assert list(again.settings.interventions) == ["quiet_appeal"]


BROKEN = {
    "syntax.py": ("def (:\n", "SyntaxError"),
    "leaves.py": ("import sys\nsys.exit(3)\n", "SystemExit: 3"),
    "empty.py": ("x = 1\n", "no barrier"),
    "raises.py": ("1 / 0\n", "ZeroDivisionError"),
    "stage.py": (TEXT.replace('"sell"', '"nowhere"'), "stage is one of"),
    "thawed.py": (TEXT.replace("(frozen=True)", "(frozen=False)"), "frozen"),
    "earlier.py": (f"{TEXT}    def told(self):\n        return ''\n", "Appeal.told() is called describe() now"),
    "takedown.py": (TEXT, "name of a barrier of this program"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_left_out_with_one_line(name: str, folder: Path, capsys) -> None:
    text, why = BROKEN[name]
    (folder / name).write_text(text, encoding="utf-8")
    assert main(["run", "--barriers", str(folder), "+intervention=appeal", "--cfg", "job"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1 and name in told[0] and why in told[0]


FLOAT = 'effect: float = parameter(0.5, "share of wishes given up", unit="share", low=0, high=1)'
PARAMETERS = {
    'effect: float = parameter("a", "x")': "effect: the default 'a' is not a number",
    'effect: complex = parameter(1j, "x")': "effect: no setting is of type complex",
    'start: str = parameter("x", "x")': "start is of every barrier, and of another type there: int",
    'effect: Path = parameter(1, "x")': "NameError",
    'effect: "int | str" = parameter(1, "x")': "no setting is of type int | str",
    'effect: list = parameter([], "x")': "no setting is of type list",
    'effect: "list[float]" = parameter(["a"], "x")': "the default 'a' is not a number",
    'effect: float = parameter(2.0, "x", low=0, high=1)': "the default 2.0 is not within 0 to 1",
    'effect: float = parameter(float("nan"), "x")': "not a finite number",
    'effect: str = parameter("${days}", "x")': "would be read as another setting's",
    'effect: str = parameter("a", "x", choices=("b",))': "none of its choices",
    'effect: bool = parameter(1, "x")': "the default 1 is not true or false",
    'barrier: float = parameter(0.5, "x")': "barrier cannot be a parameter",
    "effect: float = parameter(0.5, 'x', low='a')": "is not of numbers",
}  # fmt: skip


@pytest.mark.parametrize("line", PARAMETERS)
def test_parameters_that_no_setting_can_be_are_told_when_the_file_is_read(line, folder, capsys) -> None:
    asked = ("+intervention=mine", "+intervention=[appeal,mine]", "+intervention@interventions.a=mine")[len(line) % 3]
    (folder / "mine.py").write_text(TEXT.replace(FLOAT, line), encoding="utf-8")
    assert main(["run", "--barriers", str(folder), asked, "--cfg", "job"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and len(told) <= 301 and "barrier 'mine' is left out" in told
    assert PARAMETERS[line] in told, told
    assert main(["run", "--barriers", str(folder), "+intervention=appeal", "--cfg", "job"]) == 0
    told = capsys.readouterr().err
    assert told.startswith("warning: ") and told.count("\n") == 1 and PARAMETERS[line] in told


def test_a_class_that_refuses_its_values_in_its_own_way_is_told(folder, capsys) -> None:
    text = TEXT + "    def __post_init__(self):\n        assert self.effect != 0.25, 'not a quarter'\n"
    (folder / "mine.py").write_text(text, encoding="utf-8")
    words = ["run", "--barriers", str(folder), "+intervention=mine", "interventions.mine.effect=0.25", "--cfg", "job"]
    assert main(words) == 2
    assert "interventions.mine: AssertionError: not a quarter" in capsys.readouterr().err


def test_no_such_folder(tmp_path: Path, capsys) -> None:
    names = {str(tmp_path / "none"): "is not a folder", "~no-one/x": "home directory",
             "x" * 300: "File name too long", "x" * 200 + "/" + "y" * 200: "is not a folder"}  # fmt: skip
    for name, why in names.items():
        assert main(["explain", "levers", "--barriers", name]) == 2
        told = capsys.readouterr().err
        assert why in told and told.count("\n") == 1 and len(told) <= 301


def test_packages_announce_theirs(monkeypatch, capsys) -> None:
    points = [
        EntryPoint("quiet_appeal", "announced_here:QuietAppeal", outside.GROUP),
        EntryPoint("gone", "no_such_module:Barrier", outside.GROUP),
    ]
    monkeypatch.setitem(sys.modules, "announced_here", SimpleNamespace(QuietAppeal=QuietAppeal))
    monkeypatch.setattr(outside, "entry_points", lambda group: points)
    outside._announced.cache_clear()
    try:
        assert main(["run", "+intervention=quiet_appeal", "--cfg", "job"]) == 0
        assert "entry point gone is left out: ModuleNotFoundError" in capsys.readouterr().err
        assert catalogue()["quiet_appeal"] is QuietAppeal
    finally:
        outside._announced.cache_clear()


def test_configuration_files_name_no_code(folder: Path, tmp_path: Path) -> None:
    """A folder of barriers is the user's to give, on the command line; no setting does."""
    with pytest.raises(ValueError, match="no setting 'barriers'"):
        compose([f"barriers={folder}"])


def test_a_class_that_stands_in_no_file_travels_with_all_it_says(tmp_path):
    """As in a notebook, where the class is of the main module, which no other process can read."""
    head = FILE_OF_A_CELL
    made = tmp_path / "made"
    send = "import pickle, sys; sys.stdout.buffer.write(pickle.dumps(Levy(start=7, burden=0.5)))"
    made.write_bytes(subprocess.run([sys.executable, "-c", head + send], check=True, capture_output=True).stdout)
    read = (
        "import pickle, sys; b = pickle.load(open(sys.argv[1], 'rb')); print(type(b).__name__, b.start, b.burden)\n"
        "from sim.model.ecosystem import Ecosystem; Ecosystem(buyers=100, days=9, interventions=[b]).run()"
    )
    said = subprocess.run([sys.executable, "-c", read, str(made)], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["Levy", "7", "0.5"]


FILE_OF_A_CELL = """
from dataclasses import dataclass
from sim.model.engine.parameters import parameter
from sim.model.engine.levers import Modifier
from sim.model.interventions.base import Intervention
from sim.model.market.levers import DEMAND

@dataclass(frozen=True)
class Levy(Intervention):
    burden: float = parameter(0.2, "share of wishes given up", unit="share", low=0, high=1)

    def modifiers(self, today):
        yield Modifier(DEMAND, 1.0 - self.burden * today.strength)

"""


def test_a_file_written_for_rooms_that_moved_since_still_runs(tmp_path: Path) -> None:
    (tmp_path / "appeal.py").write_text(TEXT.replace("sim.model.", "sim."), encoding="utf-8")
    assert outside.load_folder(tmp_path) == ["appeal"] and not outside.left_out
    from sim.market import levers  # type: ignore[import-not-found]

    assert levers is sys.modules["sim.model.market.levers"] and levers.__name__ == "sim.model.market.levers"
    assert next(iter(catalogue()["appeal"]().modifiers(Today(0, 1.0, True, 0, 0)))).lever is DEMAND


def test_a_file_asked_for_by_the_name_of_its_class_is_told(tmp_path: Path, capsys) -> None:
    (tmp_path / "mine.py").write_text(TEXT, encoding="utf-8")
    assert main(["run", "--barriers", str(tmp_path), "+intervention=appeal"]) == 2
    assert "unknown intervention 'appeal'; did you mean mine?" in capsys.readouterr().err


def test_an_object_that_says_no_day_starts_where_the_call_says() -> None:
    from sim.studies.api import settings_for

    given = {"days": 60, "start": 30, "ecosystem": "small"}
    assert settings_for([QuietAppeal()], **given).interventions["quiet_appeal"].start == 30
    assert settings_for([QuietAppeal(start=40)], **given).interventions["quiet_appeal"].start == 40
    assert settings_for([QuietAppeal()], days=400).interventions["quiet_appeal"].start == 365
