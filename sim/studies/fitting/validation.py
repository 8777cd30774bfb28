"""The comparison with the evidence as a study: replicates of the steady state and of every episode, on workers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.studies.execution.pool import cores, run_all
from sim.studies.execution.progress import Progress
from sim.studies.measurement.failure import Failure

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.parameters import EcosystemParameters

TRIES = 10
"""Replicates tried for each one wanted, before an episode is left with fewer."""

Task = tuple[str, int]
"""(part, replicate)"""


@dataclass(frozen=True)
class Comparison:
    """What was measured.

    ``measured``: one row per part, figure and replicate (part, id, label, replicate, value); ``tried``: replicates
    run per part, of which ``passed_over`` were no replay of the episode.
    """

    measured: pd.DataFrame
    replicates: int
    tried: dict[str, int]
    passed_over: dict[str, int]
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False

    @property
    def finished(self) -> bool:
        """Whether anything was measured."""
        return bool(len(self.measured))


def compare(
    parameters: EcosystemParameters,
    *,
    buyers: int,
    replicates: int,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Comparison:
    """Measure the steady state and every episode in so many replicates each.

    Of an episode the first ``replicates`` that are replays of it count, by number, so that the result does not depend
    on the number of workers; at most ``TRIES`` times as many are tried. Ctrl-C and failures keep what is finished.
    """
    from sim.validation.facts import STEADY
    from sim.validation.measure import PARTS

    progress = progress or Progress()
    workers = min(workers or cores(), replicates)
    outcomes: dict[str, dict[int, list[float] | None]] = {part: {} for part in PARTS}
    failures: list[Failure] = []
    interrupted = False
    done = 0
    try:
        _compile(parameters)
        progress.start(replicates * len(PARTS), workers)
        tasks: list[Task] = [(part, r) for part in PARTS for r in range(replicates)]
        while tasks and not failures:
            work = run_all(partial(_measure, tasks, parameters, buyers, seed), range(len(tasks)), workers, progress)
            for job, outcome in work:
                part, replicate = tasks[job]
                if isinstance(outcome, Failure):
                    failures.append(Failure(replicate, outcome.kind, f"{part}: {outcome.message}", outcome.trace))
                    continue
                outcomes[part][replicate] = outcome
                if outcome is not None:
                    done += 1
                    progress.advance(min(done, replicates * len(PARTS)), replicates * len(PARTS))
            tasks = [task for part in PARTS if part != STEADY for task in _more(part, outcomes[part], replicates)]
    except KeyboardInterrupt:
        interrupted = True
    finally:
        progress.stop()
    counted = {part: _counted(outcomes[part], replicates) for part in PARTS}
    return Comparison(
        _table({part: {r: v for r, v in got.items() if v is not None} for part, got in counted.items()}),
        replicates,
        {part: len(got) for part, got in counted.items()},
        {part: sum(v is None for v in got.values()) for part, got in counted.items()},
        tuple(failures),
        interrupted,
    )


def _measure(tasks: list[Task], parameters: EcosystemParameters, buyers: int, seed: int, job: int) -> object:
    """Measure the replicate that a job number stands for, in a worker."""
    from sim.validation.measure import measure

    part, replicate = tasks[job]
    return measure(part, parameters, buyers, seed, replicate)


def _compile(parameters: EcosystemParameters) -> None:
    """Run a few days of a tiny world, so that code is compiled once here and not again in each worker."""
    from sim.model.ecosystem import Ecosystem
    from sim.model.engine.announcing import announce_compilation

    announce_compilation()
    tiny = Ecosystem(parameters, buyers=200, days=3)
    tiny.step()
    tiny.close()


def _more(part: str, got: dict[int, list[float] | None], replicates: int) -> list[Task]:
    """Give the replicates to try next so that an episode gets as many as wanted, at the rate seen so far."""
    missing = replicates - sum(v is not None for v in got.values())
    if missing <= 0:
        return []
    rate = max(1.0 - missing / replicates, 0.1)
    first = len(got)
    last = min(first + int(missing / rate) + 1, TRIES * replicates)
    return [(part, replicate) for replicate in range(first, last)]


def _counted(got: dict[int, list[float] | None], replicates: int) -> dict[int, list[float] | None]:
    """Keep replicates, by number, until as many as wanted have been replays."""
    kept: dict[int, list[float] | None] = {}
    for replicate in sorted(got):
        if sum(v is not None for v in kept.values()) == replicates:
            break
        kept[replicate] = got[replicate]
    return kept


def _table(values: dict[str, dict[int, list[float]]]) -> pd.DataFrame:
    import pandas as pd

    from sim.validation.measure import checks

    rows = [
        (part, check.id, check.label, replicate, figures[n])
        for part, replicates in values.items()
        for n, check in enumerate(checks(part))
        for replicate, figures in replicates.items()
    ]
    return pd.DataFrame(rows, columns=["part", "id", "label", "replicate", "value"])
