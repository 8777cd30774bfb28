"""What varies in a sweep: read from Hydra's sweep words and from the ranges of the parameter records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hydra.core.override_parser.types import IntervalSweep, Override, RangeSweep
from hydra.errors import HydraException

from sim.model.engine.parameters import Parameter, parameters_of
from sim.settings import Settings
from sim.settings.errors import (
    TYPED,
    Contradiction,
    NotYet,
    OutOfRange,
    SettingsError,
    UnknownName,
    WrongType,
    listed,
    nearest,
)
from sim.settings.grammar import Grammar
from sim.settings.places import origin_of
from sim.settings.values import allowed, number

MOST_POINTS = 1_000_000
"""Points of a design, and values of an axis, at most."""


@dataclass(frozen=True)
class Axis:
    """One thing that varies: over ``values``, or from ``low`` to ``high`` (``whole``: in whole numbers).

    ``group``: it chooses among configuration files, such as ecosystem or +intervention.
    """

    name: str
    values: tuple[Any, ...] = ()
    low: float = math.nan
    high: float = math.nan
    whole: bool = False
    group: bool = False

    @property
    def interval(self) -> bool:
        return not self.values

    def at(self, share: float) -> Any:
        """Value at a share of the way, in [0, 1)."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.whole:
            low, high = math.ceil(self.low), math.floor(self.high)
            return min(low + int(share * (high - low + 1)), high)
        return self.low + share * (self.high - self.low)


