"""What a worker does: run one baseline and the scenarios that branch off it, and measure each against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.effects import OUTCOMES
from sim.effects.outcomes import STEADY_STATE
from sim.effects.replicates import YEAR, measure_pairs, no_outcomes
from sim.effects.start import first_start, ramp, start_is_triggered
from sim.studies.measurement.failure import Failure
from sim.studies.measurement.pairs import Pair, near_share
from sim.studies.measurement.scenario import BARRIER, BASELINE, label, with_triggers, world
from sim.studies.measurement.task import Branch, Task

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SUMMARY = ("orders", "revenue", "cost")
"""Daily columns that ``daily=summary`` keeps: what effect curves are made of."""
SIMULATED = "simulated_revenue"
"""EUR a year that the simulated buyers turn over before the start. Counts are stored as simulated; they are brought to
the size of the real market when they are read, as the factor is that of all replicates together."""
STEADY = {fact.name: fact for fact in STEADY_STATE}
UNITS = {**{name: o.unit for name, o in OUTCOMES.items()}, **{name: fact.unit for name, fact in STEADY.items()}}
BASELINE_INDEX = -1
KEPT = ("none", "summary", "all", "everything")
"""What may be kept of the tables of a run, least first."""


@dataclass
class Done:
    """A run as it comes back: outcomes with their values, tables where asked for, or why it failed.

    ``index``: number of the case; -1 for the tables of the baseline itself.
    """

    index: int
    replicate: int
    outcomes: tuple[str, ...] = ()
    values: Any = field(default_factory=lambda: np.zeros(0))
    censored: Any = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    failure: Failure | None = None
    world_key: str = ""

    @property
    def daily(self) -> pd.DataFrame | None:
        """The daily table, where one was kept."""
        return self.tables.get("daily")


def run_task(task: Task) -> list[Done]:
    """Run a task; a pure function of it. What one scenario raises does not cost the others their results."""
    done: list[Done] = []
    grown: list[tuple[Branch, Grown]] = []
    baseline = None
    try:
        baseline = world(task.world, task.replicate)
        for branch in sorted(task.branches, key=lambda b: (b.start, b.index)):
            if not branch.interventions:
                continue
            # Until then both arms are one world, so it is run once.
            for _ in range(min(branch.start, task.world.days) - baseline.day):
                baseline.step()
            try:
                grown.append((branch, _run(baseline.branch(branch.interventions))))
            except Exception as error:
                done.append(_failed(error, branch.index, task.replicate))
        twin = _run(baseline)
    except Exception as error:
        known = {d.index for d in done}
        return done + [_failed(error, b.index, task.replicate) for b in task.branches if b.index not in known]
    finally:
        if baseline is not None:
            baseline.close()
    for branch, treated in grown:
        try:
            done.append(_compared(branch, task, treated, twin))
        except Exception as error:
            done.append(_failed(error, branch.index, task.replicate))
    done += [_steady(b, task.replicate, twin.daily) for b in task.branches if not b.interventions]
    mode = max((branch.daily for branch in task.branches), key=KEPT.index)
    if mode != "none":
        kept = _kept(twin, mode, task.replicate, BASELINE)
        done.append(Done(BASELINE_INDEX, task.replicate, tables=kept, world_key=task.world_key))
    return done


class Grown(NamedTuple):
    """What a world leaves behind: its daily table, and its records for what is asked of them later."""

    daily: pd.DataFrame
    records: Any


def _run(ecosystem: Any) -> Grown:
    """Run to the horizon, take the tables, and let go of what Mesa would keep, or a worker would grow."""
    try:
        ecosystem.run()
        return Grown(ecosystem.records.daily(), ecosystem.records)
    finally:
        ecosystem.close()


def _compared(branch: Branch, task: Task, treated: Grown, twin: Grown) -> Done:
    moved = start_is_triggered(branch.interventions)
    start = first_start(branch.interventions, treated.records.state.triggered) if moved else branch.start
    pair = Pair(treated.daily, twin.daily)
    values, censored = no_outcomes() if start is None else _measured(branch, pair, treated, twin, start, moved)
    values[SIMULATED] = pair.baseline("revenue")[:, : pair.index(branch.start) or None].mean(axis=1) * YEAR
    names = tuple(name for name in (*OUTCOMES, SIMULATED) if name in values)
    return Done(
        branch.index, task.replicate, names, np.array([float(values[name][0]) for name in names]),
        np.array([name in censored and bool(censored[name][0]) for name in names]),
        _kept(treated, branch.daily, task.replicate, BARRIER, branch.interventions),
    )  # fmt: skip


def _measured(
    branch: Branch, pair: Pair, treated: Grown, twin: Grown, start: int, moved: bool
) -> tuple[dict[str, Any], ...]:
    """Measure a scenario whose first barrier began on day ``start``; ``moved``: a trigger chose the day."""
    change = near_share(treated.records, start) - near_share(twin.records, start)
    missed = None
    if any(getattr(barrier, "names", None) for barrier in branch.interventions.values()):
        missed = np.array([float((treated.records.journal()["event"] == "missed").sum())])
    return measure_pairs(
        pair, start, ramp=ramp(branch.interventions), near=np.array([change]), missed=missed, moved=moved
    )


def _kept(
    arm: Grown, mode: str, replicate: int, name: str, barriers: Mapping[str, Any] | None = None
) -> dict[str, pd.DataFrame]:
    """Pick the tables of an arm that are kept."""
    if mode == "none":
        return {}
    daily = arm.daily if mode != "summary" else arm.daily[["day", *(n for n in SUMMARY if n in arm.daily)]]
    tables = {"daily": daily}
    if mode == "everything":
        journal = arm.records.journal()
        if any(barrier.trigger for barrier in (barriers or {}).values()):
            journal = with_triggers(journal, arm.records.state.triggered)
        tables |= {"groups": arm.records.groups(), "journal": journal}
    return {kind: label(table, replicate, name) for kind, table in tables.items()}


def _steady(branch: Branch, replicate: int, daily: pd.DataFrame) -> Done:
    """Measure a world without barriers: means over the days from the start on (all, where it lies beyond the run)."""
    days = daily[daily["day"] >= (branch.start if branch.start < len(daily) else 0)]
    facts = [fact for fact in STEADY_STATE if fact.column in days]
    values = np.array([days[fact.column].mean() * fact.scale for fact in facts])
    return Done(branch.index, replicate, tuple(fact.name for fact in facts), values, np.zeros(len(facts), np.bool_))


def _failed(error: Exception, index: int, replicate: int) -> Done:
    return Done(index, replicate, failure=Failure.of(error, replicate))
