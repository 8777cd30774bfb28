"""What a folder of data holds, as far as it is understood: tables, their rows, what of them is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.observations.kinds import KINDS, Kind
from sim.observations.problems import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Row:
    """A row that is understood: its number in the file, and what its cells mean by column; blanks are left out."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """A table as far as it is understood. ``columns``: our name to the file's; ``unused``: the file's other columns."""

    kind: Kind
    file: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    count: int
    per: float = 1.0

    def column(self, name: str) -> list[Any]:
        """Cells of a column, of the rows that have one."""
        return [row.cells[name] for row in self.rows if name in row.cells]


@dataclass(frozen=True)
class Data:
    """A folder as it was read: ``tables`` by kind, the calendar where it is given, and files nobody asked for."""

    folder: Path
    tables: Mapping[str, Known] = field(default_factory=dict)
    day_zero: date | None = None
    ignored: tuple[str, ...] = ()

    def __fspath__(self) -> str:
        return str(self.folder)

    def frame(self, kind: str) -> pd.DataFrame:
        """Give what is understood of a table: row (as a spreadsheet counts), and its columns; blanks are missing."""
        import pandas as pd

        names = list(self.tables[kind].columns) if kind in self.tables else list(KINDS[kind].columns)
        rows = [{"row": row.number, **row.cells} for row in self.rows(kind)]
        return pd.DataFrame(rows, columns=["row", *names])

    @property
    def problems(self) -> list[Problem]:
        """Everything that is not understood, table by table."""
        return [problem for table in self.tables.values() for problem in table.problems]

    def rows(self, kind: str) -> tuple[Row, ...]:
        """Rows of a table; none where there is no such table."""
        return self.tables[kind].rows if kind in self.tables else ()
