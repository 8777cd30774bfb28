"""The dispatcher: finding a command, and one line for what goes wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sim.__main__ import main
from sim.commands import COMMANDS, available
from sim.version import __version__


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"]])
def test_help_lists_the_commands(words, capsys):
    assert main(words) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in available())


def test_nothing_typed_shows_help_as_misuse(capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().out


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"barrierlife {__version__}"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["rnu"], "did you mean run?"),
        (["nonsense"], "commands: run"),
        (["+intervention=takedown", "seed=3"], "python -m sim run +intervention=takedown seed=3"),
        (["explain", "shedule"], "did you mean schedule?"),
        (["explain", "--topik"], "unknown option '--topik'"),
    ],
)
def test_a_wrong_command_is_one_line_and_two(words, part, capsys):
    assert main(words) == 2
    captured = capsys.readouterr()
    assert part in captured.err
    assert captured.err.count("\n") == 1 and captured.out == ""


def test_a_fault_of_the_program_is_one_line_and_one(monkeypatch, capsys):
    monkeypatch.delenv("SIM_DEBUG", raising=False)
    monkeypatch.setattr("sim.commands.explain.main", _broken)
    assert main(["explain", "levers"]) == 1
    assert capsys.readouterr().err == "error: RuntimeError: first second (SIM_DEBUG=1 shows where)\n"
    monkeypatch.setenv("SIM_DEBUG", "1")
    assert main(["explain", "levers"]) == 1
    assert "Traceback" in capsys.readouterr().err


def _broken(words):
    raise RuntimeError("first\nsecond")


def test_ctrl_c_is_one_line(monkeypatch, capsys):
    def stopped(words):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.commands.explain.main", stopped)
    assert main(["explain"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_ctrl_c_while_a_class_is_made_is_no_fault_of_the_program(monkeypatch, capsys):
    """Python calls it a RuntimeError there."""

    class Named:
        def __set_name__(self, owner, name):
            raise KeyboardInterrupt

    monkeypatch.setattr("sim.commands.explain.main", lambda words: type("Made", (), {"name": Named()}))
    assert main(["explain"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_what_fails_while_it_stops_is_told(monkeypatch, capsys):
    def main_of_it(words):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise ValueError("no room for what is finished")  # noqa: B904

    monkeypatch.setattr("sim.commands.explain.main", main_of_it)
    assert main(["explain"]) == 1
    assert "no room for what is finished" in capsys.readouterr().err


def test_every_command_has_a_line_of_help():
    assert set(available()) <= set(COMMANDS)


def test_as_a_program():
    done = subprocess.run([sys.executable, "-m", "sim", "run", "+intervetion=takedown"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == "" and "did you mean intervention?" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["--help"], ["rnu"], ["+intervention=takedown"]], ids=" ".join)
def test_help_and_a_bad_word_wait_for_no_library(words):
    script = "import sys; from sim.__main__ import main; main(sys.argv[1:]); print({'numpy', 'hydra'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "set()"
