"""Episodes: what happened in the world, as data.

An episode is a file in ``evidence/episodes``, and found by being there.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from sim.model.interventions.registry import catalogue
from sim.validation.checks import check
from sim.validation.consequences import EPISODE as MEASURES
from sim.validation.episode import Episode, Event
from sim.validation.library import documents


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
