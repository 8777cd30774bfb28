"""Run cases in replicates, skipping what is stored, keeping what comes back, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.settings import SettingsError
from sim.settings.values import several
from sim.studies.execution.compilation import compile_once
from sim.studies.execution.dispatch import send
from sim.studies.execution.engines import Engine, EngineLost
from sim.studies.execution.progress import Progress
from sim.studies.execution.tasks import tasks_of
from sim.studies.measurement.failure import Failure
from sim.studies.measurement.task import Task
from sim.studies.measurement.worker import Done, run_task
from sim.studies.question.case import Case
from sim.studies.storage.archive import Archive
from sim.studies.storage.effects import effects_of
from sim.studies.storage.errors import StudyStopped, are_stored

if TYPE_CHECKING:
    import pandas as pd

STOP_AFTER = 3
"""Failures, with nothing stored, after which the rest is not tried."""


class Runner:
    """An archive, an engine to fill it with, and somebody to tell.

    ``work`` is what workers do with a task; it stands here so that it can be exchanged. ``partial``: where nothing
    works, or the settings are at fault, the rest is left and what is finished told, in place of an exception.
    """

    def __init__(
        self,
        archive: Archive,
        engine: Engine,
        progress: Progress | None = None,
        work: Callable[[Task], list[Done]] = run_task,
        partial: bool = False,
    ) -> None:
        self._partial = partial
        self.archive, self.engine, self.progress, self._work = archive, engine, progress or Progress(), work
        self.ran = self.skipped = 0
        self.failures: list[Failure] = []
        self._compiled = False

    def evaluate(self, cases: Sequence[Case], replicates: Sequence[int]) -> None:
        """Run every case in every replicate that is not stored yet.

        Failures are kept in the archive and do not stop the rest. Raises StudyStopped where nothing can be stored,
        the engine is gone, or whatever is tried fails; what is finished is stored then, and after Ctrl-C.
        """
        runs = [(i, r) for r in replicates for i in range(len(cases))]
        todo = [(i, r) for i, r in runs if cases[i].run_id(r, self.archive.model) not in self.archive.done]
        self.skipped += len(runs) - len(todo)
        if len(todo) < len(runs):
            stored, are = len(runs) - len(todo), "is" if len(runs) == 1 else "are"
            self.progress.note(f"{stored} of {several(len(runs), 'run')} {are} stored already; {len(todo)} to do")
        if not todo:
            return
        self.prepare(cases)
        self.progress.start(len(todo), self.engine.workers)
        try:
            self._run(cases, todo)
        finally:
            self.progress.stop()
            self.archive.flush()

    def prepare(self, cases: Sequence[Case]) -> None:
        """Compile the model, once, before workers start."""
        if not self._compiled:
            compile_once(cases[0].settings, self.progress)
            self._compiled = True

    @property
    def hopeless(self) -> bool:
        """Whether nothing works, or the settings are at fault, so that more replicates would only fail alike."""
        usage = any(failure.usage for failure in self.failures)
        return usage or (len(self.failures) >= STOP_AFTER and not self.ran and not self.archive.done)

    def _run(self, cases: Sequence[Case], todo: Sequence[tuple[int, int]]) -> None:
        back = 0
        work = send(self._work, tasks_of(cases, todo, self.engine.workers), self.engine, self.progress)
        try:
            for task, result in work:
                batch = result
                if isinstance(result, Failure):  # the worker as a whole, not a run
                    batch = [Done(branch.index, task.replicate, failure=result) for branch in task.branches]
                self.archive.add(batch, cases)
                failed = [done.failure for done in batch if done.failure is not None]
                self.failures += failed
                back += len(task.branches)
                self.ran += len(task.branches) - len(failed)
                self.progress.advance(back, len(todo))
                if len(self.failures) >= STOP_AFTER and not self.ran and not self.archive.done:
                    if self._partial:
                        return
                    raise self._nothing_works()
                if self._partial and any(failure.usage for failure in self.failures):
                    return
        except EngineLost as error:
            self.archive.flush()
            kept = f"{are_stored(len(self.archive.done))} in {self.archive.folder}"
            raise StudyStopped(f"{error}; {kept}, and the same command with output=… continues") from error
        finally:
            work.close()

    def _nothing_works(self) -> Exception:
        first = self.failures[0]
        if first.usage:
            return SettingsError(first.message, key="interventions", origin="found while running")
        where = self.archive.failures
        return StudyStopped(f"nothing works, so the rest is not tried: {first}; settings and traceback in {where}")

    def effects(self, cases: Sequence[Case], replicates: Sequence[int] | None = None) -> pd.DataFrame:
        """Return the outcomes of these cases: case, scenario, world, point, replicate, outcome, value, unit, censored.

        In the order of cases and replicates, whatever the order they were run in.
        """
        return effects_of(self.archive, cases, replicates)
