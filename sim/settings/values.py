"""Turn plain values into typed parameter objects, checking names, types, ranges and choices on the way."""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from sim.model.engine.parameters import Parameter
from sim.model.market.geography import AXES, COUNTRIES
from sim.settings.errors import OutOfRange, SettingsError, UnknownName, WrongType, listed, nearest, short
from sim.settings.renamed import RENAMED

T = TypeVar("T")
Origin = Callable[[str], str]
FAMILIES = tuple(AXES.values())
SWITCHES = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False, "1": True, "0": False}
TYPE_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}


@cache
def types_of(owner: Any) -> dict[str, Any]:
    """Give the types of a dataclass's fields, with string annotations resolved."""
    return typing.get_type_hints(owner)


def parameter_of(field: dataclasses.Field[Any], key: str, default: Any) -> Parameter:
    """Read the record that stands behind a field; a field without one has no range."""
    record = field.metadata.get("parameter") or {
        "doc": "", "unit": "", "low": None, "high": None, "source": "", "status": "setting", "choices": None,
    }  # fmt: skip
    if field.name == "countries" and not record["choices"]:
        record = {**record, "choices": COUNTRIES}
    return Parameter(name=key, value=default, **record)


def build(default: T, plain: Any, key: str = "", origin: Origin = lambda key: "") -> T:
    """Make a copy of a dataclass instance with these values; raise SettingsError on the first that does not fit.

    ``plain``: mapping of field names to plain values, nested as the dataclass is; fields left out keep the default.
    ``key``: dotted name of the instance, "" for the root.
    """
    if not isinstance(plain, Mapping):
        raise WrongType(f"{key}={shown(plain)} is not a group of settings", key=key, value=plain, origin=origin(key))
    fields = {f.name: f for f in dataclasses.fields(default)}  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    for name, value in plain.items():
        full = f"{key}.{name}" if key else str(name)
        if name not in fields:
            close = nearest(str(name), fields)
            near = RENAMED.get(full) or (f"{key}.{close}" if key and close else close)
            raise UnknownName(
                f"no setting '{full}'", key=full, value=value, origin=origin(full), near=near,
                allowed="" if near else listed(list(fields)),
            )  # fmt: skip
        present = getattr(default, name)
        if dataclasses.is_dataclass(present):
            changes[name] = build(present, value, full, origin)
        else:
            kind = types_of(type(default))[name]  # type: ignore[arg-type]
            changes[name] = convert(value, kind, parameter_of(fields[name], full, present), origin)
    return dataclasses.replace(default, **changes)  # type: ignore[type-var]


def convert(value: Any, kind: Any, parameter: Parameter, origin: Origin = lambda key: "") -> Any:
    """Give the value in the type of its field, or raise WrongType, OutOfRange or UnknownName."""
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer in (typing.Union, types.UnionType):
        if value is None:
            return None
        return convert(value, next(t for t in inner if t is not type(None)), parameter, origin)
    if outer in (list, tuple):
        return _list(value, inner[0], parameter, origin)
    if outer is dict:
        return _dict(value, inner[1], parameter, origin)
    return _single(value, kind, parameter, origin)


def _list(value: Any, kind: Any, parameter: Parameter, origin: Origin) -> list[Any]:
    key = parameter.name
    if not isinstance(value, (list, tuple)):
        hint = f"write {key}=[{value}]" if isinstance(value, (str, int, float)) else ""
        raise WrongType(f"{key}={shown(value)} is not a list", key=key, value=value, allowed=allowed(parameter),
                        hint=hint, origin=origin(key))  # fmt: skip
    wanted = len(parameter.value or ())
    if kind in (int, float) and wanted and len(value) != wanted and not (parameter.free_length and value):
        # One figure per label (per channel, per moment): a shorter list would shift them silently.
        raise OutOfRange(f"{key}={shown(value)} has {len(value)} values", key=key, value=value,
                         allowed=f"{wanted} values, such as {shown(parameter.value)}", origin=origin(key))  # fmt: skip
    return [_single(v, kind, parameter, origin) for v in value]


