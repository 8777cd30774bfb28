"""What a command finds around it never ends in a traceback: closed and full outputs, Ctrl-C, locales, a folder gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.commands import COMMANDS
from sim.commands.signals import interrupted

COMMAND = [sys.executable, "-m", "sim"]
ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and descriptors of POSIX")


def run(words: list[str], shell: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command, in ``shell`` where that holds a line with {} in the command's place."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    line = shell.format(" ".join(f"'{word}'" for word in [*COMMAND, *words])) if shell else None
    command = ["bash", "-c", line] if line else [*COMMAND, *words]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, cwd=ROOT, timeout=120)


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_error(unbuffered: str):
    done = run(["explain", "parameters"], "{} | true; exit ${{PIPESTATUS[0]}}", PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["--help"], ["explain", "parameters"]], ids=" ".join)
def test_a_full_output_is_one_line(words: list[str], unbuffered: str):
    done = run(words, "{} > /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 1
    assert done.stderr == "error: standard output cannot be written: No space left on device\n"


@posix
def test_closed_outputs_are_silent_and_keep_the_code():
    assert run(["--help"], "{} >&-").returncode == 0
    done = run(["rnu"], "{} 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert run(["rnu"], "{} 2>/dev/full").returncode == 2


def test_a_locale_without_our_signs_is_no_reason_to_stop():
    done = run(["run", "--help"], PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "?" in done.stdout
    done = run(["run", "ecosystem=w€stern"], PYTHONIOENCODING="ascii")
    assert done.returncode == 2 and done.stderr.count("\n") == 1


@posix
def test_words_that_are_not_utf_8_are_refused():
    done = subprocess.run([*COMMAND, "run", b"ecosystem=w\xe9stern"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr == "error: a word holds bytes that are not UTF-8; write it in UTF-8 [command line]\n"


def test_compilation_that_is_turned_off_is_one_line_where_it_matters():
    done = run(["run", "+intervention=takedown"], NUMBA_DISABLE_JIT="1")
    assert done.returncode == 2 and done.stderr.startswith("error: NUMBA_DISABLE_JIT is set")
    assert done.stderr.count("\n") == 1
    assert run(["explain", "levers"], NUMBA_DISABLE_JIT="1").returncode == 0


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("explain", "new", "data")])
def test_every_command_that_runs_the_model_says_so(monkeypatch, capsys, command):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert main([command]) == 2
    assert capsys.readouterr().err.startswith("error: NUMBA_DISABLE_JIT is set")


def test_pictures_need_no_window():
    code = "import os, sim.__main__ as m; m.prepare(); import matplotlib; print(matplotlib.get_backend())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "MPLBACKEND": "none"}
    )
    assert done.stdout.lower() == "agg\n", done.stderr


@posix
def test_a_working_folder_that_is_gone(tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    done = run(["run"], f"cd '{folder}' && rmdir '{folder}' && {{}}")
    assert done.returncode == 2 and "the working folder no longer exists" in done.stderr
    assert done.stderr.count("error:") == 1 and "Traceback" not in done.stderr


def test_what_ctrl_c_left_half_made_is_a_stop_and_a_full_disk_is_a_fault():
    def failing(error: Exception) -> Exception:
        try:
            try:
                raise KeyboardInterrupt
            finally:
                raise error
        except Exception as caught:
            return caught

    assert interrupted(failing(AttributeError("save_nargs"))) and interrupted(failing(NameError("first")))
    assert not interrupted(failing(OSError("disk full"))) and not interrupted(AttributeError("a mistake"))


@posix
@pytest.mark.slow
def test_ctrl_c_while_modules_are_loaded_is_at_most_a_line():
    """Python itself needs some hundredths of a second before any line of ours is run."""
    for step in range(8):
        child = subprocess.Popen([*COMMAND, "run", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 cwd=ROOT, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))  # fmt: skip # noqa: E501
        time.sleep(0.12 + 0.02 * step)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=60)
        if "site" in told or "runpy" in told:
            continue  # a machine so slow that Python was still starting
        assert "Traceback" not in told and told.count("\n") <= 1
        assert child.returncode in (0, 130, -signal.SIGINT), told
