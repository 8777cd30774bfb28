"""What the parameters of a barrier from outside owe the program, checked when its class is made known.

Whoever chooses such a barrier would else meet the fault where settings are composed, in words of the libraries there.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from typing import Any

from sim.model.interventions.act_guard import echo
from sim.model.interventions.base import Intervention

RESERVED = ("barrier", "barrier_text")
"""Names under which settings tell which barrier an entry is."""
NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}


def check_fields(kind: type[Intervention]) -> None:
    """Raise ValueError for a parameter of a type that no setting has, or whose default is not of its type."""
    usual = typing.get_type_hints(Intervention)
    try:
        hints = typing.get_type_hints(kind)
        default = kind()
    except Exception as error:
        raise ValueError(f"it cannot be made of its defaults: {type(error).__name__}: {error}") from None
    for field in dataclasses.fields(kind):
        told, name = hints[field.name], field.name
        if name in usual and told != usual[name]:
            raise ValueError(f"{name} is of every barrier, and of another type there: {_named(usual[name])}")
        if name in RESERVED or not field.init or "${" in name:
            raise ValueError(f"{name} cannot be a parameter of a barrier; give it another name, and init")
        inner, plain = _inner(told)
        if inner is None:
            raise ValueError(f"{name}: no setting is of type {_named(told)}; int, float, bool, str, an optional one or a "
                             "list of such are")  # fmt: skip
        _check_default(name, getattr(default, name), told, inner, plain)
        _check_bounds(name, getattr(default, name), field.metadata.get("parameter") or {})
    for name in ("summary", "phrase", "level", "source"):
        if not isinstance(getattr(kind, name), str):
            raise ValueError(f"{name} is no text")


def _inner(told: Any) -> tuple[type | None, bool]:
    """Give the simple type within a field's, and whether the field is one of it; None where there is none."""
    outer, inner = typing.get_origin(told), typing.get_args(told)
    if outer in (typing.Union, types.UnionType):
        rest = [part for part in inner if part is not type(None)]
        return _inner(rest[0]) if len(rest) == 1 and len(inner) == 2 else (None, True)
    if outer is list or (outer is tuple and inner[1:] == (...,)):
        return (inner[0] if inner[0] in NAMES else None), False
    if outer is dict:
        return (inner[1] if inner[0] is str and inner[1] in NAMES else None), False
    return (told if told in NAMES else None), True


def _check_default(name: str, value: Any, told: Any, inner: type, plain: bool) -> None:
    if value is None and type(None) in typing.get_args(told):
        return
    if plain:
        entries = [value]
    else:
        outer = next(kind for kind in (list, tuple, dict) if kind in (typing.get_origin(t) for t in _parts(told)))
        if not isinstance(value, outer):
            raise ValueError(f"{name}: the default {echo(value)} is not of type {_named(told)}")
        entries = list(value.values() if isinstance(value, dict) else value)
        if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
            raise ValueError(f"{name}: the default has a name that is no text")
    for entry in entries:
        fits = isinstance(entry, (int, float) if inner is float else inner)
        if not fits or (isinstance(entry, bool) and inner is not bool):
            raise ValueError(f"{name}: the default {echo(entry)} is not {NAMES[inner]}")
        if isinstance(entry, str) and ("${" in entry or entry == "???"):
            raise ValueError(f"{name}: the default {echo(entry)} would be read as another setting's")
        if isinstance(entry, float) and not math.isfinite(entry):
            raise ValueError(f"{name}: the default {entry} is not a finite number")


def _parts(told: Any) -> tuple[Any, ...]:
    return typing.get_args(told) if type(None) in typing.get_args(told) else (told,)


def _check_bounds(name: str, value: Any, record: dict[str, Any]) -> None:
    low, high, choices = (record.get(part) for part in ("low", "high", "choices"))
    if any(not isinstance(bound, (int, float, type(None))) for bound in (low, high)):
        raise ValueError(f"{name}: its range, {echo(low)} to {echo(high)}, is not of numbers")
    if choices is not None and not all(isinstance(choice, str) for choice in choices):
        raise ValueError(f"{name}: choices are not all text")
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else [value]
    for entry in entries:
        if isinstance(entry, (int, float)) and not isinstance(entry, bool):
            if (low is not None and entry < low) or (high is not None and entry > high):
                raise ValueError(f"{name}: the default {echo(entry)} is not within {low} to {high}")
        if choices and isinstance(entry, str) and entry not in choices:
            raise ValueError(f"{name}: the default {echo(entry)} is none of its choices")


def _named(told: Any) -> str:
    return getattr(told, "__name__", "") if isinstance(told, type) and not typing.get_args(told) else echo(told).replace("typing.", "")
