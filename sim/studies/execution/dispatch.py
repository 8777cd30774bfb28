"""Send jobs to an engine and take results as they come; what a dead worker left unfinished is sent again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sim.studies.execution.engines import Engine, EngineLost
from sim.studies.execution.memory import tidy
from sim.studies.execution.progress import Progress
from sim.studies.measurement.failure import Failure

J = TypeVar("J")

GIVE_UP = 3
"""Times a worker may die while it has a job, after which the job runs alone, and is given up if it dies once more."""


@dataclass(eq=False)
class _Item(Generic[J]):
    job: J
    deaths: int = 0


def send(
    function: Callable[[J], Any], jobs: Iterable[J], engine: Engine, progress: Progress
) -> Generator[tuple[J, Any], None, None]:
    """Yield (job, result or Failure) as jobs finish.

    Few jobs are under way at a time, so that neither a long list nor its results fill the memory. Raises EngineLost
    when the engine as a whole is gone.
    """
    queue = _Queue(jobs)
    flying: dict[Future[Any], _Item[J]] = {}
    engine.idle = False
    while True:
        try:
            while len(flying) < engine.room and (item := queue.take(alone=not flying)) is not None:
                queue.held = item
                flying[engine.executor.submit(attempt, function, item.job)] = item
                queue.held = None
            if not flying:
                engine.idle = True
                return
            done, _ = wait(flying, timeout=0.25, return_when=FIRST_COMPLETED)
            progress.tick()
            engine.watch()
            for future in done:
                result = future.result()
                item = flying.pop(future)
                yield item.job, result
        except BrokenExecutor:
            yield from _rescued(flying)
            lost = [*flying.values(), *([queue.held] if queue.held is not None else [])]
            flying.clear()
            queue.held = None
            for item in queue.give_back(lost):
                yield item.job, _died(item.job)
            engine.renew()
            if lost:
                progress.note(f"a worker process died; {len(lost)} unfinished jobs are sent again")
        except CancelledError:
            raise EngineLost("the scheduler of the workers is gone") from None


class _Queue(Generic[J]):
    """Jobs to be sent: first those sent before, then new ones, last and alone those that workers died of."""

    def __init__(self, jobs: Iterable[J]) -> None:
        self._fresh: Iterator[_Item[J]] = (_Item(job) for job in jobs)
        self._again: deque[_Item[J]] = deque()
        self._suspects: deque[_Item[J]] = deque()
        self.held: _Item[J] | None = None
        """The job that is being submitted."""

    def take(self, alone: bool) -> _Item[J] | None:
        """Give the next job, or None; ``alone``: no other is under way."""
        if self._again:
            return self._again.popleft()
        fresh = next(self._fresh, None)
        if fresh is None and alone and self._suspects:
            return self._suspects.popleft()
        return fresh

    def give_back(self, lost: list[_Item[J]]) -> list[_Item[J]]:
        """Take back what was under way when a worker died; return what is given up."""
        given_up = []
        for item in lost:
            item.deaths += 1
            if item.deaths < GIVE_UP:
                self._again.append(item)
            elif item.deaths == GIVE_UP or len(lost) > 1:
                self._suspects.append(item)
            else:
                given_up.append(item)
        return given_up


def _rescued(flying: dict[Future[Any], _Item[J]]) -> Iterator[tuple[J, Any]]:
    """Yield what had come back before the break."""
    for future in [f for f in flying if f.done() and not f.cancelled() and f.exception() is None]:
        yield flying.pop(future).job, future.result()


def attempt(function: Callable[[J], Any], job: J) -> Any:
    """Run a job in the worker; what it raises comes back as a Failure."""
    try:
        return function(job)
    except Exception as error:
        return Failure.of(error, number(job))
    finally:
        tidy()


def number(job: Any) -> int:
    """Number of the replicate that a job is about."""
    return job if isinstance(job, int) else int(getattr(job, "replicate", -1))


def _died(job: Any) -> Failure:
    text = "its worker process died again and again (out of memory? fewer workers or buyers need less)"
    return Failure(number(job), "WorkerDied", text)
