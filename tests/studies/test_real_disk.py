"""A real file system that is full, and one that cannot be written: nothing lost, one line, the same command goes on.

Mounting takes rights that few have; where it cannot be done the tests are left out, and test_faults.py stands for them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sim
from sim.__main__ import main
from sim.studies.storage.provenance import digest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
SMALL = ["run", "+intervention=takedown", "days=150", "start=60", "buyers=1000", "workers=1", "replicates=6", "-q"]


def mounted(place: Path, options: str) -> bool:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    try:
        if not mounted(place, "size=256k"):
            pytest.skip("nothing can be mounted here")
    except OSError:
        pytest.skip("no mount here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def longest() -> Iterator[Callable[[int], None]]:
    """Give what limits the size of a file, as `ulimit -f` does; no limit afterwards."""
    import resource

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size or usual[0], usual[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.long
def test_a_limit_on_the_size_of_files_keeps_what_is_finished(fake, longest, tmp_path, capsys):
    folder = tmp_path / "s"
    assert main([*SMALL, f"output={tmp_path / 'whole'}"]) == 0
    largest = max(file.stat().st_size for file in (tmp_path / "whole").rglob("*") if file.is_file())
    capsys.readouterr()
    longest(largest // 2)  # of the page, which is the largest by far
    try:
        code = main([*SMALL, f"output={folder}"])
    finally:
        longest(0)
    assert code == 1
    line = error_of(capsys)
    assert "File too large" in line and str(folder) in line and "6 runs are stored" in line
    assert not list(folder.rglob("_*.*"))
    assert main([*SMALL, f"output={folder}"]) == 0
    assert sim.load(folder).provenance["sessions"][-1]["found_stored"] == 6
    assert digest(sim.load(folder).effects) == digest(sim.load(tmp_path / "whole").effects)


def error_of(capsys: pytest.CaptureFixture[str]) -> str:
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ") and len(line) <= 300
    return line


def test_a_disk_that_is_full_keeps_what_is_finished_and_one_for_reading_only_is_refused(fake, disk, tmp_path, capsys):
    folder = disk / "s"
    assert main([*SMALL, f"output={folder}"]) == 1
    assert "no space left on the disk" in error_of(capsys) and not list(folder.rglob("_*.*"))
    assert mounted(disk, "remount,size=40m") and main([*SMALL, f"output={folder}"]) == 0
    assert main([*SMALL, f"output={tmp_path / 'whole'}"]) == 0
    capsys.readouterr()
    wanted = digest(sim.load(tmp_path / "whole").effects)
    assert digest(sim.load(folder).effects) == wanted
    assert mounted(disk, "remount,ro")
    for more in (f"output={folder}", f"output={disk / 'other'}"):
        assert main([*SMALL, more]) == 2
        assert "Read-only file system" in error_of(capsys)
    assert digest(sim.load(folder).effects) == wanted
    assert main(["reproduce", "-q", str(folder), "replicates=1"]) == 0
    assert capsys.readouterr().out.startswith("equal: 1 run gave")
