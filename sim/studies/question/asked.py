"""Arguments of Python as the words of the command line that they stand for, so that both mean and refuse the same."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.model.interventions.base import Intervention
from sim.settings.errors import WrongType
from sim.settings.model import barrier_name
from sim.settings.stored import FROM
from sim.settings.values import word

Barrier = str | Intervention | type[Intervention]
"""A barrier by its name, as an object, or as a class, which then starts when the settings say."""
Barriers = Barrier | Sequence[Barrier] | Mapping[str, Barrier]
Over = Sequence[str] | Mapping[str, Any]
"""What varies: names, over the ranges of their records; or names with values, a list of them or a pair (low, high)."""

PLAIN = re.compile(r"(?!true$|false$|null$|nan$|inf$)[A-Za-z][\w.-]*", re.IGNORECASE)
"""Text that needs no quotes, as names of groups must have none."""


def named(interventions: Barriers) -> dict[str, Barrier]:
    """Give every barrier the name under which its settings are typed: its own, with a number where that is taken."""
    if isinstance(interventions, Mapping):
        return dict(interventions)
    if isinstance(interventions, (str, Intervention, type)):
        interventions = [interventions]
    found: dict[str, Barrier] = {}
    for barrier in interventions:
        stem = barrier if isinstance(barrier, str) else barrier_name(barrier)
        name, count = stem, 1
        while name in found:
            count += 1
            name = f"{stem}_{count}"
        found[name] = barrier
    return found


def words_of(interventions: Barriers = (), over: Over = (), options: Mapping[str, Any] | None = None) -> list[str]:
    """Write barriers, what varies, and settings or options as words; own classes become known by their names."""
    found = named(interventions)
    words = barrier_words(found)
    for name, barrier in found.items():
        if isinstance(barrier, Intervention):
            words += [f"interventions.{name}.{key}={word(value)}" for key, value in _own_settings(barrier)]
    words += [f"{key}={_plain(value)}" for key, value in (options or {}).items()]
    return [*words, *_varied(over)]


def barrier_words(barriers: Mapping[str, Barrier]) -> list[str]:
    """Choose barriers by words, each under its name; what an object says besides is not among them."""
    kinds = {name: b if isinstance(b, str) else barrier_name(b) for name, b in barriers.items()}
    alike = [name for name, kind in kinds.items() if kind == name]
    words = [f"+intervention=[{','.join(alike)}]"] if alike else []
    return words + [f"+intervention@interventions.{name}={kind}" for name, kind in kinds.items() if kind != name]


def within(ecosystem: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Put the ecosystem before other settings; a stored world brings its own."""
    return dict(overrides) if FROM in overrides else {"ecosystem": ecosystem, **overrides}


def _own_settings(barrier: Intervention) -> list[tuple[str, Any]]:
    """Give what an object says: what is not its class's, and its start, which settings would else decide."""
    rest = type(barrier)()
    values = {field.name: getattr(barrier, field.name) for field in dataclasses.fields(barrier)}
    return [(key, value) for key, value in values.items() if key == "start" or value != getattr(rest, key)]


def _plain(value: Any) -> str:
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    return value if isinstance(value, str) and PLAIN.fullmatch(value) else word(value)


def _varied(over: Over) -> list[str]:
    if isinstance(over, str):
        over = [over]
    if not isinstance(over, Mapping):
        return [f"over=[{','.join(over)}]"] if over else []
    words, ranges = [], [name for name, values in over.items() if values is None]
    for name, values in over.items():
        if isinstance(values, tuple) and len(values) == 2:
            words.append(f"{name}=interval({word(values[0])},{word(values[1])})")
        elif isinstance(values, (list, range)) and len(values):
            words.append(f"{name}={','.join(_plain(value) for value in values)}")
        elif values is not None:
            raise WrongType(f"over: {name} has {values!r}", key=name, value=values, origin="over",
                            allowed="a list of values, a pair (low, high), or None for the range of its record")  # fmt: skip # noqa: E501
    return [*words, *([f"over=[{','.join(ranges)}]"] if ranges else [])]
