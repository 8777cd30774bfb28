"""Every benchmark runs at tiny size and writes what it measured; no timing is judged here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.report import Row, number, table
from tests.thorough import some_always

LONG = ("compile", "coverage", "day", "start", "studies")
"""Those that take the longest even so."""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", some_always(BENCHMARKS, [n for n in BENCHMARKS if n not in LONG]))
def test_quick_mode(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--quick", "--output", str(tmp_path)]) == 0
    (file,) = tmp_path.glob(f"{name}-*.json")
    content = json.loads(file.read_text())
    assert content["quick"] is True
    assert {"processor", "cores", "python", "numba", "mesa"} <= set(content["machine"])
    assert content["rows"] and all(row["values"] for row in content["rows"])
    printed = capsys.readouterr().out
    assert all(row["case"] in printed for row in content["rows"])


def test_table_and_verdicts() -> None:
    rows = [
        Row("first", "s", [0.3, 0.1, 0.2], most=0.5),
        Row("second", "times", [40.0], least=50),
        Row("third", "ns/order", [12345.6]),
    ]
    lines = table(rows).splitlines()
    assert lines[1].split() == ["first", "0.2", "0.1", "0.3", "s", "3", "<=", "0.5", "met"]
    assert lines[2].endswith(">= 50 MISSED")
    assert lines[3].split()[1] == "12,346" and lines[3].endswith(" 1")


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (0.01234, "0.0123"), (99.96, "100"), (1234.5, "1,234")])
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_bad_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["speed"], [], ["mesa", "--repeats", "0"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2
