"""``validate``: what it accepts, what it writes, and what it says."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from sim.__main__ import main
from sim.commands import validate
from sim.settings import compose
from sim.studies.fitting.evidence import parameters_digest
from sim.studies.fitting.validation import Comparison
from sim.studies.measurement.failure import Failure
from sim.validation.measure import PARTS, checks
from sim.views.validation import counted, verdicts

ROWS = [
    (part, check.id, check.label, replicate, (check.low + check.high) / 2)
    for part in PARTS
    for check in checks(part)
    for replicate in range(2)
]
MEASURED = pd.DataFrame(ROWS, columns=["part", "id", "label", "replicate", "value"])


@pytest.fixture
def asked(monkeypatch):
    """Replace the runs; what they were asked for, and what they give, can be looked at and changed."""
    seen = {"tried": dict.fromkeys(PARTS, 2), "measured": MEASURED}

    def compare(parameters, *, buyers, replicates, seed, workers, progress):
        seen.update(parameters=parameters, buyers=buyers, replicates=replicates, seed=seed, workers=workers)
        return Comparison(seen["measured"], replicates, seen["tried"], dict.fromkeys(PARTS, 0),
                          seen.get("failures", ()), seen.get("interrupted", False))  # fmt: skip

    monkeypatch.setattr("sim.studies.fitting.validation.compare", compare)
    return seen


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["byers=3"], "did you mean buyers?"),
        (["buyers=3"], "allowed: 10 to"),
        (["buyers=many"], "is not a whole number"),
        (["replicates=0"], "out of range"),
        (["days=30"], "validate takes no 'days'"),
        (["+intervention=takedown"], "without barriers"),
        (["ecosystem.vendors.stopp=1"], "did you mean ecosystem.vendors.stop?"),
        (["--quik"], "did you mean --quick?"),
        (["--docs", "--quick"], "full runs"),
    ],
)
def test_bad_input_is_one_line_and_two(words, part, capsys, asked):
    assert main(["validate", *words]) == 2
    captured = capsys.readouterr()
    assert part in captured.err
    assert captured.err.count("\n") == 1 and captured.out == "" and "buyers" not in asked


def test_a_folder_that_holds_something_is_refused(tmp_path, capsys, asked):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["validate", f"output={tmp_path}"]) == 2
    assert "never overwritten" in capsys.readouterr().err


def test_help(capsys):
    assert main(["validate", "--help"]) == 0
    assert "--quick" in capsys.readouterr().out


def test_it_prints_the_table_and_writes_what_made_it(tmp_path, capsys, asked):
    folder = tmp_path / "out"
    words = ["buyers=200", "replicates=2", "seed=5", "workers=1", "ecosystem.vendors.stop=0.01", f"output={folder}"]
    assert main(["validate", *words]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == str(folder)
    whole = len(counted(verdicts(MEASURED)))
    assert f"{whole} of {whole} facts are met" in captured.out
    assert "200 buyers" in captured.err
    assert asked["parameters"].vendors.stop == 0.01
    assert (asked["buyers"], asked["replicates"], asked["seed"], asked["workers"]) == (200, 2, 5, 1)
    table = pd.read_csv(folder / "validation.csv")
    assert len(table) == len(MEASURED) // 2 and table["met"].all()
    assert len(pd.read_csv(folder / "measurements.csv")) == len(MEASURED)
    made = json.loads((folder / "provenance.json").read_text())
    assert made["seed"] == 5 and made["command"].startswith("python -m sim validate buyers=200")


def test_quick_is_small_unless_typed(tmp_path, asked):
    main(["validate", "--quick", "-q", f"output={tmp_path / 'a'}"])
    assert (asked["buyers"], asked["replicates"]) == (2000, 4)
    main(["validate", "--quick", "-q", "replicates=2", f"output={tmp_path / 'b'}"])
    assert (asked["buyers"], asked["replicates"]) == (2000, 2)


def test_docs_writes_the_page_and_the_summary_between_its_marks(tmp_path, monkeypatch, asked, capsys):
    monkeypatch.setattr(validate, "CHECKOUT", tmp_path)
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{validate.BEGIN}\nold\n{validate.END}\nafter\n")
    assert main(["validate", "--docs"]) == 2
    assert "checkout" in capsys.readouterr().err
    (tmp_path / "docs").mkdir()
    for n in range(2):  # twice gives the same
        assert main(["validate", "--docs", "-q", f"output={tmp_path / str(n)}"]) == 0
    text = readme.read_text()
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert text.count("facts are met") == 1
    page = (tmp_path / "docs" / "validation.md").read_text()
    assert parameters_digest(compose([])) in page and "typed" not in page


def test_failures_and_ctrl_c_keep_what_is_there(tmp_path, capsys, asked):
    asked["failures"] = (Failure(3, "ZeroDivisionError", "monopoly: no trade"),)
    assert main(["validate", f"output={tmp_path / 'a'}"]) == 1
    captured = capsys.readouterr()
    assert "replicate 3: ZeroDivisionError: monopoly: no trade" in captured.err
    assert (tmp_path / "a" / "validation.csv").is_file()
    asked.update(failures=(), interrupted=True)
    assert main(["validate", f"output={tmp_path / 'b'}"]) == 130
    assert "what was measured is kept" in capsys.readouterr().err
    asked["measured"] = MEASURED.iloc[:0]
    assert main(["validate", f"output={tmp_path / 'c'}"]) == 130
    assert not (tmp_path / "c").exists()


def test_too_few_replays_are_said(tmp_path, capsys, asked):
    asked["tried"] = {**dict.fromkeys(PARTS, 2), "several": 1}
    assert main(["validate", "replicates=2", f"output={tmp_path / 'a'}"]) == 0
    assert "warning: several: only 1 of 2 replicates" in capsys.readouterr().err


@pytest.mark.slow
def test_the_whole_way_once(tmp_path, capsys):
    assert main(["validate", "buyers=300", "replicates=1", "workers=1", f"output={tmp_path / 'v'}"]) == 0
    captured = capsys.readouterr()
    assert "of the steady state" in captured.out and captured.err.count("\n") <= 6


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["sizs=[1000]"], "did you mean sizes?"),
        (["sizes=[10]"], "allowed: 100 to"),
        (["sizes=[]"], "empty list"),
        (["sizes=[many]"], "is not a whole number"),
        (["seconds=0"], "out of range"),
        (["buyers=500"], "there is no 'buyers' here"),
    ],
)
def test_sizes_refuses_in_one_line(words, part, capsys):
    assert main(["validate", "sizes", *words]) == 2
    captured = capsys.readouterr()
    assert part in captured.err and captured.err.count("\n") == 1 and captured.out == ""


@pytest.mark.long
def test_sizes_prints_a_table_and_writes_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.validation.sizes.START", 20)
    monkeypatch.setattr("sim.validation.sizes.DAYS", 30)
    folder = tmp_path / "out"
    assert main(["validate", "sizes", "sizes=[200,400]", "replicates=3", "workers=1", f"output={folder}"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == str(folder) and "barriers and shocks agree" in captured.out
    table = pd.read_csv(folder / "sizes.csv")
    assert set(table["buyers"]) == {200, 400} and "takedown" in set(table["barrier"])
    assert json.loads((folder / "provenance.json").read_text())["sizes"] == [200, 400]
