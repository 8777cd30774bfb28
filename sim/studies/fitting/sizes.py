"""Replicates of worlds of several sizes, on workers, within a budget of time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.studies.execution.pool import cores, open_engine, send
from sim.studies.execution.progress import Progress
from sim.studies.measurement.failure import Failure
from sim.studies.question.executor import ExecutorOptions

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.parameters import EcosystemParameters

Task = tuple[int, int]
"""(buyers, replicate)"""
FEWEST = 3
"""Replicates of each size, whatever the time."""


@dataclass(frozen=True)
class Sizes:
    """What was measured: one row per size, replicate, barrier and figure."""

    measured: pd.DataFrame
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False


def schedule(sizes: Sequence[int], replicates: int) -> list[Task]:
    """Order the runs: a few of each size first, then in turns; large worlds vary less and need fewer.

    The smallest world gets ``replicates``, others fewer with the square root of their size, ``FEWEST`` at least.
    """
    least = min(sizes)
    wanted = {size: max(round(replicates * (least / size) ** 0.5), FEWEST) for size in sizes}
    tasks = [(size, r) for size in sizes for r in range(wanted[size])]
    return sorted(tasks, key=lambda task: (task[1] >= FEWEST, (task[1] + 1) / wanted[task[0]], task[0]))


def across(
    parameters: EcosystemParameters,
    sizes: Sequence[int],
    *,
    replicates: int,
    seconds: float,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Sizes:
    """Measure every barrier at every size; no run begins after ``seconds``, but for ``FEWEST`` of each size."""
    import pandas as pd

    progress = progress or Progress()
    tasks = schedule(sizes, replicates)
    workers = min(workers or cores(), len(tasks))
    began = time.monotonic()
    begun: list[Task] = []

    def due() -> Iterator[Task]:
        for task in tasks:
            if task[1] < FEWEST or time.monotonic() - began < seconds:
                begun.append(task)
                yield task

    rows: list[tuple[int, int, str, str, float]] = []
    failures: list[Failure] = []
    interrupted, done = False, 0
    try:
        progress.start(len(tasks), workers)
        with open_engine(ExecutorOptions(), workers) as engine:
            for (buyers, replicate), found in send(partial(_measure, parameters, seed), due(), engine, progress):
                done += 1
                progress.advance(done, len(tasks))
                if isinstance(found, Failure):
                    failures.append(found)
                    continue
                rows += [(buyers, replicate, *key, value) for key, value in found.items()]
    except KeyboardInterrupt:
        interrupted = True
    finally:
        progress.stop()
    table = pd.DataFrame(
        sorted(rows, key=lambda row: row[:2]), columns=["buyers", "replicate", "barrier", "figure", "value"]
    )
    return Sizes(table, tuple(failures), interrupted)


def _measure(parameters: EcosystemParameters, seed: int, task: Task) -> object:
    from sim.validation.sizes import effects

    buyers, replicate = task
    return effects(parameters, buyers, seed, replicate)
