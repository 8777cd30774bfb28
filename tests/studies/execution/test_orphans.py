"""Workers do not outlive their driver."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

DRIVER = """
import sys, time
from sim.studies.execution.pool import run_all
from sim.studies.execution.progress import Progress
def sleep(job):
    time.sleep(60)
class Say(Progress):
    def tick(self):
        print("running", flush=True)
list(run_all(sleep, range(2), 2, Say()))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_workers_die_with_a_killed_driver():
    driver = subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE)
    assert driver.stdout is not None
    driver.stdout.readline()
    workers = psutil.Process(driver.pid).children(recursive=True)
    assert len(workers) == 2
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    _, alive = psutil.wait_procs(workers, timeout=10)
    for worker in alive:
        worker.kill()
    assert not alive
    time.sleep(0)
