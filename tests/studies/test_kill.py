"""Killed and started again: the final tables are bit for bit those of a study nobody disturbed.

``KILLS=100 pytest tests/studies/test_kill.py`` kills each command with each signal at as many random moments.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest

import sim
from sim.studies.storage.provenance import digest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900 + 60 * int(os.environ.get("KILLS", "1"))),
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]
SMALL = ["ecosystem=small", "buyers=300", "days=160", "start=80", "replicates=40", "workers=2", "-q"]
COMMANDS = {
    "compare": ["compare", "+intervention=[takedown,postal_inspection,licensing]", *SMALL],
    "run": ["run", "+intervention=takedown", *SMALL],
}
RUNS = {"compare": 120, "run": 40}
KILLS = int(os.environ.get("KILLS", "1"))


def begin(command: str, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "sim", *COMMANDS[command], *more, f"output={folder}"]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def digests(folder: Path) -> dict[str, str]:
    """Digest every table that a folder holds for people, and the outcomes."""
    found = sim.load(folder)
    tables = {"effects": found.effects}
    if isinstance(found, sim.studies.Result):
        tables |= {name: getattr(found, name) for name in ("daily", "groups", "journal")}
    files = {file.name: file.read_text() for file in folder.glob("*.csv")}
    return {name: digest(table) for name, table in tables.items()} | files


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Digests of the final tables by command, and the seconds that a warm run takes; each made once."""
    known: dict[str, tuple[dict[str, str], float]] = {}

    def of(command: str) -> tuple[dict[str, str], float]:
        if command not in known:
            place = tmp_path_factory.mktemp(command)
            assert begin(command, place / "whole").wait() == 0
            begun = time.monotonic()  # of a second run: the first may have compiled the model
            assert begin(command, place / "warm").wait() == 0
            seconds, whole = time.monotonic() - begun, digests(place / "whole")
            assert digests(place / "warm") == whole
            known[command] = whole, seconds
        return known[command]

    return of


def stored(folder: Path) -> list[str]:
    """Ids of the runs in the parts, as often as they were written."""
    parts = sorted((folder / "runs").glob("outcomes-*.parquet"))
    return [run for part in parts for run in pd.read_parquet(part, columns=["run_id"])["run_id"].astype(str).unique()]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"])
@pytest.mark.parametrize("command", ["compare", "run"])
def test_the_driver_killed_at_random_moments(undisturbed, tmp_path, command, name):
    whole, seconds = undisturbed(command)
    moments, folder, kept = random.Random(f"{command} {name}"), tmp_path / "killed", 0
    for _ in range(KILLS):
        driver = begin(command, folder)
        time.sleep(moments.uniform(0.3, 1.0) * seconds)
        workers = psutil.Process(driver.pid).children(recursive=True) if driver.poll() is None else []
        driver.send_signal(getattr(signal, name))
        code = driver.wait(timeout=60)
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert not alive
        if name != "SIGKILL":  # before the command itself runs, Python ends by the signal, as any program does
            assert code in (0, 130, -getattr(signal, name))
            assert not list(folder.rglob("_*.*"))
        now = len(stored(folder))
        assert now >= kept
        kept = now
    assert begin(command, folder).wait() == 0
    runs = stored(folder)
    assert len(runs) == len(set(runs)) == RUNS[command]  # nothing that was stored was run again
    assert digests(folder) == whole
    assert not list(folder.rglob("_*.*"))


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
@pytest.mark.parametrize("command", ["compare", "run"])
def test_workers_killed_one_after_the_other(undisturbed, tmp_path, command, name):
    whole, _ = undisturbed(command)
    driver = begin(command, tmp_path / "s")
    killed = 0
    while driver.poll() is None and killed < max(KILLS, 2):
        for worker in psutil.Process(driver.pid).children():
            if (tmp_path / "s" / "runs").is_dir() and worker.status() != psutil.STATUS_ZOMBIE:
                worker.send_signal(getattr(signal, name))
                killed += 1
                break
        time.sleep(0.5)
    assert driver.wait() == 0 and killed
    assert digests(tmp_path / "s") == whole


@pytest.mark.parametrize("engine", ["serial", "dask"])
@pytest.mark.parametrize("command", ["compare", "run"])
def test_other_engines_give_the_same_bits(undisturbed, tmp_path, engine, command):
    if engine == "dask":
        pytest.importorskip("distributed")
    whole, _ = undisturbed(command)
    assert begin(command, tmp_path / "s", f"executor={engine}").wait() == 0
    assert digests(tmp_path / "s") == whole
    assert sim.load(tmp_path / "s").provenance["sessions"][-1]["executor"] == engine


def test_a_dask_worker_killed(undisturbed, tmp_path):
    pytest.importorskip("distributed")
    driver = begin("compare", tmp_path / "s", "executor=dask")
    killed = False
    while driver.poll() is None and not killed:
        if list((tmp_path / "s" / "runs").glob("outcomes-*")):  # not while the cluster starts
            below = psutil.Process(driver.pid).children(recursive=True)
            for worker in [p for p in below if "spawn_main" in " ".join(p.cmdline())][:1]:
                worker.send_signal(signal.SIGKILL)
                killed = True
        time.sleep(0.1)
    assert driver.wait() == 0 and killed
    assert digests(tmp_path / "s") == undisturbed("compare")[0]
