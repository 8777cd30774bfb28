"""Engines behind one protocol: same results, dead workers replaced, a job that kills its worker given up alone."""

from __future__ import annotations

import os
import signal
import struct
import sys
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path

import pytest

from sim.settings import SettingsError
from sim.studies.execution.dispatch import send
from sim.studies.execution.engines import Engine, EngineLost, Serial, SerialExecutor
from sim.studies.execution.pool import open_engine
from sim.studies.execution.progress import Progress
from sim.studies.measurement.failure import Failure
from sim.studies.question.executor import ExecutorOptions

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Heard(Progress):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def double(job: int) -> int:
    if job == 13:
        raise ValueError("unlucky\nnumber")
    return 2 * job


def die_once(marker: Path, job: int) -> int:
    if job == 2 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def die_while_sending(marker: Path, job: int) -> int:
    """Send half of a result, with the lock held as a sender holds it, and die."""
    if job == 2 and not marker.exists():
        marker.touch()
        frame = sys._getframe()
        while "result_queue" not in frame.f_locals:
            frame = frame.f_back
        queue = frame.f_locals["result_queue"]
        queue._wlock.acquire()
        os.write(queue._writer.fileno(), struct.pack("!i", 1000) + b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def poison(job: int) -> int:
    if job == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def gathered(function, jobs, engine: str = "processes", workers: int = 2, progress: Progress | None = None):
    with open_engine(ExecutorOptions(engine=engine), workers) as ready:
        return dict(send(function, jobs, ready, progress or Progress()))


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_every_job_comes_back_once(fake, engine):
    found = gathered(double, range(30), engine)
    failure = found.pop(13)
    assert found == {job: 2 * job for job in range(30) if job != 13}
    assert isinstance(failure, Failure) and (failure.kind, failure.message) == ("ValueError", "unlucky number")


def test_few_jobs_are_under_way_at_a_time(fake):
    taken = []

    def jobs():
        for job in range(1000):
            taken.append(job)
            yield job

    with open_engine(ExecutorOptions(), 2) as engine:
        results = send(double, jobs(), engine, Progress())
        next(results)
        assert len(taken) <= engine.room + 1
        results.close()


def test_the_serial_executor_speaks_the_protocol():
    executor = SerialExecutor()
    assert isinstance(executor, Executor) and list(executor.map(double, [1, 2])) == [2, 4]
    assert isinstance(executor.submit(double, 13).exception(), ValueError)
    assert isinstance(Serial().executor, Executor) and Serial().room == 1


@POSIX
def test_a_killed_worker_is_replaced(fake, tmp_path):
    heard = Heard()
    found = gathered(partial(die_once, tmp_path / "died"), range(20), progress=heard)
    assert found == {job: job for job in range(20)} and (tmp_path / "died").exists()
    assert "sent again" in heard.notes[0]


@POSIX
def test_a_worker_killed_while_it_sends_does_not_hang_the_study(fake, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.studies.execution.pool.STUCK", 0.3)
    found = gathered(partial(die_while_sending, tmp_path / "died"), range(20))
    assert found == {job: job for job in range(20)} and (tmp_path / "died").exists()


@POSIX
def test_a_job_that_always_kills_its_worker_costs_only_itself(fake):
    found = gathered(poison, range(12))
    assert {job for job, result in found.items() if isinstance(result, Failure)} == {1}
    assert found[1].kind == "WorkerDied" and "out of memory" in found[1].message


def test_a_scheduler_that_goes_away_is_told(fake):
    class Gone(Engine):
        class executor:
            @staticmethod
            def submit(*_):
                future: Future[int] = Future()
                future.cancel()
                future.set_running_or_notify_cancel()
                return future

    with pytest.raises(EngineLost, match="scheduler of the workers is gone"):
        list(send(double, range(3), Gone(), Progress()))


@pytest.mark.slow
def test_a_missing_dask_scheduler_is_one_line():
    pytest.importorskip("distributed")
    options = ExecutorOptions(engine="dask", address="tcp://127.0.0.1:1", timeout=1.0)
    refused = pytest.raises(SettingsError, match=r"executor.address=tcp://127.0.0.1:1: no Dask scheduler")
    with refused as error, open_engine(options, 1):
        pass
    assert "\n" not in str(error.value) and "executor=processes" in str(error.value)


def test_an_engine_without_its_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "mpi4py", None)
    for engine, extra in (("dask", "cluster"), ("mpi", "mpi")):
        refused = pytest.raises(SettingsError, match=rf"not installed.*barrierlife\[{extra}\]")
        with refused, open_engine(ExecutorOptions(engine=engine), 1):
            pass
