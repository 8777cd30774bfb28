"""Run jobs on an engine that speaks the Executor protocol, sending again what a dead worker left unfinished."""

from __future__ import annotations

import itertools
import os
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any, TypeVar

from sim.studies.engines import Engine, EngineLost, start_method
from sim.studies.progress import Progress

__all__ = ["EngineLost", "Failure", "cores", "run_all", "start_method"]

J = TypeVar("J")

SUSPECT = 3
"""Deaths of a worker that a job may be near before it has to run alone, and after which alone it is given up."""


@dataclass(frozen=True)
class Failure:
    """A job that raised. ``usage``: the settings were at fault, so that other replicates would fail as well."""

    job: int
    kind: str
    message: str
    trace: str = ""
    usage: bool = False

    @classmethod
    def of(cls, error: BaseException, job: int) -> Failure:
        """Describe what was raised; not every exception survives pickling."""
        usage = isinstance(error, ValueError) and hasattr(error, "key")
        trace = "".join(traceback.format_exception(error))
        return cls(job, type(error).__name__, " ".join(str(error).split()), trace, usage)

    def __str__(self) -> str:
        return f"replicate {self.job}: {'' if self.usage else self.kind + ': '}{self.message}"


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    function: Callable[[J], Any], jobs: Iterable[J], engine: Engine, progress: Progress
) -> Generator[tuple[J, Any], None, None]:
    """Yield (job, result or Failure) as jobs finish.

    Few jobs are under way at a time, so neither a long list of jobs nor their results fill the memory. Raises
    EngineLost when the engine as a whole is gone.
    """
    rest = enumerate(jobs)
    deaths: dict[int, int] = {}
    suspects: list[tuple[int, J]] = []
    yield from _in_flight(function, rest, engine, progress, engine.room, deaths, suspects)
    # Whichever of them kills its worker does so alone now, and does not take others along.
    yield from _in_flight(function, iter(suspects), engine, progress, 1, deaths, None)


def _in_flight(
    function: Callable[[J], Any],
    rest: Iterator[tuple[int, J]],
    engine: Engine,
    progress: Progress,
    room: int,
    deaths: dict[int, int],
    suspects: list[tuple[int, J]] | None,
) -> Iterator[tuple[J, Any]]:
    flying: dict[Future[Any], tuple[int, J]] = {}
    again: list[tuple[int, J]] = []
    while True:
        try:
            waiting = itertools.islice(itertools.chain(iter(again), rest), max(room - len(flying), 0))
            for number, job in list(waiting):
                again = again[1:]
                flying[_submit(engine, function, job)] = (number, job)
                if engine.prompt:
                    break
            if not flying:
                return
            done, _ = wait(flying, timeout=0.25, return_when=FIRST_COMPLETED)
            progress.tick()
            for future in done:
                result = future.result()
                _, job = flying.pop(future)
                yield job, result
        except BrokenExecutor:
            yield from _whole(flying)
            lost = sorted(flying.values(), key=lambda entry: entry[0])
            flying.clear()
            again, given_up = _sorted_out(lost, deaths, suspects)
            for job in given_up:
                yield job, died(job)
            engine.renew()
            if lost:
                progress.note("a worker process died; what it had not finished is sent again")
        except CancelledError:
            raise EngineLost("the workers' scheduler is gone") from None


def _submit(engine: Engine, function: Callable[[J], Any], job: J) -> Future[Any]:
    return engine.executor.submit(attempt, function, job)


def _whole(flying: dict[Future[Any], tuple[int, J]]) -> Iterator[tuple[J, Any]]:
    """Yield what had come back before the break, and leave the others."""
    for future in [f for f in flying if f.done() and not f.cancelled() and f.exception() is None]:
        yield flying.pop(future)[1], future.result()
