"""What an episode is: the world before, dated events, what was seen and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue
from sim.validation.checks import Check


@dataclass(frozen=True)
class Event:
    """Something that happened ``day`` days after the episode began."""

    day: int
    barrier: str
    settings: Mapping[str, Any]

    def intervention(self, start: int) -> Intervention:
        """Give the barrier or shock of a run in which the episode begins on day ``start``."""
        return catalogue()[self.barrier](**{**self.settings, "start": start + self.day})


@dataclass(frozen=True)
class Episode:
    """Events to replay, and the conditions under which they happened.

    ``world``: settings of the ecosystem by dotted name; ``buyers``: its size at most, where numbers of events count;
    ``start``: day of the run on which it begins; ``days`` watched from then on; ``closes``: share of trade that
    the first day's closures take, or None; ``unhosted``: share of trade, at least, whose marketplaces have no host that
    day; ``up``: rivals that are there; ``leader``: whether the leader of day 0 must be among the closed; ``missing``:
    what the model lacks to play it at all, in which case it is listed and not run.
    """

    name: str
    label: str
    checks: tuple[Check, ...]
    events: tuple[Event, ...] = ()
    world: Mapping[str, Any] | None = None
    buyers: int = 1_000_000_000
    start: int = 60
    days: int = 301
    closes: float | None = None
    unhosted: float = 0.0
    leader: bool = False
    up: tuple[str, ...] = ()
    missing: str = ""
