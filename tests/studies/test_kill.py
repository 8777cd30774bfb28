"""Killed and started again: the final tables are bit for bit those of a study nobody disturbed.

``KILLS=100 pytest -m "" tests/studies/test_kill.py`` kills each command with each signal at as many random moments, and
as many workers of each kind; ``KILLS_SEED=2`` at other moments. Without ``-m ""`` a run stands for both commands, and
without ``KILLS`` one signal for all.
"""

from __future__ import annotations

import os
import random
import shutil
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
from tests.thorough import some_always

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900 + 240 * int(os.environ.get("KILLS", "1"))),
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]
SMALL = ["ecosystem=small", "buyers=300", "days=160", "start=80", "replicates=10", "workers=2", "-q"]
COMMANDS = {
    "compare": ["compare", "+intervention=[takedown,postal_inspection,licensing]", *SMALL],
    "run": ["run", "+intervention=takedown", *SMALL],
}
RUNS = {"compare": 30, "run": 10}
KILLS = int(os.environ.get("KILLS", "1"))
SIGNALS = ("SIGKILL", *(("SIGTERM", "SIGINT", "SIGHUP") if "KILLS" in os.environ else ()))


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
    """Digests of the final tables by command, and the seconds of a processor of a warm run; each made once.

    The first run is in one process, where what is not compiled yet is compiled; the second, in several, gives the same.
    """
    known: dict[str, tuple[dict[str, str], float]] = {}

    def of(command: str) -> tuple[dict[str, str], float]:
        if command not in known:
            place = tmp_path_factory.mktemp(command)
            assert begin(command, place / "whole", "executor=serial").wait() == 0
            begun = of_children()
            assert begin(command, place / "warm").wait() == 0
            seconds, whole = of_children() - begun, digests(place / "whole")
            assert digests(place / "warm") == whole
            assert engine(place / "whole") == "serial" and engine(place / "warm") == "processes"
            known[command] = whole, seconds
        return known[command]

    return of


def of_children() -> float:
    """Seconds of a processor that children of this process, and theirs, had by their end."""
    spent = os.times()
    return spent.children_user + spent.children_system


def wait_until_spent(driver: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until a driver and what it started had so many seconds of a processor, however busy the machine is."""
    while driver.poll() is None:
        spent = 0.0
        try:
            for process in (psutil.Process(driver.pid), *below(driver)):
                times = process.cpu_times()
                spent += times.user + times.system + times.children_user + times.children_system
        except psutil.NoSuchProcess:
            continue
        if spent >= seconds:
            return
        time.sleep(0.02)


def engine(folder: Path) -> str:
    """Name the engine of a folder's last session."""
    return sim.load(folder).provenance["sessions"][-1]["executor"]


def stored(folder: Path) -> list[str]:
    """Ids of the runs in the parts, as often as they were written."""
    parts = sorted((folder / "runs").glob("outcomes-*.parquet"))
    return [run for part in parts for run in pd.read_parquet(part, columns=["run_id"])["run_id"].astype(str).unique()]


def below(driver: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """List the processes that a driver has started, and theirs."""
    try:
        return psutil.Process(driver.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def hit(workers: list[psutil.Process], number: int) -> bool:
    """Kill the first worker that is alive, by SIGKILL and SIGTERM in turn; say whether there was one."""
    for worker in workers:
        try:
            if worker.status() != psutil.STATUS_ZOMBIE:
                worker.send_signal((signal.SIGKILL, signal.SIGTERM)[number % 2])
                return True
        except psutil.NoSuchProcess:
            continue
    return False


def struck(driver: subprocess.Popen[bytes], folder: Path, name: str, kept: int) -> int:
    """Send a signal to a driver, and look at what stays; give how many runs are stored."""
    started = below(driver)
    driver.send_signal(getattr(signal, name))
    code = driver.wait(timeout=600)
    _, alive = psutil.wait_procs(started, timeout=60)
    assert not alive
    if name != "SIGKILL":  # before the command itself runs, Python ends by the signal, as any program does
        assert code in (0, 130, -getattr(signal, name))
        assert not list(folder.rglob("_*.*"))
    now = len(stored(folder))
    assert now >= kept
    return now


def finished(command: str, folder: Path, whole: dict[str, str]) -> None:
    """Let a study that was killed end, and compare; nothing that was stored is run again."""
    assert begin(command, folder).wait() == 0
    runs = stored(folder)
    assert len(runs) == len(set(runs)) == RUNS[command]
    assert digests(folder) == whole
    assert not list(folder.rglob("_*.*"))
    shutil.rmtree(folder)


@pytest.mark.parametrize("command", some_always(COMMANDS, ["run"]))
def test_the_driver_killed_at_random_moments(undisturbed, tmp_path, command):
    """One after the other on one folder; once all runs are stored, on a new one."""
    whole, seconds = undisturbed(command)
    moments = random.Random(command + os.environ.get("KILLS_SEED", ""))
    folder, kept = tmp_path / "killed", 0
    for name in SIGNALS * KILLS:
        driver = begin(command, folder)
        wait_until_spent(driver, moments.uniform(0.3, 1.0) * seconds)
        kept = struck(driver, folder, name, kept)
        if kept == RUNS[command] and moments.random() < 0.5:  # or killed again, while it is written for people
            finished(command, folder, whole)
            kept = 0
    finished(command, folder, whole)


@pytest.mark.parametrize("command", some_always(COMMANDS, ["run"]))
def test_workers_killed_one_after_the_other(undisturbed, tmp_path, command):
    whole, _ = undisturbed(command)
    folder, killed = tmp_path / "s", 0
    while killed < 2 * KILLS:
        driver, before = begin(command, folder), killed
        while driver.poll() is None:
            # a job is sent again three times at most, so that a study is struck no more often
            if (folder / "runs").is_dir() and killed < min(2 * KILLS, before + 3):
                killed += hit(below(driver), killed)
            time.sleep(0.5)
        assert driver.wait() == 0
        assert digests(folder) == whole
        shutil.rmtree(folder)


@pytest.mark.long
def test_dask_gives_the_same_bits(undisturbed, tmp_path):
    pytest.importorskip("distributed")
    assert begin("run", tmp_path / "s", "executor=dask").wait() == 0
    assert digests(tmp_path / "s") == undisturbed("run")[0]
    assert engine(tmp_path / "s") == "dask"


@pytest.mark.long
def test_a_dask_worker_killed(undisturbed, tmp_path):
    pytest.importorskip("distributed")
    folder, killed = tmp_path / "s", 0
    while killed < KILLS:
        driver = begin("compare", folder, "executor=dask")
        done = False  # once in a study: its jobs are sent again three times at most
        while driver.poll() is None:
            if not done and list((folder / "runs").glob("outcomes-*")):  # not while the cluster starts
                done = hit([p for p in below(driver) if "spawn_main" in " ".join(p.cmdline())], killed)
            time.sleep(0.1)
        assert driver.wait() == 0 and done
        killed += 1
        assert digests(folder) == undisturbed("compare")[0]
        shutil.rmtree(folder)
