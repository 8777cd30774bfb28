"""Run cases in replicates, skipping what is stored, keeping what comes back, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.effects import OUTCOMES
from sim.effects.start import BEGAN
from sim.settings import SettingsError
from sim.studies.archive import Archive, StudyStopped
from sim.studies.cases import Case, Task, tasks_of
from sim.studies.compilation import compile_once
from sim.studies.dispatch import Failure, send
from sim.studies.engines import Engine, EngineLost
from sim.studies.measurement.worker import SIMULATED, Done, run_task
from sim.studies.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

STOP_AFTER = 3
"""Failures, with nothing stored, after which the rest is not tried."""


class Campaign:
    """An archive, an engine to fill it with, and somebody to tell.

    ``work`` is what workers do with a task; it stands here so that it can be exchanged.
    """

    def __init__(
        self,
        archive: Archive,
        engine: Engine,
        progress: Progress | None = None,
        work: Callable[[Task], list[Done]] = run_task,
    ) -> None:
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
            self.progress.note(f"{len(runs) - len(todo)} of {len(runs)} runs are stored already; {len(todo)} to do")
        if not todo:
            return
        if not self._compiled:
            compile_once(cases[0].settings, self.progress)
            self._compiled = True
        self.progress.start(len(todo), self.engine.workers)
        try:
            self._run(cases, todo)
        finally:
            self.progress.stop()
            self.archive.flush()

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
                    raise self._nothing_works()
        except EngineLost as error:
            self.archive.flush()
            kept = f"{len(self.archive.done)} runs are stored in {self.archive.folder}"
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


def effects_of(archive: Archive, cases: Sequence[Case], replicates: Sequence[int] | None = None) -> pd.DataFrame:
    """Read the outcomes of cases from an archive, in the order of cases, replicates and outcomes."""
    import pandas as pd

    rows = archive.outcomes()
    known = sorted(set(rows["replicate"])) if replicates is None else list(replicates)
    index = [
        (case.run_id(r, archive.model), i, case.scenario, case.world, case.point)
        for i, case in enumerate(cases)
        for r in known
    ]
    runs = pd.DataFrame(index, columns=["run_id", "case", "scenario", "world", "point"])
    rows = rows.assign(order=rows.groupby("run_id").cumcount())
    joined = runs.merge(rows, on="run_id", how="inner").sort_values(["case", "replicate", "order"], ignore_index=True)
    names = ["run_id", "case", "scenario", "world", "point", "replicate", "outcome", "value", "unit", "censored"]
    return _real_size(joined[names], cases)


def _real_size(rows: pd.DataFrame, cases: Sequence[Case]) -> pd.DataFrame:
    """Bring what is counted to the size of the real market, as :func:`sim.effects.replicate_effects` does."""
    simulated = rows[rows["outcome"] == SIMULATED].groupby("case")["value"].mean()
    annual = {i: getattr(case.settings.ecosystem, "annual_revenue", None) for i, case in enumerate(cases)}
    factors = {i: annual[i] / revenue for i, revenue in simulated.items() if annual[i] and revenue > 0.0}
    factor = rows["case"].map(factors).fillna(1.0)
    counted = rows["outcome"].isin([name for name, outcome in OUTCOMES.items() if outcome.counted])
    scale = rows["outcome"] == SIMULATED
    rows = rows.assign(
        value=rows["value"].where(~counted, rows["value"] * factor).where(~scale, factor),
        unit=rows["unit"].where(~scale, OUTCOMES["scale"].unit), outcome=rows["outcome"].where(~scale, "scale"),
    )  # fmt: skip
    idle = rows["run_id"].isin(rows.loc[(rows["outcome"] == BEGAN) & rows["value"].isna(), "run_id"])
    return rows[~scale | (rows["case"].isin(list(factors)) & ~idle)].reset_index(drop=True)
