"""Episodes: what happened in the world, as data: the world before, dated events, what was seen and when.

An episode is a file in ``evidence/episodes``, and found by being there.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sim.model.interventions.base import Intervention, catalogue
from sim.validation.checks import Check, check
from sim.validation.consequences import EPISODE as MEASURES
from sim.validation.library import documents


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

    ``world``: settings of the ecosystem by dotted name; ``start``: day of the run on which the episode begins; ``days``
    watched from then on; ``closes``: share of trade that the first day's closures take, or None; ``up``: rivals that
    are there; ``leader``: whether the leader of day 0 must be among the closed; ``missing``: what the model lacks to
    play it at all, in which case it is listed and not run.
    """

    name: str
    label: str
    checks: tuple[Check, ...]
    events: tuple[Event, ...] = ()
    world: Mapping[str, Any] | None = None
    start: int = 60
    days: int = 301
    closes: float | None = None
    leader: bool = False
    up: tuple[str, ...] = ()
    missing: str = ""


@cache
def described() -> dict[str, Episode]:
    """Give every episode of the package by name, those that cannot be played yet included."""
    return {name: episode(name, plain) for name, plain in documents("episodes")}


def playable() -> dict[str, Episode]:
    """Give the episodes that the model can play."""
    return {name: e for name, e in described().items() if not e.missing}


def episode(name: str, plain: Mapping[str, Any]) -> Episode:
    """Build an episode from the content of its file; raise ValueError, naming the file, on what does not fit."""
    known = [f.name for f in fields(Episode) if f.name != "name"]
    _refuse(name, "entry", set(plain) - set(known), known)
    values = dict(plain)
    seen = tuple(check(name, entry) for entry in values.pop("checks", ()))
    happened = tuple(_event(name, entry) for entry in values.pop("events", ()))
    missing = str(values.get("missing", ""))
    if not missing:
        _refuse(name, "measure", {c.measure for c in seen} - set(MEASURES), MEASURES)
        _refuse(name, "barrier", {e.barrier for e in happened} - set(catalogue()), catalogue())
        if not happened:
            raise ValueError(f"episode {name}: nothing happens in it; it needs events, or says what is missing")
    return Episode(name=name, checks=seen, events=happened, up=tuple(values.pop("up", ())), **values)


def _event(name: str, plain: Mapping[str, Any]) -> Event:
    values = dict(plain)
    try:
        return Event(int(values.pop("day")), str(values.pop("barrier")), values)
    except KeyError as error:
        raise ValueError(f"episode {name}: an event has no '{error.args[0]}'") from None


def _refuse(name: str, what: str, strange: set[str], known: Any) -> None:
    if strange:
        odd = sorted(strange)[0]
        near = difflib.get_close_matches(odd, list(known), 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"episode {name}: no {what} '{odd}'{hint}; there are {', '.join(sorted(known))}")
