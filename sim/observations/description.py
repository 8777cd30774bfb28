"""What of a folder is understood, in words: tables, what they would be used for, and what of them is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sim.observations.content import Data, Known
from sim.observations.kinds import KINDS
from sim.observations.mapping import NAME
from sim.observations.problems import brief
from sim.observations.replay import events_of
from sim.observations.world import world_of

VALUES = 12
"""Values of a table's words that are shown at most."""


def describe(data: Data, most: int | None = 20) -> str:
    """Describe a folder; ``most``: problems of a table that are named, None for all."""
    lines: list[str] = []
    events, world = events_of(data), world_of(data)
    for table in data.tables.values():
        lines += [*_table(table), ""]
    lines += ["used for:"]
    calendar = f"day 0 is {data.day_zero}" if data.day_zero else "dates, counted so that the first event is at start"
    lines += [f"  calendar: {calendar}"] if data.day_zero or events else []
    lines += [f"  {said.name} = {_shown(said.value)}, from {said.grounds}" for said in world]
    lines += [f"  barrier {event.name}: {event.phrase} ({event.place})" for event in events]
    if "series" in data.tables:
        lines.append("  pictures: the series beside the model's revenue")
    for table in data.tables.values():
        if table.problems:
            lines += ["", f"not understood of {table.file}:", *_problems(table, most)]
    for name in data.ignored:
        lines += ["", f"not read: {name} (tables are {', '.join(KINDS)}; {NAME} may name another file)"]
    return "\n".join(lines)


def _table(table: Known) -> Iterator[str]:
    renamed = [f"{name} is '{brief(head)}'" for name, head in table.columns.items() if name != head]
    yield f"{table.file}: {len(table.rows):,} of {table.count:,} rows understood as {table.kind.name}"
    yield f"  columns: {', '.join(table.columns)}" + (f" ({'; '.join(renamed)})" if renamed else "")
    if table.unused:
        yield f"  not used: {', '.join(map(brief, table.unused))}"
    days = table.column("date")
    if days:
        yield f"  from {min(days)} to {max(days)}"
        step = _step(days)
        if table.kind.name == "series" and step > 1 and table.per == 1:
            yield f"  dates are {step} days apart, and each figure counts for one day: say per: week or month in {NAME}"
    for name in ("cause", "category", "origin", "channel"):
        counts = Counter(table.column(name)).most_common(VALUES)
        if counts:
            yield f"  {name}: {', '.join(f'{value} {count:,}' for value, count in counts)}"


def _step(days: Sequence[Any]) -> int:
    """Days between one date and the next, most often; 1 where there are no two."""
    ordered = sorted(set(days))
    gaps = Counter((b - a).days for a, b in pairwise(ordered))
    return gaps.most_common(1)[0][0] if gaps else 1


def _problems(table: Known, most: int | None) -> Iterator[str]:
    shown = table.problems if most is None else table.problems[:most]
    yield from (f"  {problem}" for problem in shown)
    if len(shown) < len(table.problems):
        yield f"  … and {len(table.problems) - len(shown):,} more; --all names every one"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {share:g}" for key, share in value.items()) + "}"
    return str(value)


def tables() -> str:
    """List the tables and their columns, needed ones marked."""
    lines = []
    for kind in KINDS.values():
        lines.append(f"{kind.name}: {kind.use}")
        for name, column in kind.columns.items():
            lines.append(f"  {name:12} {column.meaning}{' (needed)' if column.needed else ''}")
        if kind.any_of:
            lines.append(f"  (of {', '.join(kind.any_of)} a row needs one at least)")
    return "\n".join(lines)
