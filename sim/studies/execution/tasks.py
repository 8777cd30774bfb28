"""Runs grouped to tasks: cases of one world share its baseline, and no worker is left with a rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from sim.settings import Settings
from sim.studies.measurement.scenario import first_day
from sim.studies.measurement.task import Branch, Task
from sim.studies.question.case import Case
from sim.studies.question.members import of_replicate

MOST_BRANCHES = 32
"""Scenarios that one task runs against one baseline; more would keep a worker busy for too long at a stretch."""
TASK_WORK = 3e9
"""Buyers times days of the scenarios of one task, at most: about a minute, so that little is lost with a worker."""


def tasks_of(cases: Sequence[Case], todo: Sequence[tuple[int, int]], workers: int) -> Iterator[Task]:
    """Group runs, (number of the case, replicate) each, so that cases of one world share its baseline.

    How runs are grouped changes how long they take, and nothing else.
    """
    groups: dict[tuple[int, str], list[int]] = {}
    for index, replicate in todo:
        groups.setdefault((replicate, cases[index].world_key), []).append(index)
    first = cases[todo[0][0]].settings if todo else Settings()
    most = min(MOST_BRANCHES, max(int(TASK_WORK / (first.buyers * first.days)), 1))
    if len(groups) < workers:  # some workers would have nothing to do
        most = min(most, -(-len(todo) // workers))
    for (replicate, key), indices in sorted(groups.items(), key=lambda group: (group[0][0], group[1][0])):
        count = -(-len(indices) // most)
        for part in range(count):  # of about equal length, so that no worker is left with a rest
            chunk = indices[len(indices) * part // count : len(indices) * (part + 1) // count]
            case = cases[chunk[0]]
            own = of_replicate(case.settings.ecosystem, replicate, case.members)
            world = dataclasses.replace(case.settings, ecosystem=own, interventions={}, overrides=())
            branches = tuple(
                Branch(i, dict(cases[i].settings.interventions), first_day(cases[i].settings), cases[i].daily)
                for i in chunk
            )
            yield Task(world, key, replicate, branches)
