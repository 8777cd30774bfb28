"""Stages of a world in which several barriers follow each other: with the first of them, with the first two, …

What one of them did is the difference between the stage that ends with it and the stage before, counted from its own
day: not all of them together against none, counted from the first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from sim.model.interventions.base import Intervention
from sim.settings import Settings
from sim.settings.errors import TYPED, SettingsError
from sim.studies.question.case import Case
from sim.studies.question.options import StudyOptions

UP_TO = "up to "
"""How the name of a world begins in which later barriers are left out."""


def in_order(barriers: Mapping[str, Intervention]) -> list[str]:
    """Name barriers in the order in which they begin; of those on one day as they stand."""
    return sorted(barriers, key=lambda name: barriers[name].start)


def stages(case: Case, options: StudyOptions) -> Iterator[Case]:
    """Yield the worlds in which later barriers are left out, where effects are asked for barrier by barrier."""
    if not wanted(case.settings, options.by_event):
        return
    names = in_order(case.settings.interventions)
    for count in range(1, len(names)):
        kept = {name: case.settings.interventions[name] for name in names[:count]}
        own = dataclasses.replace(case.settings, interventions=kept)
        yield dataclasses.replace(case, settings=own, world=f"{UP_TO}{names[count - 1]}", daily="summary")


def wanted(settings: Settings, asked: bool | None) -> bool:
    """Tell whether effects are told by event: where that is asked for, or where several events are replayed."""
    if asked is False or len(settings.interventions) < 2:
        return False
    moved = next((name for name, barrier in settings.interventions.items() if barrier.trigger), None)
    if asked and moved is not None:
        raise SettingsError(f"by_event counts from the day of each barrier, and {moved} waits for its trigger",
                            key="by_event", hint="give it a start and no trigger", origin=TYPED)  # fmt: skip
    return moved is None and (bool(asked) or (settings.data is not None and settings.replay))


def stage_before(cases: list[Any], case: Any, name: str) -> tuple[Any | None, Any]:
    """Give the cases of a scenario of which the first lacks a barrier, and later ones, that the second has.

    None for the first barrier of all: before it both arms are the baseline.
    """
    worlds = {c.world: c for c in cases if c.scenario == case.scenario and c.point == case.point}
    names = in_order(case.settings.interventions)
    place = names.index(name)
    before = worlds.get(f"{UP_TO}{names[place - 1]}") if place else None
    return before, worlds[""] if place == len(names) - 1 else worlds[f"{UP_TO}{name}"]
