"""Killed outright and started again: the final table is bit for bit that of a study nobody disturbed.

``KILLS=20 pytest tests/studies/test_kill.py`` kills the driver at as many random moments.
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
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]
STUDY = [
    "compare", "+intervention=[takedown,postal_inspection,licensing]", "ecosystem=small", "buyers=300", "days=160",
    "start=80", "replicates=40", "workers=2", "-q",
]  # fmt: skip
KILLS = int(os.environ.get("KILLS", "3"))


def started(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sim", *STUDY, *more, f"output={folder}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> tuple[str, float]:
    """Digest of the final table, and the seconds that the study takes."""
    folder = tmp_path_factory.mktemp("study") / "whole"
    begun = time.monotonic()
    assert started(folder).wait() == 0
    return digest(sim.load(folder).effects), time.monotonic() - begun


def stored(folder: Path) -> list[str]:
    """Ids of the runs in the parts, as often as they were written."""
    parts = sorted((folder / "runs").glob("outcomes-*.parquet"))
    return [run for part in parts for run in pd.read_parquet(part, columns=["run_id"])["run_id"].astype(str).unique()]


def test_the_driver_killed_at_random_moments(undisturbed, tmp_path):
    whole, seconds = undisturbed
    moments, folder, kept = random.Random(7), tmp_path / "killed", 0
    for _ in range(KILLS):
        driver = started(folder)
        time.sleep(moments.uniform(0.3, 1.0) * seconds)
        workers = psutil.Process(driver.pid).children(recursive=True) if driver.poll() is None else []
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert not alive
        now = len(stored(folder))
        assert now >= kept
        kept = now
    assert started(folder).wait() == 0
    runs = stored(folder)
    assert len(runs) == len(set(runs)) == 120  # nothing that was stored was run again
    assert digest(sim.load(folder).effects) == whole
    assert not [p for p in (folder / "runs").iterdir() if p.name.startswith("_")]


def test_workers_killed_one_after_the_other(undisturbed, tmp_path):
    driver = started(tmp_path / "s")
    killed = 0
    while driver.poll() is None and killed < 3:
        for worker in psutil.Process(driver.pid).children():
            if (tmp_path / "s" / "runs").is_dir() and worker.status() != psutil.STATUS_ZOMBIE:
                worker.send_signal(signal.SIGKILL)
                killed += 1
                break
        time.sleep(0.5)
    assert driver.wait() == 0 and killed
    assert digest(sim.load(tmp_path / "s").effects) == undisturbed[0]


@pytest.mark.parametrize("engine", ["serial", "dask"])
def test_other_engines_give_the_same_bits(undisturbed, tmp_path, engine):
    if engine == "dask":
        pytest.importorskip("distributed")
    assert started(tmp_path / "s", f"executor={engine}").wait() == 0
    study = sim.load(tmp_path / "s")
    assert digest(study.effects) == undisturbed[0]
    assert study.provenance["sessions"][-1]["executor"] == engine


def test_a_dask_worker_killed(undisturbed, tmp_path):
    pytest.importorskip("distributed")
    driver = started(tmp_path / "s", "executor=dask")
    killed = False
    while driver.poll() is None and not killed:
        if list((tmp_path / "s" / "runs").glob("outcomes-*")):  # not while the cluster starts
            below = psutil.Process(driver.pid).children(recursive=True)
            for worker in [p for p in below if "spawn_main" in " ".join(p.cmdline())][:1]:
                worker.send_signal(signal.SIGKILL)
                killed = True
        time.sleep(0.1)
    assert driver.wait() == 0 and killed
    assert digest(sim.load(tmp_path / "s").effects) == undisturbed[0]
