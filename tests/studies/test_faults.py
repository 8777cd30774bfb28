"""Faults by injection: a disk that fails at every write in turn, every stored file harmed in every way.

Each is named in one line, nothing that was finished is lost, and the same command ends with the same figures.
``FAULTS=200 pytest -m "" tests/studies/test_faults.py`` tries every write, and flips every stored file in as many
places; without ``-m ""`` a run stands for both commands.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
from pathlib import Path

import pytest

import sim
from sim.__main__ import main
from sim.settings import SettingsError
from sim.studies.storage.provenance import digest
from tests.thorough import some_always

FLIPS = int(os.environ.get("FAULTS", "0"))
ERRORS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EFBIG, errno.EDQUOT)
MENDED = 20
"""Of so many flipped bits one is also mended by the same command; the others are only read."""
pytestmark = pytest.mark.timeout(300 + 60 * FLIPS)
SMALL = ["days=150", "start=60", "buyers=1000", "workers=1", "replicates=3", "-q"]
COMMANDS = {
    "run": ["run", "+intervention=takedown", *SMALL],
    "compare": ["compare", "+intervention=[takedown,licensing]", *SMALL],
}
LONGEST = 300


@pytest.fixture
def drawn(fake, monkeypatch):
    """Leave pictures and reports out, which take long and are written like any other file."""
    monkeypatch.setattr("sim.studies.pages.export.draw", lambda study: {})
    monkeypatch.setattr("sim.studies.pages.export._report", lambda study: None)
    return fake


def ended(command: str, folder: Path, capsys) -> tuple[int, list[str]]:
    """Run a command on a folder; give its code and what it told on standard error."""
    capsys.readouterr()
    code = main([*COMMANDS[command], f"output={folder}"])
    return code, capsys.readouterr().err.splitlines()


def figures(folder: Path) -> dict[str, str]:
    """Digest whatever a folder gives to who reads it, and its tables for people."""
    found = sim.load(folder)
    names = ("effects", "daily", "summary", *(("groups", "journal") if isinstance(found, sim.studies.Result) else ()))
    return {name: digest(getattr(found, name)) for name in names} | {
        file.name: file.read_text() for file in folder.glob("*.csv")
    }


def litter(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("_*") if file.name != "_lock"]


class Disk:
    """Count what is brought to the disk, and fail from the ``fails``-th time on; 0: never."""

    def __init__(self, monkeypatch, number: int = errno.ENOSPC) -> None:
        self.count, self.fails, self.number = 0, 0, number
        self._plain = os.fsync
        monkeypatch.setattr(os, "fsync", self)

    def __call__(self, handle: int) -> None:
        self.count += 1
        if self.fails and self.count >= self.fails:
            raise OSError(self.number, os.strerror(self.number))
        self._plain(handle)


_made: dict[str, tuple[Path, int]] = {}


@pytest.fixture
def whole(drawn, tmp_path_factory, monkeypatch, capsys):
    """Give a folder of a command that nothing disturbed, made once, and how often it was brought to the disk."""

    def of(command: str) -> tuple[Path, int]:
        if command not in _made:
            folder = tmp_path_factory.mktemp("whole") / command
            with monkeypatch.context() as counted:
                disk = Disk(counted)
                assert ended(command, folder, capsys)[0] == 0
            _made[command] = folder, disk.count
        return _made[command]

    return of


@pytest.mark.parametrize("command", some_always(COMMANDS, ["run"]))
def test_a_disk_that_fails_at_every_write_in_turn(whole, tmp_path, monkeypatch, capsys, command):
    source, writes = whole(command)
    assert writes > 10
    wanted, places, disk = figures(source), range(1, writes + 1), Disk(monkeypatch)
    few = zip(random.Random(command).sample(places, len(ERRORS)), ERRORS, strict=True)
    for place, disk.number in itertools.product(places, ERRORS) if FLIPS else few:
        folder = tmp_path / f"s{place}"
        disk.count, disk.fails = 0, place
        code, told = ended(command, folder, capsys)
        disk.fails = 0
        assert code == 1, (place, told)
        assert len(told) == 1 and told[0].startswith("error: ") and len(told[0]) <= LONGEST, told
        assert str(folder) in told[0], told
        assert not folder.exists() or not litter(folder)
        assert ended(command, folder, capsys)[0] == 0
        assert figures(folder) == wanted
        shutil.rmtree(folder)


def harmed(file: Path, dice: random.Random) -> list[tuple[str, bytes]]:
    """Ways in which a file may be damaged."""
    data = file.read_bytes()
    ways = [("empty", b""), ("cut", data[: len(data) // 2]), ("one byte short", data[:-1]), ("noise", b"\xff\x00\x80")]
    for _ in range(max(FLIPS, 1)):
        place, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
        ways.append((f"bit {bit} at {place}", data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]))
    return ways


@pytest.mark.parametrize("command", some_always(COMMANDS, ["run"]))
def test_each_stored_file_harmed(whole, tmp_path, capsys, command):
    """It is read as it was or not at all, and the same command mends it."""
    source, _ = whole(command)
    wanted, dice = figures(source), random.Random(command)
    read = {name: value for name, value in wanted.items() if "." not in name}
    files = sorted(file.relative_to(source) for file in source.rglob("*") if file.is_file() and file.name != "_lock")
    assert len(files) > 10
    folder, together = tmp_path / "harmed", []
    shutil.copytree(source, folder)
    for name in files:
        ways = [*harmed(source / name, dice), ("gone", None), ("folder", None)]
        few = FLIPS == 0 and not stands_for_runs(name)
        for way, data in ways if FLIPS else dice.sample(ways[:-1] if few else ways, 1):
            case = f"{name}: {way}"
            harm(folder / name, way, data)
            read_or_refused(folder, name, read, way, case)
            if few or (way.startswith("bit") and FLIPS and dice.randrange(MENDED)):
                together += [(name, way, data)] if few else []
                (folder / name).write_bytes((source / name).read_bytes())
            else:
                mended(command, folder, capsys, wanted, way, case)
                shutil.rmtree(folder)
                shutil.copytree(source, folder)
    for name, way, data in together:
        harm(folder / name, way, data)
    if together:
        mended(command, folder, capsys, wanted, "", f"{together}"[:1000])


def stands_for_runs(name: Path) -> bool:
    """Tell what the runs are known by from what is made of them, which is harmed all at once where there is no time."""
    return name.parts[0] in ("runs", "study.json", "provenance.json")


def harm(file: Path, way: str, data: bytes | None) -> None:
    if data is not None:
        file.write_bytes(data)
        return
    file.unlink()
    if way == "folder":
        file.mkdir()


def mended(command: str, folder: Path, capsys, wanted: dict[str, str], way: str, case: str) -> None:
    """Start the same command again: its figures are those of before, unless there is a folder in a file's place."""
    code, told = ended(command, folder, capsys)
    if case == "study.json: gone":  # nothing tells what the runs there are of, and they are not written over
        assert code == 2 and "no study.json" in told[0] and len(told[0]) <= LONGEST, told
    elif way != "folder":
        assert code == 0, (case, told)
        assert figures(folder) == wanted, case
    else:
        assert code in (0, 1, 2) and all(len(line) <= LONGEST for line in told), (case, told)
    assert not litter(folder), case


def read_or_refused(folder: Path, name: Path, read: dict[str, str], way: str, case: str) -> None:
    """Read a harmed folder: what it gives is what it gave before, and what it does not give is named."""
    try:
        found = sim.load(folder)
        there = {key: digest(getattr(found, key)) for key in read if getattr(found, key) is not None}
    except SettingsError as error:
        assert len(str(error)) <= LONGEST and "\n" not in str(error), case
        assert str(name) in str(error) or way in ("gone", "folder"), f"{case}: {error}"
        return
    assert there == {key: read[key] for key in there}, case
    assert there.keys() == read.keys() or found.problems, case
