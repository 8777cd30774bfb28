"""``data``: what is understood, row by row what is not, and the exit code that says which."""

from __future__ import annotations

import pytest

from sim.__main__ import main


def test_a_folder_that_is_understood(tmp_path, capsys):
    (tmp_path / "events.csv").write_text("date,cause\n2014-11-06,raided\n")
    assert main(["data", "check", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "1 of 1 rows understood as events" in out and "barrier takedown_2014_11_06" in out


def test_what_is_not_understood_is_named_by_row(tmp_path, capsys):
    (tmp_path / "events.csv").write_text("date,cause\n2014-11-06,raided\n06/11/2014,raided\n" + "2015-01-01,x\n" * 30)
    assert main(["data", "check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "events.csv row 3, date: '06/11/2014' is not a date" in out and "and 11 more" in out
    assert main(["data", "check", str(tmp_path), "--all"]) == 1
    assert "events.csv row 33, cause: 'x' is no cause" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["chek"], "did you mean check?"),
        (["check"], "names no folder"),
        (["check", "missing"], "is not a folder that can be read"),
    ],
)
def test_misuse_is_one_line_and_two(words, part, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["data", *words]) == 2
    told = capsys.readouterr()
    assert part in told.err and told.err.count("\n") == 1 and told.out == ""


def test_every_table_and_column_is_told(capsys):
    from sim.observations.kinds import KINDS

    assert main(["data", "tables"]) == 0
    out = capsys.readouterr().out
    for kind in KINDS.values():
        assert f"{kind.name}: " in out and all(f"  {name} " in out for name in kind.columns)


def test_help(capsys):
    assert main(["data", "--help"]) == 0 and "data check FOLDER" in capsys.readouterr().out
    assert main(["data"]) == 2
