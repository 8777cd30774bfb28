"""Parameters as data: every figure of the model carries unit, range, source and status.

A part of the model declares its parameters as a frozen dataclass whose fields are made by :func:`parameter`.
From these records come the checks of user input, the sweep bounds and the parameter table of the documentation.
This module imports nothing heavy: the command line reads it before anything is compiled.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

Status = Literal["measured", "derived", "judgement", "setting"]
STATUSES: tuple[Status, ...] = ("measured", "derived", "judgement", "setting")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One documented figure of the model.

    ``low`` and ``high`` bound what a user may enter and what a sweep may visit; for a mapping they bound each value.
    ``status``: measured (a source states it), derived (computed from a source), judgement (ours), setting (a choice).
    """

    name: str
    value: Any
    unit: str
    low: float | None
    high: float | None
    source: str
    status: Status
    doc: str
    choices: tuple[str, ...] | None = None
    free_length: bool = False  # a list of another length than the default's is meant too


class Facts(TypedDict, total=False):
    """What is known of a parameter: the fields of :class:`Parameter` that may be left out."""

    unit: str
    low: float | None
    high: float | None
    source: str
    status: Status
    choices: tuple[str, ...] | None
    free_length: bool


def parameter(default: Any, doc: str, **facts: Unpack[Facts]) -> Any:
    """Declare a dataclass field that is a documented parameter; what is not told of it is judgement."""
    known = {"unit": "", "low": None, "high": None, "source": "", "status": "judgement", "choices": None,
             "free_length": False, **facts}  # fmt: skip
    if unknown := facts.keys() - Facts.__annotations__.keys():
        raise TypeError(f"parameter() has no {', '.join(sorted(unknown))}; it knows {', '.join(Facts.__annotations__)}")
    if known["status"] not in STATUSES:
        raise ValueError(f"status {known['status']!r} is none of {STATUSES}")
    if known["status"] in ("measured", "derived") and not known["source"]:
        raise ValueError(f"a {known['status']} parameter names its source: {doc!r}")
    metadata = {"parameter": {"doc": doc, **known}}
    if isinstance(default, (list, dict)):
        return dataclasses.field(default_factory=lambda: default.copy(), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def parameters_of(owner: Any, prefix: str = "") -> Iterator[Parameter]:
    """Yield the parameters of a dataclass (class or instance), nested dataclasses included, by dotted name."""
    if isinstance(owner, type):
        owner = owner()
    for field in dataclasses.fields(owner):
        value = getattr(owner, field.name)
        if dataclasses.is_dataclass(value):
            yield from parameters_of(value, f"{prefix}{field.name}.")
        elif "parameter" in field.metadata:
            yield Parameter(name=f"{prefix}{field.name}", value=value, **field.metadata["parameter"])
