"""A folder of data as settings of a run: the world at the start, events as barriers, and the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sim.model.market.tables import LONGEST_RUN
from sim.observations.calendar import day_of, parsed
from sim.observations.content import Data
from sim.observations.folder import read_data
from sim.observations.problems import DataError
from sim.observations.replay import Event, events_of
from sim.observations.world import Said, world_of
from sim.settings.dated import ZERO
from sim.settings.errors import Contradiction, OutOfRange, SettingsError
from sim.settings.places import OfWord
from sim.settings.values import Origin, several
from sim.validation.checks import Check

AFTER = 365
"""Days that a run goes on after its last event, where no horizon is given."""


@dataclass
class Observed:
    """What a folder says, ready to be put among the settings."""

    data: Data
    events: list[Event] = field(default_factory=list)
    world: list[Said] = field(default_factory=list)


def data(folder: str | Path, origin: str = "") -> Data:
    """Read a folder of a user's own data: series, events, listings, seizures.

    ``print(data)`` says what is understood and, row by row, what is not; ``.frame("events")`` gives a table,
    ``.problems`` what is not understood. ``sim.run(…, data=data)`` uses it. Raises SettingsError where the folder
    cannot be used at all.
    """
    try:
        return read_data(folder)
    except DataError as error:
        raise SettingsError(f"data={folder}: {error.problem}", key="data", value=folder, hint=error.hint,
                            origin=origin) from None  # fmt: skip


def own_facts(folder: str, origin: str = "") -> list[Check]:
    """Give the facts of a folder as targets of a calibration; raise SettingsError on one that cannot be measured."""
    from sim.observations.facts import checks_of

    found = data(folder, origin)
    try:
        return checks_of(found)
    except DataError as error:
        raise SettingsError(error.problem, key="data", value=folder, hint=error.hint, origin=origin) from None


def observed(folder: str, replay: bool, origin: str) -> Observed:
    """Read a folder and what follows from it; raise SettingsError where it cannot be used."""
    found = data(folder, origin)
    return Observed(found, events_of(found) if replay else [], world_of(found))


def put_in(plain: dict[str, Any], seen: Observed, typed: Mapping[str, Any], origin: Origin) -> list[str]:
    """Put what was observed among composed settings, where nothing was typed; return what is to be said of it."""
    notes = []
    for said in seen.world:
        if any(_overlap(key, said.name) for key in typed):
            notes.append(f"{said.name} is as typed, not as in data={typed['data']}")
            continue
        *path, last = said.name.split(".")
        place = plain
        for part in path:
            place = place[part]
        place[last] = said.value
        notes.append(f"{said.name} is from {said.grounds}")
    if plain.get(ZERO) is None and seen.data.day_zero is not None:
        plain[ZERO] = seen.data.day_zero.isoformat()
    if seen.events:
        notes += _replayed(plain, seen.events, "days" in typed, origin)
    elif seen.data.rows("events"):
        notes.append(f"events of data={typed['data']} are not replayed (replay=false)")
    lost = sum(problem.lost for problem in seen.data.problems)
    partly = len(seen.data.problems) - lost
    if seen.data.problems:
        both = " and ".join(f"{several(n, what)}" for n, what in ((lost, "row"), (partly, "cell")) if n)
        notes.append(f"{both} of data={typed['data']} not understood: python -m sim data check {typed['data']}")
    return notes


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _replayed(plain: dict[str, Any], events: list[Event], fixed: bool, origin: Origin) -> list[str]:
    from sim.settings.model import BARRIER  # the other way around it is needed to load this

    notes = []
    if plain.get(ZERO) is None:
        first = events[0].date
        try:
            plain[ZERO] = (first - timedelta(days=int(plain["start"]))).isoformat()
        except (OverflowError, ValueError, TypeError):
            raise OutOfRange(f"start={plain['start']} days before {first} there is no calendar", key="start",
                             origin=origin("start")) from None  # fmt: skip
        notes.append(f"day 0 is {plain[ZERO]}, so that the first event is on day {plain['start']}")
    try:
        zero = parsed(plain[ZERO])
    except ValueError:
        return notes  # told where all settings are checked
    days = {event.name: day_of(event.date, zero) for event in events}
    _check_days(days, events, zero)
    if not fixed and max(days.values()) + AFTER > plain["days"]:
        plain["days"] = min(max(days.values()) + AFTER, LONGEST_RUN)
        notes.append(f"days is {plain['days']}, {AFTER} beyond the last event")
    late = next((event for event in events if days[event.name] >= plain["days"]), None)
    if late is not None:
        raise Contradiction(f"{late.date} is day {days[late.name]:,}, beyond the horizon of days={plain['days']}",
                            key="data", value=str(late.date), hint="give more days, or replay=false",
                            origin=late.place)  # fmt: skip
    barriers = plain.setdefault("interventions", {})
    for event in events:
        barriers[event.name] = {BARRIER: event.barrier, "start": days[event.name], **event.settings}
    notes.append(f"{several(len(events), 'event')} from {events[0].date} to {events[-1].date} are replayed, each on "
                 "the largest marketplace of its day unless its row says otherwise")  # fmt: skip
    return notes


def _check_days(days: Mapping[str, int], events: list[Event], zero: Any) -> None:
    early = next((event for event in events if days[event.name] < 0), None)
    if early is not None:
        raise OutOfRange(f"{early.date} is before day 0 of the run ({zero})", key=ZERO, value=str(early.date),
                         hint=f"give an earlier {ZERO}, or leave it out", origin=early.place)  # fmt: skip


def with_places(origin: Origin, seen: Observed | None) -> Origin:
    """Let messages about a replayed event, or a figure of the world, say which row or table it is from."""
    if seen is None:
        return origin
    places = {f"interventions.{event.name}": event.place for event in seen.events}
    places |= {said.name: f"data: {said.grounds}" for said in seen.world}

    def located(key: str) -> str:
        found = next((place for name, place in places.items() if key == name or key.startswith(f"{name}.")), None)
        told = origin(key)
        return found if found is not None and not isinstance(told, OfWord) else told

    return located
