"""What a worker does: run one baseline and the scenarios that branch off it, and measure each against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.effects import OUTCOMES, replicate_effects
from sim.effects.outcomes import STEADY_STATE
from sim.studies.cases import Branch, Task
from sim.studies.executors import Failure
from sim.studies.scenario import BARRIER, BASELINE, joined, labelled, ramp, world

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SUMMARY = ("orders", "revenue", "cost")
"""Daily columns that ``daily=summary`` keeps: what effect curves are made of."""
STEADY = {fact.name: fact for fact in STEADY_STATE}
UNITS = {**{name: o.unit for name, o in OUTCOMES.items()}, **{name: fact.unit for name, fact in STEADY.items()}}
BASELINE_INDEX = -1


@dataclass
class Done:
    """A run as it comes back: outcomes with their values, daily tables where asked for, or why it failed.

    ``index``: number of the case; -1 for the daily table of the baseline itself.
    """

    index: int
    replicate: int
    outcomes: tuple[str, ...] = ()
    values: Any = field(default_factory=lambda: np.zeros(0))
    censored: Any = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    daily: pd.DataFrame | None = None
    failure: Failure | None = None
    world_key: str = ""


def run_task(task: Task) -> list[Done]:
    """Run a task; a pure function of it. What one scenario raises does not cost the others their results."""
    done: list[Done] = []
    grown: list[tuple[Branch, Tables]] = []
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
                grown.append((branch, _run(baseline.branch(branch.interventions), task.replicate, BARRIER)))
            except Exception as error:
                done.append(_failed(error, branch.index, task.replicate))
        twin = _run(baseline, task.replicate, BASELINE)
    except Exception as error:
        known = {d.index for d in done}
        return done + [_failed(error, b.index, task.replicate) for b in task.branches if b.index not in known]
    finally:
        if baseline is not None:
            baseline.close()
    annual = getattr(task.world.ecosystem, "annual_revenue", None)
    for branch, treated in grown:
        try:
            done.append(_compared(branch, task.replicate, treated, twin, annual))
        except Exception as error:
            done.append(_failed(error, branch.index, task.replicate))
    done += [_steady(b, task.replicate, twin.daily) for b in task.branches if not b.interventions]
    modes = {branch.daily for branch in task.branches} - {"none"}
    if modes:
        kept = twin.daily if "all" in modes else narrowed(twin.daily)
        done.append(Done(BASELINE_INDEX, task.replicate, daily=kept, world_key=task.world_key))
    return done


class Tables(NamedTuple):
    """What a world leaves behind, each with columns replicate and arm."""

    daily: pd.DataFrame
    groups: pd.DataFrame
    journal: pd.DataFrame


def _run(ecosystem: Any, replicate: int, arm: str) -> Tables:
    """Run to the horizon, take the tables, and let go of what Mesa would keep, or a worker would grow."""
    try:
        ecosystem.run()
        records = ecosystem.records
        return Tables(*(labelled(make(), replicate, arm) for make in (records.daily, records.groups, records.journal)))
    finally:
        ecosystem.close()


def _compared(branch: Branch, replicate: int, treated: Tables, twin: Tables, annual: float | None) -> Done:
    effects = replicate_effects(
        joined([twin.daily, treated.daily]), joined([twin.groups, treated.groups]), branch.start, treated.journal,
        annual_revenue=annual, ramp=ramp(branch.interventions),
    )  # fmt: skip
    table = treated.daily
    daily = None if branch.daily == "none" else table if branch.daily == "all" else narrowed(table)
    return Done(
        branch.index, replicate, tuple(effects["outcome"]), effects["value"].to_numpy(np.float64),
        effects["censored"].to_numpy(np.bool_), daily,
    )  # fmt: skip


def _steady(branch: Branch, replicate: int, daily: pd.DataFrame) -> Done:
    """Measure a world without barriers: means over the days from the start on."""
    days = daily[daily["day"] >= branch.start]
    facts = [fact for fact in STEADY_STATE if fact.column in days]
    values = np.array([days[fact.column].mean() * fact.scale for fact in facts])
    return Done(branch.index, replicate, tuple(fact.name for fact in facts), values, np.zeros(len(facts), np.bool_))


def narrowed(daily: pd.DataFrame) -> pd.DataFrame:
    """Keep the columns that effect curves are made of."""
    return daily[["replicate", "arm", "day", *(name for name in SUMMARY if name in daily)]]


def _failed(error: Exception, index: int, replicate: int) -> Done:
    return Done(index, replicate, failure=Failure.of(error, replicate))
