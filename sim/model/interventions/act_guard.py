"""What a barrier orders is checked field by field: a name that is not known would strike nobody, a NaN everybody."""

from __future__ import annotations

import dataclasses
import difflib
import math
import numbers
import types
import typing
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

from sim.model.acts.act import Act
from sim.model.acts.crowds import KINDS, Members
from sim.model.market.geography import AXES, COUNTRIES, PRODUCTS

MOST = 1_000_000_000
"""Largest figure that an act may have."""
SHARES = ("probability", "success", "publicity", "leads", "addressees", "loudness", "severity", "share")
"""Fields that are shares or chances."""
LABELS = {"countries": COUNTRIES, "products": PRODUCTS, "kinds": KINDS}
"""Fields that name members of the catalogue."""


def echo(value: Any, most: int = 60) -> str:
    """Write a value for a message, cut to what a line has room for."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # anybody's object, or a number of more digits than Python writes
        text = type(value).__name__
    return text if len(text) <= most else f"{text[: most - 1]}…"


def choices(value: Any, known: Sequence[str]) -> str:
    """Say what may be chosen, and the nearest of it."""
    near = difflib.get_close_matches(value, known, 1) if isinstance(value, str) else []
    return (f"did you mean {near[0]}? " if near else "") + f"({echo(', '.join(known), 100)[1:-1]})"


def faults(act: Act) -> Iterator[str]:
    """Yield what is wrong with the fields of an act and of those it strikes."""
    yield from _faults(act, type(act).__name__)
    if act.strikes and not hasattr(getattr(act, "targets", None), "choose"):
        yield f"{type(act).__name__}.targets={echo(getattr(act, 'targets', None))} are none that can be chosen"


def _faults(part: Any, name: str) -> Iterator[str]:
    for field, told in _types(part.__class__).items():
        value, full = getattr(part, field), f"{name}.{field}"
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            if not any(isinstance(value, kind) for kind in _parts(told) if isinstance(kind, type)):
                yield f"{full}={type(value).__name__} is not what it strikes"
            yield from _faults(value, f"{name}.{field}")
            continue
        problem = _problem(field, value, told)
        if problem:
            yield f"{full}={echo(value)} {problem}"
    if isinstance(part, Members):
        known = AXES.get(str(part.strikes).removesuffix("s"), ())
        for label in part.names if isinstance(part.names, (tuple, list)) else ():
            if label not in known:
                yield f"{name}.names: {echo(label)} is not known; {choices(label, known)}"


@cache
def _types(kind: Any) -> dict[str, Any]:
    try:
        hints = typing.get_type_hints(kind)
    except Exception:  # an act of one's own that names its types in a way that cannot be read here
        hints = {}
    return {f.name: hints.get(f.name, Any) for f in dataclasses.fields(kind)}


def _parts(told: Any) -> tuple[Any, ...]:
    union = typing.get_origin(told) in (typing.Union, types.UnionType)
    return tuple(typing.get_origin(part) or part for part in (typing.get_args(told) if union else (told,)))


def _problem(field: str, value: Any, told: Any) -> str:
    """Say what is wrong with a value, or "" where it may be of its type."""
    if told is Any:
        return ""
    if typing.get_origin(told) is Literal:
        known = typing.get_args(told)
        return "" if isinstance(value, str) and value in known else f"is not known; {choices(value, known)}"
    kinds = _parts(told)
    if value is None and type(None) in kinds:
        return ""
    if bool in kinds:
        return "" if isinstance(value, bool) else "is neither True nor False"
    if int in kinds or float in kinds:
        return _number(field, value, int in kinds)
    if str in kinds:
        return "" if isinstance(value, str) else "is no text"
    if tuple in kinds:
        return _labels(field, value)
    wanted = [kind for kind in kinds if isinstance(kind, type)]
    return "" if any(isinstance(value, kind) for kind in wanted) or not wanted else "is not what it strikes"


def _number(field: str, value: Any, whole: bool) -> str:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral if whole else numbers.Real):
        return "is no whole number" if whole else "is no number"
    high = 1 if field in SHARES else MOST
    if not 0 <= float(value) <= high or math.isnan(value):
        return f"is not within 0 to {high}"
    return ""


def _labels(field: str, value: Any) -> str:
    if not isinstance(value, (tuple, list)) or not all(isinstance(entry, str) for entry in value):
        return "is no tuple of names"
    known = LABELS.get(field, ())
    wrong = next((entry for entry in value if known and entry not in known), None)
    return "" if wrong is None else f"has {echo(wrong)}, which is not known; {choices(wrong, known)}"