def split(words: Sequence[str], groups: Sequence[str]) -> tuple[list[str], list[Axis]]:
    """Part words of one value from those that ask for several; the latter become axes."""
    parser = Grammar()
    plain, axes = [], []
    for word in words:
        try:
            override = parser.parse_override(word)
        except HydraException:
            plain.append(word)  # composition words it better
            continue
        if override.is_sweep_override():
            axes.append(_axis(word, override, groups))
        else:
            plain.append(word)
    names = [axis.name for axis in axes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Contradiction(f"{twice} varies twice", key=twice, hint="name it once", origin=TYPED)
    return plain, axes


def _axis(word: str, override: Override, groups: Sequence[str]) -> Axis:
    name = override.get_key_element().lstrip("+")
    group = override.key_or_group in groups
    value = override.value()
    if isinstance(value, IntervalSweep):
        if group:
            raise WrongType(f"{word}: files have no interval", key=name, origin=origin_of(word))
        return Axis(name, low=float(value.start or 0.0), high=float(value.end or 0.0))
    _check_count(value, word, name)
    try:
        values = tuple(override.sweep_iterator(transformer=lambda value: value))
    except HydraException as error:
        raise NotYet(f"{word}: {str(error).splitlines()[0]}", key=name, hint="list the values",
                     origin=origin_of(word)) from None  # fmt: skip
    if not values:
        raise SettingsError(f"{word} names no value", key=name, origin=origin_of(word),
                            hint="range(0,10) counts up to 9")  # fmt: skip
    values = tuple(_plain(value) for value in values)
    seen: set[str] = set()
    for value in map(repr, values):  # there may be a million, and lists among them
        if value in seen:
            raise Contradiction(f"{word}: {value} stands twice, and the same world twice tells nothing new", key=name,
                                value=value, hint="name each value once", origin=origin_of(word))  # fmt: skip
        seen.add(value)
    return Axis(name, values, group=group)


def _check_count(value: Any, word: str, name: str) -> None:
    """Count what a range holds before it is listed."""
    if not isinstance(value, RangeSweep):
        return
    start, stop, step = (float(x) for x in (value.start or 0.0, value.stop or 0.0, value.step or 0.0))
    if not all(map(math.isfinite, (start, stop, step))):  # a step of 0 is refused as the word is read
        raise SettingsError(f"{word} does not count from one number to another", key=name, origin=origin_of(word),
                            hint="range(0,10,2) counts up to 8 by 2")  # fmt: skip
    count = math.ceil((stop - start) / step)
    if count > MOST_POINTS:
        raise OutOfRange(f"{word} names {count:,} values", key=name, allowed=f"at most {MOST_POINTS:,}",
                         origin=origin_of(word), hint="write interval(…) design=sobol samples=…")  # fmt: skip


def _plain(value: Any) -> Any:
    """Turn quoted strings of Hydra's grammar, also within lists, into text."""
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value if value is None or isinstance(value, (bool, int, float, str, dict)) else value.text


def records(settings: Settings) -> dict[str, Parameter]:
    """Collect every parameter of these settings by dotted name, those of the barriers included."""
    found = {p.name: p for p in parameters_of(Settings) if "." not in p.name}
    found |= {p.name: p for p in parameters_of(settings.ecosystem, "ecosystem.")}
    for name, barrier in settings.interventions.items():
        found |= {p.name: p for p in parameters_of(barrier, f"interventions.{name}.")}
    return found


def with_bounds(axes: Sequence[Axis], over: Sequence[str], settings: Settings) -> list[Axis]:
    """Check intervals against the records, and make an axis of each parameter in ``over``."""
    known = records(settings)
    checked = [_inside(axis, known) if axis.interval else axis for axis in axes]
    taken = {axis.name for axis in axes}
    for name in over:
        if name in taken:
            raise Contradiction(f"{name} varies twice", key="over", value=name, hint="name it once")
        taken.add(name)
        checked.append(_whole_range(name, known))
    return checked


def _whole_range(name: str, known: dict[str, Parameter]) -> Axis:
    parameter = _record(name, known, "over")
    if isinstance(parameter.value, bool):
        return Axis(name, (False, True))
    if parameter.choices and isinstance(parameter.value, str):
        return Axis(name, tuple(parameter.choices))
    _check_number(parameter)
    if parameter.low is None or parameter.high is None:
        raise OutOfRange(f"over: {name} has no two bounds of its own", key=name, allowed=allowed(parameter),
                         hint=f"write '{name}=interval(<low>,<high>)'")  # fmt: skip
    return Axis(name, low=float(parameter.low), high=float(parameter.high), whole=isinstance(parameter.value, int))


def _inside(axis: Axis, known: dict[str, Parameter]) -> Axis:
    parameter = _record(axis.name, known, axis.name)
    _check_number(parameter)
    text = f"{axis.name}=interval({number(axis.low)},{number(axis.high)})"
    if not axis.low < axis.high:
        raise OutOfRange(f"{text} is empty", key=axis.name, allowed=allowed(parameter), origin=TYPED)
    outside = [
        bound for bound in (axis.low, axis.high)
        if (parameter.low is not None and bound < parameter.low) or (parameter.high is not None and bound > parameter.high)  # noqa: E501
    ]  # fmt: skip
    if outside:
        raise OutOfRange(f"{text}: {number(outside[0])} is out of range", key=axis.name, value=outside[0],
                         allowed=allowed(parameter), origin=TYPED)  # fmt: skip
    whole = isinstance(parameter.value, int)
    if whole and math.ceil(axis.low) > math.floor(axis.high):
        raise OutOfRange(f"{text} holds no whole number", key=axis.name, origin=TYPED)
    return Axis(axis.name, low=axis.low, high=axis.high, whole=whole)


def _record(name: str, known: dict[str, Parameter], key: str) -> Parameter:
    if name in known:
        return known[name]
    parts = name.split(".")
    hint = ""
    if (
        parts[0] == "interventions"
        and len(parts) > 1
        and not any(k.startswith(f"interventions.{parts[1]}.") for k in known)
    ):
        hint = f"add +intervention={parts[1]}"
    near = None if hint else nearest(name, list(known))
    raise UnknownName(f"no parameter '{name}' to vary", key=key, value=name, near=near, origin=TYPED, hint=hint,
                      allowed="" if near or hint else listed(sorted({k.split('.')[0] for k in known})))  # fmt: skip


def _check_number(parameter: Parameter) -> None:
    """Refuse what has no single number; none at all (no duration, no repeat) may become one."""
    value = parameter.value
    if isinstance(value, bool) or not (value is None or isinstance(value, (int, float))):
        raise WrongType(f"{parameter.name} is not one number", key=parameter.name, value=value, origin=TYPED,
                        hint=f"list the values, as in '{parameter.name}=a,b'")  # fmt: skip
