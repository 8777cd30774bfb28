"""Run a study: every replicate with its twin, on workers, keeping what is finished whatever happens."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sim.settings import Settings
from sim.studies.execution.compilation import compile_once
from sim.studies.execution.pool import ExecutorOptions, cores, opened, send
from sim.studies.execution.progress import Progress
from sim.studies.measurement.failure import Failure
from sim.studies.measurement.scenario import TABLES, joined, run_replicate
from sim.studies.result import Result
from sim.studies.storage.provenance import model_source

if TYPE_CHECKING:
    import pandas as pd

STOP_AFTER = 3
"""Failures, with nothing finished, after which the rest is not tried."""


def run(settings: Settings, progress: Progress | None = None, executor: ExecutorOptions | None = None) -> Result:
    """Run all replicates of the settings, on worker processes unless ``executor`` says otherwise.

    Ctrl-C and failures do not lose what is finished: the result then holds fewer replicates than asked for, and says
    so in ``interrupted`` and ``failures``.
    """
    progress = progress or Progress()
    begun = datetime.now().astimezone()
    model_source()  # read now: what is on disk at the end may be another text than what ran
    finished: dict[int, dict[str, pd.DataFrame]] = {}
    failures: list[Failure] = []
    interrupted = False
    workers = min(settings.workers or max(1, cores() // settings.threads), settings.replicates)
    try:
        compile_once(settings, progress)
        progress.start(settings.replicates, workers)
        with opened(executor or ExecutorOptions(), workers) as engine:
            work = send(partial(run_replicate, settings), range(settings.replicates), engine, progress)
            for replicate, outcome in work:
                if isinstance(outcome, Failure):
                    failures.append(outcome)
                    if outcome.usage or (not finished and len(failures) >= STOP_AFTER):
                        break
                else:
                    finished[replicate] = outcome
                progress.advance(len(finished) + len(failures), settings.replicates)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        progress.stop()
    tables = {name: _collect(finished, name) for name in TABLES}
    return Result(
        settings, **tables, failures=tuple(failures), interrupted=interrupted, begun=begun,
        ended=datetime.now().astimezone(),
    )  # fmt: skip


def _collect(finished: dict[int, dict[str, pd.DataFrame]], name: str) -> pd.DataFrame:
    """Join the tables of one name in the order of replicates, whatever the order they finished in."""
    import pandas as pd

    tables = [finished[replicate][name] for replicate in sorted(finished)]
    return joined(tables) if tables else pd.DataFrame({"replicate": pd.Series(dtype=int), "arm": pd.Series(dtype=str)})
