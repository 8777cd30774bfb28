"""``run``: thin, and clear about what it did not do."""

from __future__ import annotations

import json
import os
import signal

import pytest
import yaml

from sim.__main__ import main
from sim.settings import Settings
from sim.studies import Result, load
from sim.studies.storage.locking import FolderLock
from sim.studies.storage.provenance import digest

pytestmark = pytest.mark.usefixtures("unrendered")

QUICK = ["+intervention=takedown", "days=150", "start=40", "buyers=1000", "replicates=2", "workers=1"]


@pytest.fixture
def world(fake, monkeypatch):
    monkeypatch.setattr(Result, "plot", lambda self, left_out=None: {})
    monkeypatch.setattr("sim.studies.pages.export._report", lambda study: None)
    return fake


def test_a_run_ends_with_its_folder(world, tmp_path, capsys):
    folder = tmp_path / "run"
    assert main(["run", *QUICK, f"output={folder}"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == str(folder)
    assert "takedown from day 40" in captured.err and "2 of 2 replicates" in captured.err
    assert (folder / "summary.txt").read_text().strip() in captured.out
    assert json.loads((folder / "provenance.json").read_text())["command"].startswith("python -m sim run +interv")


def test_quiet_prints_the_folder_only(world, tmp_path, capsys):
    assert main(["run", "--quiet", *QUICK, f"output={tmp_path / 'run'}"]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{tmp_path / 'run'}\n" and captured.err == ""


def test_a_new_folder_without_output(world, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["run", "-q", *QUICK]) == 0
    folder = capsys.readouterr().out.strip()
    assert folder.startswith("results/runs/") and folder.endswith("-takedown")
    assert load(folder).finished == 2


def test_cfg_job_prints_settings_that_can_be_used(capsys):
    assert main(["run", "--cfg", "job", *QUICK, "seed=9"]) == 0
    settings = Settings.from_dict(yaml.safe_load(capsys.readouterr().out))
    assert (settings.seed, settings.start, list(settings.interventions)) == (9, 40, ["takedown"])


def test_options_may_stand_among_words(capsys):
    assert main(["run", "seed=9", "--cfg", "job", "days=500"]) == 0
    assert "seed: 9" in capsys.readouterr().out


def test_help_shows_choices_settings_and_those_of_the_user(tmp_path, capsys):
    (tmp_path / "intervention").mkdir()
    (tmp_path / "intervention" / "mine.yaml").write_text("# @package interventions.mine\n# My own raid.\n")
    assert main(["run", "--help", "--config-dir", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    for part in ("takedown", "monopoly", "replicates=0", "mine", "My own raid.", "--cfg job"):
        assert part in out


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["+intervetion=takedown"], "did you mean intervention?"),
        (["replicates=-1"], "replicates=-1 is out of range"),
        (["days=100,200"], "that is a sweep"),
        (["-m", "days=100,2000000"], "days=2000000 is out of range"),
        (["--multirun", "dyas=100,200"], "did you mean days?"),
        (["--dayss", "3"], "unknown option '--dayss'"),
        (["--config-dri", "x"], "did you mean --config-dir?"),
        (["--cfg", "jb"], "jb"),
        (["output=/dev/null/x"], "output=/dev/null/x cannot be written"),
        (["+intervention=takedown", "start=5000"], "beyond the horizon"),
    ],
)
def test_misuse_is_one_line_and_two(words, part, capsys, monkeypatch):
    monkeypatch.setattr("sim.commands.progress_bar.SPEAK_EVERY", 1e9)  # a busy machine is no misuse
    assert main(["run", *words]) == 2
    captured = capsys.readouterr()
    assert part in captured.err and captured.err.count("\n") == 1 and captured.out == ""


def test_an_existing_folder_is_refused_before_anything_runs(world, tmp_path, capsys):
    (tmp_path / "kept").write_text("x")
    assert main(["run", *QUICK, f"output={tmp_path}"]) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


def test_a_failed_replicate_is_one_line_and_one(world, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("SIM_DEBUG", raising=False)
    world.FAIL.add(1)
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 1
    captured = capsys.readouterr()
    error = captured.err.splitlines()[-1]
    assert "replicate 1: RuntimeError: escrow does not add up" in error and "1 of 2 replicates are kept" in error
    kept = "".join(file.read_text() for file in (tmp_path / "run" / "failures").iterdir())
    assert "Traceback" not in captured.err and "Traceback" in kept
    assert captured.out.splitlines()[-1] == str(tmp_path / "run")


def test_a_picture_that_cannot_be_drawn_is_left_out(world, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(Result, "plot", lambda self, left_out=None: 1 / 0)
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 0
    captured = capsys.readouterr()
    assert "no picture 'run', by a fault of this program (ZeroDivisionError" in captured.err.splitlines()[-1]
    assert captured.out.splitlines()[-1] == str(tmp_path / "run")


def test_a_fault_after_the_run_is_one_line_and_one(world, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sim.studies.pages.export._workbook", lambda study: 1 / 0)
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 1
    captured = capsys.readouterr()
    assert "summary.xlsx could not be made: ZeroDivisionError" in captured.err.splitlines()[-1]
    assert captured.out.splitlines()[-1] == str(tmp_path / "run")


def test_settings_found_wrong_while_running_are_two(world, tmp_path, capsys):
    world.MISUSE.add(1)
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 2
    assert "market-9 is closed on day 365; open: market-1, market-2" in capsys.readouterr().err
    assert load(tmp_path / "run").finished == 1


def test_ctrl_c_keeps_and_says_what_is_finished(world, tmp_path, capsys):
    world.INTERRUPT_AT.add(1)
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 130
    captured = capsys.readouterr()
    assert "stopped: 1 of 2 replicates are kept; to go on: python -m sim run" in captured.err
    assert captured.out.splitlines()[-1] == str(tmp_path / "run")
    assert load(tmp_path / "run").interrupted


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("command", ["run", "compare", "sweep"])
def test_a_time_limit_and_a_closed_terminal_are_as_ctrl_c(world, tmp_path, monkeypatch, capsys, command, name):
    plain = world.Ecosystem._accidents

    def accidents(self):
        if self.replicate == 1:
            os.kill(os.getpid(), getattr(signal, name))
        plain(self)

    words = [command, *QUICK, f"output={tmp_path / 'out'}", "-q"]
    with monkeypatch.context() as changed:
        changed.setattr(world.Ecosystem, "_accidents", accidents)
        assert main(words) == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("stopped: 1 ") and "to go on: python -m sim" in line
    assert not list((tmp_path / "out").rglob("_*.*"))
    assert main(words) == 0 and load(tmp_path / "out").provenance["sessions"][-1]["found_stored"] == 1


def test_ctrl_c_before_anything_is_finished_leaves_no_folder(world, tmp_path, capsys):
    world.INTERRUPT_AT.add(0)
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 130
    assert "nothing is kept" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_same_command_goes_on_where_it_was_stopped(world, tmp_path, capsys):
    world.INTERRUPT_AT.add(1)
    words = ["run", *QUICK, f"output={tmp_path / 'run'}"]
    assert main(words) == 130
    world.INTERRUPT_AT.clear()
    capsys.readouterr()
    assert main(words) == 0
    assert "1 of 2 runs are stored already; 1 to do" in capsys.readouterr().err
    again = load(tmp_path / "run")
    assert main([*words[:-1], f"output={tmp_path / 'whole'}"]) == 0
    whole = load(tmp_path / "whole")
    assert again.finished == 2 and not again.interrupted
    for name in ("daily", "groups", "journal", "effects", "summary"):
        assert digest(getattr(again, name)) == digest(getattr(whole, name))


def test_two_runs_do_not_share_a_folder(world, tmp_path, capsys):
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 0
    held = FolderLock(tmp_path / "run")
    capsys.readouterr()
    assert main(["run", *QUICK, f"output={tmp_path / 'run'}"]) == 2
    error = capsys.readouterr().err
    assert "another driver is at work" in error.splitlines()[-1]
    held.release()


def test_a_name_that_cannot_be_is_found_before_anything_runs(world, tmp_path, capsys):
    for name in ("x" * 300, "a/" * 3000 + "b"):
        assert main(["run", *QUICK, "-q", f"output={tmp_path / name}"]) == 2
        error = capsys.readouterr().err
        assert "cannot be written" in error and error.count("\n") == 1


@pytest.mark.parametrize("words", [["days=5", "start=2"], ["start=0"], ["days=1", "start=0"], ["days=6"]])
def test_short_runs_and_early_starts_work(fake, tmp_path, capsys, words):
    base = [w for w in QUICK if w.partition("=")[0] not in [v.partition("=")[0] for v in words]]
    if "days=6" in words:
        base = [w for w in base if "intervention" not in w and "start" not in w]
    assert main(["run", *base, *words, f"output={tmp_path / 'run'}"]) == 0
    assert "error" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "header", ["", "# @package interventions.takedown\ndefaults: [/takedown_schema@_here_, _self_]\n"]
)
def test_a_users_file_with_a_built_in_name_wins_and_the_run_says_so(world, tmp_path, capsys, header):
    """Also that shares given by a user stand for all, and that those that do not sum to 1 are said to be read so."""
    own = tmp_path / "c" / "intervention" / "takedown.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(f"{header}count: 3\nstart: 40\n")
    words = ["--config-dir", str(tmp_path / "c"), *QUICK]
    for shares, said in (("stimulants:0.4", 0), ("stimulants:0.5", 1)):
        folder = tmp_path / f"run{said}"
        typed = "ecosystem.buyers.product={cannabis:0.6," + shares + "}"
        assert main(["run", *words, typed, f"output={folder}"]) == 0
        told = capsys.readouterr().err.splitlines()
        assert any(line.startswith("intervention takedown is ") and "not the built-in one" in line for line in told)
        assert [line for line in told if "normalised" in line] == said * [
            "ecosystem.buyers.product sums to 1.1; its shares are normalised to 1"
        ]
        settings = load(folder).settings
        assert settings.interventions["takedown"].count == 3
        assert list(settings.ecosystem.buyers.product) == ["cannabis", "stimulants"]
    assert main(["run", *words, "--cfg", "job"]) == 0 and "not the built-in one" in capsys.readouterr().err
