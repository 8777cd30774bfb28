"""Events as barriers and shocks of a run: each by its cause, on its day, under a name that tells both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.observations.content import Data

EXTRA = ("targets", "count", "share")


@dataclass(frozen=True)
class Event:
    """One event: ``name`` of the barrier of the run, ``barrier`` which one it is, ``settings`` what the row says more.

    ``place``: file and row; ``phrase``: what happened, in words.
    """

    name: str
    barrier: str
    date: date
    settings: dict[str, Any]
    place: str
    phrase: str


def events_of(data: Data) -> list[Event]:
    """Give the events in the order of their days."""
    return sorted(_events(data), key=lambda event: event.date)


def _events(data: Data) -> Iterator[Event]:
    taken: set[str] = set()
    for row in data.rows("events"):
        cause, day = row.cells["cause"], row.cells["date"]
        stem = f"{cause}_{day:%Y_%m_%d}"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        settings = {key: row.cells[key] for key in EXTRA if key in row.cells}
        market = row.cells.get("marketplace", "")
        phrase = f"{cause.replace('_', ' ')}{f' of {market}' if market else ''}, {day}"
        yield Event(name, cause, day, settings, f"{data.tables['events'].file} row {row.number}", phrase)
