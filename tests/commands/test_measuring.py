"""Commands that measure the model for long: ended from outside, twice on one folder, a full disk, damaged records."""

from __future__ import annotations

import errno
import itertools
import os
import random
import signal

import pandas as pd
import pytest

from sim.__main__ import main
from sim.settings import SettingsError
from sim.studies.fitting.points import claim, keep_point, kept_point
from sim.studies.fitting.validation import Comparison
from sim.studies.storage.locking import held
from sim.validation.evaluation import Evaluator, all_checks
from sim.validation.measure import PARTS, checks

pytest.importorskip("sklearn")
WORDS = ["calibrate", "over=[vendors.stop,vendors.entry]", "points=20", "waves=1", "members=30", "finalists=0",
         "workers=1", "-q"]  # fmt: skip
RUNS = {
    "validate": "sim.studies.fitting.validation.compare",
    "validate sizes": "sim.studies.fitting.sizes.across",
    "history": "sim.validation.history.play",
}
"""What runs the model, by command; where it is replaced nothing runs."""
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def quick(monkeypatch):
    """Replace the runs of a calibration by three figures that follow its parameters; count them."""
    ran, few = [], dict(itertools.islice(all_checks().items(), 3))
    monkeypatch.setattr("sim.validation.evaluation.all_checks", lambda *parts: few)

    def answer(self, overrides):
        ran.append(dict(overrides))
        stop, entry = overrides["vendors.stop"], overrides["vendors.entry"]
        return {name: [stop, check.low + entry] for name, check in few.items()}

    monkeypatch.setattr(Evaluator, "__call__", answer)
    return ran


@pytest.fixture
def fitted(tmp_path, quick):
    """Give a folder of a calibration that nothing disturbed, and its ensemble."""
    assert main([*WORDS, f"output={tmp_path / 'fit'}"]) == 0
    assert len(quick) == 20
    quick.clear()
    return tmp_path / "fit", (tmp_path / "fit" / "ensemble.csv").read_text()


