"""Rows of the catalogue: a member with its figures, each of which carries unit, range, source and status."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from sim.model.engine.parameters import Parameter, Status, parameter


def figure(
    doc: str, *, unit: str, low: float, high: float, source: str = "", status: Status = "judgement", default: Any = None
) -> Any:
    """Declare a field of a row that is a documented figure; a row that says nothing has ``default``, if there is one.

    A row may give a figure a source of its own in its ``sources``, by the name of the figure.
    """
    field = parameter(default, doc, unit=unit, low=low, high=high, source=source, status=status)
    return field if default is not None else dataclasses.field(metadata=field.metadata)


def listed(rows: Sequence[Any], name: str) -> Any:
    """Declare a parameter that lists one figure of all rows, in their order, so that a user may set it."""
    return _parameter(rows, name, [getattr(row, name) for row in rows])


def mapped(rows: Sequence[Any], name: str) -> Any:
    """Declare a parameter that maps the names of all rows to one of their figures."""
    return _parameter(rows, name, {row.name: getattr(row, name) for row in rows})


def _parameter(rows: Sequence[Any], name: str, default: Any) -> Any:
    record = _record(type(rows[0]), name)
    own = [f"{row.name}: {row.sources[name]}" for row in rows if name in getattr(row, "sources", {})]
    source = "; ".join([record.pop("source"), *own]) if own else record.pop("source")
    for key in ("choices", "free_length"):
        record.pop(key)
    return parameter(default, source=source, **record)


def _record(kind: type, name: str) -> dict[str, Any]:
    (found,) = (f for f in dataclasses.fields(kind) if f.name == name)
    return dict(found.metadata["parameter"])


def figures(rows: Sequence[Any]) -> Iterator[Parameter]:
    """Yield every figure of every row as a parameter named ``<member>.<figure>``."""
    for row in rows:
        for field in dataclasses.fields(row):
            if "parameter" in field.metadata:
                record = dict(field.metadata["parameter"])
                record["source"] = getattr(row, "sources", {}).get(field.name, record["source"])
                yield Parameter(name=f"{row.name}.{field.name}", value=getattr(row, field.name), **record)


def names(rows: Sequence[Any]) -> tuple[str, ...]:
    """Return the names of the rows, by which tables of the model are keyed; raise ValueError where one stands twice."""
    found = tuple(row.name for row in rows)
    if len(set(found)) < len(found):
        raise ValueError(f"a name stands twice: {', '.join(found)}")
    return found
