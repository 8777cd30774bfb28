"""A task: one baseline of one replicate and the scenarios that branch off it, as sent to a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.model.interventions.base import Intervention
from sim.settings import Settings


@dataclass(frozen=True)
class Branch:
    """A scenario of a task: its number among the cases, its barriers, when they begin, which tables are kept."""

    index: int
    interventions: Mapping[str, Intervention]
    start: int
    daily: str


@dataclass(frozen=True)
class Task:
    """One baseline of one replicate, and the scenarios that branch off it."""

    world: Settings
    world_key: str
    replicate: int
    branches: tuple[Branch, ...]
