"""A design of the user's own: the rows of a table are the points, its columns name what is set there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.observations.problems import DataError, brief
from sim.observations.tables import ENDINGS, read_table
from sim.settings import Settings
from sim.settings.dated import is_dated
from sim.settings.errors import TYPED, SettingsError, UnknownName, WrongType, listed, nearest
from sim.studies.question.axes import MOST_POINTS, Axis, records
from sim.studies.question.composer import located, set_value

DESIGN = "table"
"""What the option ``design`` says where the points are those of a table."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Points:
    """Rows of a table as points of a design. ``numbers``: rows as a spreadsheet counts them."""

    file: str
    rows: tuple[Mapping[str, Any], ...]
    numbers: tuple[int, ...]

    def axes(self, groups: Sequence[str]) -> list[Axis]:
        """Give the columns as axes, each over the values that stand in it."""
        names = list(self.rows[0])
        return [Axis(n, _distinct([row[n] for row in self.rows]), group=n.lstrip("+") in groups) for n in names]

    def place(self, number: int) -> str:
        """Say where a point stands."""
        return f"{self.file} row {self.numbers[number]}"

    def checked(self, settings: Settings, groups: Mapping[str, Mapping[str, Any]]) -> Points:
        """Check every name and value against the records; raise SettingsError that names the row.

        Return the points with whole numbers where these are asked for.
        """
        known = records(settings)
        columns = list(self.rows[0])
        for name in columns:
            if name not in groups and not (name not in known and _follows(name, columns)):
                self._check_name(name, known, groups)
        rows = []
        for row, number in zip(self.rows, self.numbers, strict=True):
            where = f"{self.file} row {number}"
            rows.append({name: _checked(name, value, settings, known, groups, where) for name, value in row.items()})
        return Points(self.file, tuple(rows), self.numbers)

    def _check_name(self, name: str, known: Mapping[str, Any], groups: Mapping[str, Any]) -> None:
        parts = name.split(".")
        if name == "output":  # a table that somebody sent would choose where files are written
            raise SettingsError("a design does not say where results go", key=name, origin=f"{self.file} row 1",
                                hint="write output=… on the command line")  # fmt: skip
        if name in known:
            return
        hint = ""
        if parts[0] == "interventions" and not any(k.startswith(f"interventions.{parts[1:2][0]}.") for k in known if parts[1:]):  # fmt: skip # noqa: E501
            hint = f"add +intervention={parts[1]}" if parts[1:] else ""
        near = None if hint else nearest(name, [*known, *groups])
        raise UnknownName(f"no parameter '{brief(name)}' to vary", key=name, value=name, near=near, hint=hint,
                          allowed="" if near or hint else listed(sorted({k.split('.')[0] for k in known})),
                          origin=f"{self.file} row 1")  # fmt: skip


def read_points(file: str) -> Points:
    """Read the table of a design; raise SettingsError where it is none."""
    origin = f"{TYPED}: design={file}"
    try:
        table = read_table(Path(file).expanduser())
    except (DataError, RuntimeError, ValueError) as error:
        hint = getattr(error, "hint", "")
        raise SettingsError(f"design: {getattr(error, 'problem', error)}", key="design", value=file, hint=hint,
                            origin=origin) from None  # fmt: skip
    nameless = next((place for place, head in enumerate(table.heads, 1) if not head), None)
    if nameless is not None:
        raise SettingsError(f"column {nameless} has no name", key="design", origin=f"{table.file} row 1",
                            hint="the first row names what is set")  # fmt: skip
    if not table.rows or len(table.rows) > MOST_POINTS:
        told = "no row below its head, and each is a point" if not table.rows else f"more than {MOST_POINTS:,} rows"
        raise SettingsError(f"design: {table.file} has {told}", key="design", value=file, origin=origin)
    rows = [_row(table.file, table.heads, number, cells) for number, cells in table.rows]
    return Points(table.file, tuple(rows), tuple(number for number, _ in table.rows))


def is_table(value: str) -> bool:
    """Tell whether the value of the option names a file of a table."""
    return value.lower().endswith(ENDINGS)


def _row(file: str, heads: Sequence[str], number: int, cells: Sequence[Any]) -> dict[str, Any]:
    where = f"{file} row {number}"
    if len(cells) > len(heads):
        raise SettingsError(f"{len(cells)} cells where {len(heads)} columns have names", key="design", origin=where)
    for name, cell in zip(heads, cells, strict=True):
        if cell is None:
            raise SettingsError(f"{brief(name)} is empty", key=name, origin=where, hint="give every point its value")
    return {name.lstrip("+"): _plain(cell) for name, cell in zip(heads, cells, strict=True)}


def _plain(cell: Any) -> Any:
    """Read text as the number or truth value that it is written as; anything else stays."""
    if isinstance(cell, str):
        if cell.lower() in ("true", "false"):
            return cell.lower() == "true"
        if _NUMBER.fullmatch(cell):
            return float(cell) if re.search(r"[.eE]", cell) else int(cell)
        return cell
    return cell if isinstance(cell, (bool, int, float)) else str(cell)


def _distinct(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _follows(name: str, columns: Sequence[str]) -> bool:
    """Tell whether a name depends on a column that chooses barriers, row by row; composition checks it then."""
    return name.startswith("interventions.") and "intervention" in columns


def _checked(
    name: str, value: Any, settings: Settings, known: Mapping[str, Any], groups: Mapping[str, Any], where: str
) -> Any:
    if name in groups:
        if str(value) not in groups[name]:
            raise UnknownName(f"unknown {name} '{brief(value)}'", key=name, value=value, origin=where,
                              near=nearest(str(value), groups[name]), allowed=listed(list(groups[name])))  # fmt: skip
        return str(value)
    if name not in known or is_dated(name, value):
        return value  # told where the point is composed
    if isinstance(known[name].value, (list, dict)):
        raise WrongType(f"{name} is a list or a mapping, and a cell holds one value", key=name, value=value,
                        origin=where)  # fmt: skip
    whole = isinstance(known[name].value, int) and isinstance(value, float) and value.is_integer()
    try:
        set_value(settings, name, int(value) if whole else value)
    except SettingsError as error:
        raise located(error, where) from None
    return int(value) if whole else value
