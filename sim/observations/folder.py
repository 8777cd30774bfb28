"""Read a folder of data: every table that is understood, row by row, and what of it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.observations.content import Data, Known, Row
from sim.observations.description import describe
from sim.observations.kinds import KINDS, Kind
from sim.observations.mapping import NAME, Entry, Mapped, read_mapping
from sim.observations.problems import DataError, Problem, brief, near
from sim.observations.tables import ENDINGS, Table, read_table


class Folder(Data):
    """A folder as it was read; printed, it says what of it is understood."""

    def __str__(self) -> str:
        return describe(self)


def read_data(folder: str | Path) -> Data:
    """Read a folder; raise DataError where it cannot be used at all, and note what single rows lack."""
    place = Path(folder).expanduser()
    try:
        names = sorted(file.name for file in place.iterdir() if file.is_file() and not file.name.startswith((".", "~")))
    except OSError as error:
        raise DataError(f"it is not a folder that can be read: {error.strerror}") from None
    mapped = read_mapping(place)
    tables, used = {}, {NAME}
    for name, kind in KINDS.items():
        entry = mapped.entries.get(name, Entry())
        file = _file_of(name, entry, names)
        if file:
            used.add(file)
            tables[name] = _known(kind, entry, read_table(place / file, entry.separator, entry.sheet))
    if not tables:
        raise _nothing(folder, names, mapped)
    return Folder(place, tables, mapped.day_zero, tuple(name for name in names if name not in used))


def _file_of(kind: str, entry: Entry, names: list[str]) -> str:
    if entry.file:
        if entry.file not in names:
            raise DataError(f"{NAME}: {kind}: there is no file {brief(entry.file)}{near(entry.file, names)}")
        return entry.file
    found = [name for name in names if name.lower() in {kind + ending for ending in ENDINGS}]
    if len(found) > 1:
        raise DataError(f"{' and '.join(found)} both hold {kind}", f"name one in {NAME}: {kind}: {{file: {found[0]}}}")
    return found[0] if found else ""


def _nothing(folder: str | Path, names: list[str], mapped: Mapped) -> DataError:
    tables = [name for name in names if name.lower().endswith(ENDINGS)]
    wanted = ", ".join(KINDS)
    if tables:
        return DataError(f"{folder} holds {brief(tables[0])} and no table by a name that is known ({wanted})",
                         f"say in {NAME} what it is: events: {{file: {brief(tables[0])}}}")  # fmt: skip
    return DataError(f"{folder} holds no table", f"tables are {wanted}, each as one of {', '.join(ENDINGS)}")


def _known(kind: Kind, entry: Entry, table: Table) -> Known:
    places = _places(kind, entry, table)
    rows, problems = [], []
    for number, cells in table.rows:
        found, wrong = _row(kind, entry, table, places, number, cells)
        problems += wrong
        if not any(problem.lost for problem in wrong):
            rows.append(Row(number, found))
    columns = {name: table.heads[place] for name, place in places.items()}
    unused = tuple(head for head in table.heads if head and head not in columns.values())
    return Known(kind, table.file, tuple(rows), tuple(problems), columns, unused, len(table.rows), entry.per)


def _places(kind: Kind, entry: Entry, table: Table) -> dict[str, int]:
    """Find the columns by the names that the mapping gives, else by our own, in any case of letters."""
    lower = [head.lower() for head in table.heads]
    places = {}
    for name in kind.columns:
        wanted = entry.columns.get(name, name)
        if wanted.lower() in lower:
            places[name] = lower.index(wanted.lower())
        elif name in entry.columns:
            raise DataError(f"{table.file} has no column '{brief(wanted)}'{near(wanted, table.heads)}",
                            f"its columns: {brief(', '.join(table.heads), 100)}")  # fmt: skip
    missing = [name for name, column in kind.columns.items() if column.needed and name not in places]
    if not missing and kind.any_of and not set(kind.any_of) & set(places):
        missing = [" or ".join(kind.any_of)]
    if missing:
        raise DataError(f"{table.file} has no column {missing[0]}; its columns: {brief(', '.join(table.heads), 100)}",
                        f"say in {NAME} what it is called: {kind.name}: {{columns: {{{missing[0]}: …}}}}")  # fmt: skip
    return places


def _row(
    kind: Kind, entry: Entry, table: Table, places: dict[str, int], number: int, cells: tuple[Any, ...]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read a row: what it says, and what of it is not understood."""
    if len(cells) > len(table.heads):
        told = f"has {len(cells)} cells where {len(table.heads)} columns have names"
        return {}, [Problem(table.file, number, "", told)]
    found: dict[str, Any] = {}
    problems = []
    for name, place in places.items():
        column = kind.columns[name]
        if cells[place] is None:
            if column.needed:
                problems.append(Problem(table.file, number, name, "is empty"))
            continue
        try:
            found[name] = column.read(cells[place], name, entry.reading)
        except (ValueError, OverflowError) as error:
            problems.append(Problem(table.file, number, name, str(error), column.needed))
    if kind.any_of and not set(kind.any_of) & set(found):  # nothing is left that the row could say
        problems = [replace(p, lost=p.lost or p.column in kind.any_of) for p in problems]
        if not any(problem.lost for problem in problems):
            problems.append(Problem(table.file, number, "", f"has no {' nor '.join(kind.any_of)}"))
    return found, problems
