"""What a worker does: run one baseline and the scenarios that branch off it, and measure each against it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.effects import OUTCOMES, replicate_effects
from sim.effects.outcomes import SIDE_EFFECTS, STEADY_STATE
from sim.studies.cases import Branch, Task
from sim.studies.executors import Failure
from sim.studies.scenario import BARRIER, BASELINE, joined, labelled, world

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COMPARED = tuple(dict.fromkeys(
    ["orders", "revenue", "street_orders", "direct_orders", "cost", *(source.column for source in SIDE_EFFECTS),
     *(fact.column for fact in STEADY_STATE)]
))  # fmt: skip
"""Daily columns that outcomes are made of: what ``daily=summary`` keeps."""
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
    grown: list[tuple[Branch, pd.DataFrame, pd.DataFrame]] = []
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
                grown.append((branch, *_run(baseline.branch(branch.interventions), task.replicate, BARRIER)))
            except Exception as error:
                done.append(_failed(error, branch.index, task.replicate))
        daily, groups = _run(baseline, task.replicate, BASELINE)
    except Exception as error:
        known = {d.index for d in done}
        return done + [_failed(error, b.index, task.replicate) for b in task.branches if b.index not in known]
    finally:
        if baseline is not None:
            baseline.close()
    for branch, treated, treated_groups in grown:
        try:
            effects = replicate_effects(joined([daily, treated]), joined([groups, treated_groups]), branch.start)
            done.append(_compared(branch, task.replicate, effects, treated))
        except Exception as error:
            done.append(_failed(error, branch.index, task.replicate))
    done += [_steady(b, task.replicate, daily) for b in task.branches if not b.interventions]
    modes = {branch.daily for branch in task.branches} - {"none"}
    if modes:
        kept = daily if "all" in modes else narrowed(daily)
        done.append(Done(BASELINE_INDEX, task.replicate, daily=kept, world_key=task.world_key))
    return done


def _run(ecosystem: Any, replicate: int, arm: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run to the horizon, take the tables, and let go of what Mesa would keep, or a worker would grow."""
    try:
        ecosystem.run()
        records = ecosystem.records
        return labelled(records.daily(), replicate, arm), labelled(records.groups(), replicate, arm)
    finally:
        ecosystem.close()


def _compared(branch: Branch, replicate: int, effects: pd.DataFrame, treated: pd.DataFrame) -> Done:
    daily = None if branch.daily == "none" else treated if branch.daily == "all" else narrowed(treated)
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
    """Keep the columns that outcomes are made of."""
    return daily[["replicate", "arm", "day", *(name for name in COMPARED if name in daily)]]


def _failed(error: Exception, index: int, replicate: int) -> Done:
    return Done(index, replicate, failure=Failure.of(error, replicate))