def ways(data: bytes, flips: int = 100) -> list[bytes]:
    """Give a file emptied, cut, replaced, and with flipped bits."""
    dice, flipped = random.Random(1), []
    for _ in range(flips):
        place = dice.randrange(len(data))
        flipped.append(data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :])
    return [b"", data[: len(data) // 2], b"[]", b"{}", b"\xff", b"[" * 10_000, *flipped]


def test_a_damaged_point_is_read_as_it_was_or_not_at_all(tmp_path):
    file = tmp_path / "point.json"
    keep_point(file, "of", [0.25, 0.5], {"a": [1.5, float("nan")], "b": []})
    data, whole, seen = file.read_bytes(), repr(kept_point(file)), 0
    assert "'a': [1.5, nan]" in whole
    for harmed in ways(data):
        file.write_bytes(harmed)
        found = kept_point(file)
        assert found is None or repr({key: found[key] for key in ("of", "units", "figures")}) == whole
        seen += found is None
    assert seen > 80, "only within the name of the seal, or of white space, it does no harm"


def test_a_damaged_point_is_run_again_and_no_other(fitted, quick):
    folder, ensemble = fitted
    for number, harmed in enumerate((b"", b"{}")):
        (folder / "points" / f"00-000{number}.json").write_bytes(harmed)
    assert main([*WORDS, f"output={folder}"]) == 0
    assert len(quick) == 2 and (folder / "ensemble.csv").read_text() == ensemble


def test_a_damaged_record_neither_blocks_nor_mixes(tmp_path):
    record, mine, other = tmp_path / "calibration.json", {"seed": 1, "facts": ["a"]}, {"seed": 2, "facts": ["a"]}
    of = claim(tmp_path, mine)
    (tmp_path / "points").mkdir()
    keep_point(tmp_path / "points" / "00-0000.json", of, [0.5], {"a": [1.0]})
    for harmed in ways(whole := record.read_bytes()):
        record.write_bytes(harmed)
        with pytest.raises(SettingsError, match="holds another calibration"):
            claim(tmp_path, other)
        assert claim(tmp_path, mine) == of and record.read_bytes() in (whole, harmed)


def test_a_folder_of_something_else_is_left_alone(tmp_path, quick, capsys):
    (tmp_path / "fit").mkdir()
    (tmp_path / "fit" / "mine.txt").write_text("mine")
    assert main([*WORDS, f"output={tmp_path / 'fit'}"]) == 2
    assert "no calibration" in capsys.readouterr().err and not quick
    assert (tmp_path / "fit" / "mine.txt").read_text() == "mine"


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_keeps_the_sets_that_were_run(tmp_path, quick, monkeypatch, capsys, name):
    plain = Evaluator.__call__

    def answer(self, overrides):
        if len(quick) == 7:
            os.kill(os.getpid(), getattr(signal, name))
        return plain(self, overrides)

    folder = tmp_path / "fit"
    with monkeypatch.context() as changed:
        changed.setattr(Evaluator, "__call__", answer)
        assert main([*WORDS, f"output={folder}"]) == 130
    assert "7 sets are kept" in capsys.readouterr().err and len(list(folder.glob("points/*.json"))) == 7
    quick.clear()
    assert main([*WORDS, f"output={folder}"]) == 0 and len(quick) == 13
    assert not list(folder.rglob("_*.*"))


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("command", RUNS)
def test_a_signal_ends_in_a_line_and_leaves_no_folder(tmp_path, monkeypatch, capsys, command, name):
    monkeypatch.setattr(RUNS[command], lambda *args, **more: os.kill(os.getpid(), getattr(signal, name)))
    before = signal.getsignal(signal.SIGTERM)
    assert main([*command.split(), "-q", f"output={tmp_path / 'x'}"]) == 130
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "nothing is kept" in told
    assert not (tmp_path / "x").exists() and signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("command", ["calibrate", *RUNS])
def test_two_on_one_folder_are_told_at_the_start(tmp_path, monkeypatch, quick, capsys, command):
    """The second neither runs for hours nor writes over what the first one writes."""
    folder = tmp_path / "x"
    if command == "calibrate":
        with held(folder):
            assert main([*WORDS, f"output={folder}"]) == 2
    else:

        def first(*args, **more):
            assert main([*command.split(), "-q", f"output={folder}"]) == 2
            raise KeyboardInterrupt

        monkeypatch.setattr(RUNS[command], first)
        assert main([*command.split(), "-q", f"output={folder}"]) == 130
    assert not quick and capsys.readouterr().err.startswith("error: ")
    assert not folder.exists()


@pytest.mark.parametrize("command", ["calibrate", "validate"])
def test_a_full_disk_names_the_folder(tmp_path, monkeypatch, quick, capsys, command):
    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    rows = [(part, check.id, check.label, r, check.low) for part in PARTS for check in checks(part) for r in range(2)]
    measured = pd.DataFrame(rows, columns=["part", "id", "label", "replicate", "value"])
    tried = dict.fromkeys(PARTS, 2)
    monkeypatch.setattr(RUNS["validate"], lambda *args, **more: Comparison(measured, 2, tried, dict.fromkeys(PARTS, 0)))
    folder = tmp_path / "x"
    words = [*(WORDS if command == "calibrate" else ["validate", "replicates=2", "-q"]), f"output={folder}"]
    with monkeypatch.context() as changed:
        changed.setattr(pd.DataFrame, "to_csv", full)
        assert main(words) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and str(folder) in told and "No space left" in told and len(told) <= 301
    quick.clear()
    assert main(words) == 0 and not quick, "the sets are kept"


def test_an_empty_folder_is_not_left_and_another_is(tmp_path):
    with held(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b" / "_lock").is_file()
    assert not (tmp_path / "a" / "b").exists()
    with held(tmp_path / "c"):
        (tmp_path / "c" / "x").touch()
    assert (tmp_path / "c" / "x").is_file()
    with held(tmp_path / "c"):  # and it can be taken again
        pass
