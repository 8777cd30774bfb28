"""Parameters changed by dotted name: ``vendors.stop``, or ``couriers.examined.0`` for one entry of a list."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from typing import Any

from sim.model.engine.parameters import Parameter, parameters_of
from sim.model.parameters import EcosystemParameters


def applied(parameters: EcosystemParameters, overrides: Mapping[str, Any]) -> EcosystemParameters:
    """Return parameters with some changed; raise ValueError on a name that is none."""
    for name, value in overrides.items():
        found, index = find(name)
        if index is not None:
            whole = list(current(parameters, found.name))
            whole[index] = value
            value = whole
        elif isinstance(found.value, int) and not isinstance(found.value, bool):
            value = int(round(value))
        parameters = _replaced(parameters, found.name.split("."), value)
    return parameters


def find(name: str) -> tuple[Parameter, int | None]:
    """Find a parameter and, where one entry of a list is named, its index; raise ValueError where there is none."""
    known = {p.name: p for p in parameters_of(EcosystemParameters)}
    if name in known:
        return known[name], None
    head, _, last = name.rpartition(".")
    if head in known and last.isdigit() and isinstance(known[head].value, list):
        if int(last) >= len(known[head].value):
            raise ValueError(f"{head} has {len(known[head].value)} entries, from {head}.0")
        return known[head], int(last)
    near = difflib.get_close_matches(name, known, 1)
    raise ValueError(f"no parameter '{name}'" + (f"; did you mean {near[0]}?" if near else ""))


def current(parameters: EcosystemParameters, name: str) -> Any:
    """Return the present value of a parameter, or of one entry of a list."""
    value: Any = parameters
    for part in name.split("."):
        value = value[int(part)] if isinstance(value, list) else getattr(value, part)
    return value


def _replaced(owner: Any, path: list[str], value: Any) -> Any:
    if len(path) > 1:
        value = _replaced(getattr(owner, path[0]), path[1:], value)
    return dataclasses.replace(owner, **{path[0]: value})
