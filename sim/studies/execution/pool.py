"""Run jobs on this process, or on a pool of worker processes that survives the death of a worker."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

from sim.studies.execution.dispatch import send
from sim.studies.execution.engines import Engine, Serial
from sim.studies.execution.progress import Progress
from sim.studies.question.executor import ExecutorOptions

J = TypeVar("J")

STUCK = 2.0
"""Seconds after which a pool that has a dead worker and has not noticed is taken to be stuck."""


def run_all(
    function: Callable[[J], Any], jobs: Sequence[J], workers: int, progress: Progress
) -> Generator[tuple[J, Any], None, None]:
    """Yield (job, result or Failure) as jobs finish; with one worker in this process, in order."""
    with open_engine(ExecutorOptions(), min(workers, len(jobs))) as engine:
        yield from send(function, jobs, engine, progress)


@contextmanager
def open_engine(options: ExecutorOptions, workers: int) -> Iterator[Engine]:
    """Start an engine and stop it at the end; raise SettingsError where it cannot be had."""
    engine: Engine
    if options.engine == "serial" or (options.engine == "processes" and workers <= 1):
        engine = Serial()
    elif options.engine == "processes":
        engine = Processes(workers)
    elif options.engine == "mpi":
        from sim.studies.execution.clusters import Mpi

        engine = Mpi()
    else:
        from sim.studies.execution.clusters import Dask

        engine = Dask(options, workers)
    try:
        yield engine
    finally:
        engine.close()


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes(Engine):
    """A pool of worker processes that is built anew when a worker is killed, and never outlives its driver."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._dead_since: float | None = None
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context(start_method())
        if context.get_start_method() == "forkserver":
            context.set_forkserver_preload(["sim.studies"])  # imported once, not in every worker
        self.executor: ProcessPoolExecutor = ProcessPoolExecutor(self.workers, context, _begin, (os.getpid(),))

    def watch(self) -> None:
        """Free a pool of which a worker was killed while it was sending a result.

        The pool's own thread then waits for the rest of it, for ever, as this process holds the sending end open too,
        and other workers wait for the lock that the dead one held. Without senders there is an end to read instead.
        """
        processes = list((getattr(self.executor, "_processes", None) or {}).values())
        if not processes or not wait_for([process.sentinel for process in processes], timeout=0):
            self._dead_since = None
        elif self._dead_since is None:
            self._dead_since = time.monotonic()
        elif time.monotonic() - self._dead_since > STUCK:
            self._dead_since = None
            self.executor._result_queue._writer.close()  # type: ignore[attr-defined]
            for process in processes:
                process.kill()

    def renew(self) -> None:
        self._terminate()
        self._start()

    def close(self) -> None:
        if self.idle:
            self.executor.shutdown(wait=True)
        else:
            self._terminate()

    def _terminate(self) -> None:
        processes = list((getattr(self.executor, "_processes", None) or {}).values())
        for process in processes:
            process.terminate()
        if processes:
            self.executor._result_queue._writer.close()  # type: ignore[attr-defined]  # or half a result is waited for
        self.executor.shutdown(wait=True, cancel_futures=True)


def start_method() -> str:
    """Choose how workers start: fork where nothing can hang, for it inherits compiled code.

    A fork copies only the calling thread: with other threads alive, or Numba's own ones, locks may stay held for ever.
    """
    if sys.platform != "linux":
        return "spawn"
    if threading.active_count() > 1 or _numba_threads_started():
        return "forkserver"
    return "fork"


def _numba_threads_started() -> bool:
    parallel = sys.modules.get("numba.np.ufunc.parallel")
    return bool(getattr(parallel, "_is_initialized", False))


def _begin(driver: int) -> None:
    """Set up a worker: leave Ctrl-C and a closed terminal to the driver, and end when the driver is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not the driver's own, which a fork hands down
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gc.freeze()  # what is there now stays for good; the collector need not look at it again
    threading.Thread(target=_die_with, args=(driver,), daemon=True).start()


def _die_with(driver: int) -> None:
    # A driver killed outright cannot tell its workers, and they would wait for work for ever.
    while True:
        time.sleep(1.0)
        try:
            os.kill(driver, 0)
        except OSError:
            os._exit(1)