def _dict(value: Any, kind: Any, parameter: Parameter, origin: Origin) -> dict[str, Any]:
    key = parameter.name
    if not isinstance(value, Mapping):
        raise WrongType(f"{key}={shown(value)} is not a mapping", key=key, value=value, allowed=allowed(parameter),
                        hint=f"write {key}.<name>=<value>", origin=origin(key))  # fmt: skip
    labels = _labels(parameter)
    result = {}
    for label, entry in value.items():
        full = f"{key}.{label}"
        if labels and label not in labels:
            near = nearest(str(label), labels)
            raise UnknownName(f"no entry '{full}'", key=full, value=entry, near=near and f"{key}.{near}",
                              allowed=listed(labels), origin=origin(full))  # fmt: skip
        result[str(label)] = _single(entry, kind, dataclasses.replace(parameter, name=full, choices=None), origin)
    return result


def _labels(parameter: Parameter) -> list[str]:
    """Which keys a mapping may have: its choices, the family its default keys belong to, or the default keys."""
    if parameter.choices:
        return list(parameter.choices)
    keys = list(parameter.value or {})
    if not keys:
        return []
    family = next((f for f in FAMILIES if set(keys) <= set(f)), ())
    return list(dict.fromkeys([*keys, *family]))


def _single(value: Any, kind: Any, parameter: Parameter, origin: Origin) -> Any:
    key = parameter.name

    def wrong(problem: str, error: type[SettingsError] = WrongType, near: str | None = None) -> SettingsError:
        return error(problem, key=key, value=value, allowed=allowed(parameter), near=near, origin=origin(key))

    if kind is bool and _text(value).lower() in SWITCHES:
        return SWITCHES[_text(value).lower()]
    whole = isinstance(value, int) and not isinstance(value, bool)
    fits = {
        int: whole, float: whole or isinstance(value, float),
        bool: False, str: isinstance(value, (str, int, float)) and not isinstance(value, bool),
    }  # fmt: skip
    if kind not in fits:
        raise TypeError(f"{key}: settings cannot be of type {kind}")
    if not fits[kind]:
        raise wrong(f"{key}={shown(value)} is not {TYPE_NAMES[kind]}")
    try:
        value = kind(value)
    except (OverflowError, ValueError):  # a whole number too large for a float, or too long to be written
        raise wrong(f"{key} is too large a number", OutOfRange) from None
    if kind is str and parameter.choices and value not in parameter.choices:
        raise wrong(f"{key}={shown(value)} is not known", UnknownName, nearest(value, parameter.choices))
    if kind in (int, float):
        if isinstance(value, float) and not math.isfinite(value):
            raise wrong(f"{key}={value} is not a finite number", OutOfRange)
        if (parameter.low is not None and value < parameter.low) or (
            parameter.high is not None and value > parameter.high
        ):
            raise wrong(f"{key}={shown(value)} is out of range", OutOfRange)
    return value


def allowed(parameter: Parameter) -> str:
    """Say a parameter's range or choices in words, with its unit."""
    if parameter.choices:
        return listed(parameter.choices)
    low, high, unit = parameter.low, parameter.high, f" {parameter.unit}" if parameter.unit else ""
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number(low)}{unit}"
    if low is None:
        return f"at most {number(high)}{unit}"
    return f"{number(low)} to {number(high)}{unit}"


def number(value: float | int | None) -> str:
    """Write a bound: 100000 rather than 100000.0 or 1e+05."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e9:
        return str(int(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def shown(value: Any) -> str:
    """Write a value as a user would type it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(shown(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{k}: {shown(v)}" for k, v in value.items()) + "}"
    return short(_text(value), 80)


def _text(value: Any) -> str:
    try:
        return str(value)
    except ValueError:  # a whole number of more digits than Python writes
        return "a number of thousands of digits"


def several(count: int, noun: str) -> str:
    """Write a count with its noun, "1 replicate" or "20 replicates"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def word(value: Any) -> str:
    """Write a Python value as Hydra's grammar reads it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{k}:{word(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(word(v) for v in value) + "]"
    # Within quotes a backslash counts as such, unless it stands before a quote.
    text = re.sub(r"(\\*)('|$)", lambda m: m[1] * 2 + ("\\'" if m[2] else ""), str(value))
    return f"'{text}'"
