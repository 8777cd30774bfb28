"""Read a table from CSV, Parquet or XLSX as rows of plain cells; formulas stay text, and nothing is computed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.observations.problems import DataError, brief

ENDINGS = (".csv", ".parquet", ".xlsx")
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_000_000, 500, 10_000


@dataclass(frozen=True)
class Table:
    """``heads``: names of the columns; ``rows``: cells of each row that is not empty, with its number (2 is the first
    below the head); ``file``: its name, for messages. A cell is text, a number, a date, a truth value or None."""

    file: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read_table(file: Path, separator: str = ",", sheet: str = "") -> Table:
    """Read a table by the ending of its name; raise DataError where it is none."""
    readers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise DataError(f"{file.name} is not a table that is read", f"save it as one of {', '.join(ENDINGS)}")
    try:
        lines = reader(file, separator, sheet)
        heads = tuple("" if head is None else str(head).strip() for head in next(lines, ()))
        _check_heads(file.name, heads, separator)
        rows = tuple(_rows(file.name, heads, lines))
    except OSError as error:
        raise DataError(f"{file.name} cannot be read: {brief(error.strerror or error, 100)}") from None
    return Table(file.name, heads, rows)


def _rows(name: str, heads: Sequence[str], lines: Iterator[Sequence[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            raise DataError(f"{name} has more than {MOST_ROWS:,} rows", "make it shorter, such as one row a day")
        plain = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
        plain = [None if cell == "" else cell for cell in plain]
        if any(cell is not None for cell in plain):
            yield number, (*plain, *[None] * (len(heads) - len(plain)))


def _check_heads(name: str, heads: tuple[str, ...], separator: str) -> None:
    if not any(heads):
        raise DataError(f"{name} is empty", "its first row names the columns")
    if len(heads) > MOST_COLUMNS:
        raise DataError(f"{name} has {len(heads):,} columns", f"at most {MOST_COLUMNS} are read")
    other = next((sign for sign in (";", "\t", "|") if len(heads) == 1 and sign in heads[0] and sign != separator), "")
    if other:
        shown = "\\t" if other == "\t" else other
        raise DataError(
            f"{name} has one column, '{brief(heads[0])}'",
            f'save it with commas, or write separator: "{shown}" in data.yaml',
        )
    lower = [head.lower() for head in heads if head]
    twice = next((head for head in lower if lower.count(head) > 1), None)
    if twice is not None:
        raise DataError(f"{name} has two columns '{brief(twice)}'", "rename one")


def _csv(file: Path, separator: str, sheet: str) -> Iterator[Sequence[Any]]:
    csv.field_size_limit(MOST_LETTERS)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        try:
            yield from csv.reader(lines, delimiter=separator, strict=True)
        except UnicodeDecodeError as error:
            raise DataError(f"{file.name} is not UTF-8 (byte 0x{error.object[error.start]:02x})",
                            "save it as CSV UTF-8") from None  # fmt: skip
        except csv.Error as error:
            raise DataError(f"{file.name} is not CSV: {error}") from None


def _parquet(file: Path, separator: str, sheet: str) -> Iterator[Sequence[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(file)
        yield opened.schema_arrow.names
        for batch in opened.iter_batches(10_000):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise DataError(f"{file.name} is not Parquet: {brief(error, 100)}") from None


def _xlsx(file: Path, separator: str, sheet: str) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)  # formulas as they stand
        try:
            yield from _sheet(file.name, book, sheet).iter_rows(values_only=True)
        finally:
            book.close()
    except (OSError, DataError):
        raise
    except Exception as error:  # a damaged archive fails in many ways, when opened or at any row
        raise DataError(f"{file.name} is not XLSX: {brief(error, 100)}") from None


def _sheet(name: str, book: Any, sheet: str) -> Any:
    """Give the sheet that is meant."""
    names = [one.title for one in book.worksheets]  # a sheet of charts alone has no rows
    if not names:
        raise DataError(f"{name} has no sheet with rows")
    if sheet and sheet not in names:
        raise DataError(f"{name} has no sheet '{brief(sheet)}'", f"it has {brief(', '.join(names), 120)}")
    if not sheet and len(names) > 1:
        raise DataError(f"{name} has {len(names)} sheets", f"write sheet: {brief(names[0])} in data.yaml")
    return book[sheet or names[0]]
