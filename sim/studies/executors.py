"""Run jobs on this process or on a pool of worker processes that survives the death of a worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from sim.studies.progress import Progress

GIVE_UP = 3
"""Deaths of a worker in a row, with nothing finished in between, after which a study gives up."""


@dataclass(frozen=True)
class Failure:
    """A job that raised. ``usage``: the settings were at fault, so that other replicates would fail as well."""

    job: int
    kind: str
    message: str
    trace: str = ""
    usage: bool = False

    def __str__(self) -> str:
        return f"replicate {self.job}: {'' if self.usage else self.kind + ': '}{self.message}"


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    function: Callable[[int], Any], jobs: Sequence[int], workers: int, progress: Progress
) -> Generator[tuple[int, Any], None, None]:
    """Yield (job, result or Failure) as jobs finish; with one worker in this process, in order."""
    if workers <= 1:
        for job in jobs:
            yield job, _attempt(function, job)
    else:
        yield from _pooled(function, list(jobs), workers, progress)


def _attempt(function: Callable[[int], Any], job: int) -> Any:
    """Run a job; what it raises comes back as a Failure, since not every exception survives pickling."""
    try:
        return function(job)
    except Exception as error:
        usage = isinstance(error, ValueError) and hasattr(error, "key")
        return Failure(job, type(error).__name__, " ".join(str(error).split()), traceback.format_exc(), usage)


def _pooled(
    function: Callable[[int], Any], todo: list[int], workers: int, progress: Progress
) -> Iterator[tuple[int, Any]]:
    deaths = 0
    while todo:
        context = multiprocessing.get_context(start_method())
        if context.get_start_method() == "forkserver":
            context.set_forkserver_preload(["sim.studies"])  # imported once, not in every worker
        pool = ProcessPoolExecutor(min(workers, len(todo)), context, _begin, (os.getpid(),))
        futures: dict[Future[Any], int] = {}
        whole = False
        try:
            futures = {pool.submit(_attempt, function, job): job for job in todo}
            pending = set(futures)
            while pending:
                done, pending = wait(pending, timeout=0.25, return_when=FIRST_COMPLETED)
                progress.tick()
                for future in done:
                    result = future.result()
                    todo.remove(futures[future])
                    deaths = 0
                    yield futures.pop(future), result
            whole = True
        except BrokenProcessPool:
            deaths += 1
            for future, job in futures.items():
                if job in todo and future.done() and future.exception() is None:
                    todo.remove(job)
                    deaths = 0
                    yield job, future.result()
            if deaths >= GIVE_UP:
                text = "its worker process died again and again (out of memory? fewer workers or buyers need less)"
                for job in todo:
                    yield job, Failure(job, "WorkerDied", text)
                return
            progress.note(f"a worker process died; {len(todo)} unfinished replicates are sent again")
        finally:
            _end(pool, at_once=not whole)


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
    """Set up a worker: leave Ctrl-C to the driver, and end when the driver is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(driver,), daemon=True).start()


def _die_with(driver: int) -> None:
    # A driver killed outright cannot tell its workers, and they would wait for work for ever.
    while True:
        time.sleep(1.0)
        try:
            os.kill(driver, 0)
        except OSError:
            os._exit(1)


def _end(pool: ProcessPoolExecutor, at_once: bool) -> None:
    """Stop a pool; ``at_once``: whatever its workers are doing."""
    if at_once:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()
    pool.shutdown(wait=True, cancel_futures=True)
