"""Populations: agents that come in thousands to millions, kept as typed columns.

A population is registered with the Mesa model as one agent that owns a table; it has the reading verbs of a Mesa
AgentSet over rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


class Row:
    """A read-only view of one row, for notebooks: ``vendors[3].wealth``."""

    __slots__ = ("_table", "row")

    def __init__(self, table: NDArray[Any], row: int) -> None:
        self._table = table
        self.row = row

    def __getattr__(self, name: str) -> Any:
        try:
            return self._table[self.row][name]
        except ValueError:
            raise AttributeError(
                f"no column {name!r}; columns are {', '.join(self._table.dtype.names or ())}"
            ) from None

    def __repr__(self) -> str:
        values = ", ".join(f"{n}={self._table[self.row][n]}" for n in self._table.dtype.names or ())
        return f"Row({self.row}: {values})"


class Population(mesa.Agent):
    """A table of like agents with stable row numbers."""

    def table(self) -> NDArray[Any]:
        """Return the rows that exist, a structured array (a view, not a copy)."""
        raise NotImplementedError

    def present(self) -> NDArray[np.bool_]:
        """Return which rows take part now, bool shape (rows,)."""
        raise NotImplementedError

    def __len__(self) -> int:
        return int(np.count_nonzero(self.present()))

    def __getitem__(self, row: int) -> Row:
        return Row(self.table(), int(row))

    def __iter__(self) -> Iterator[Row]:
        table = self.table()
        return (Row(table, int(row)) for row in np.flatnonzero(self.present()))

    def select(self, condition: Callable[[NDArray[Any]], NDArray[np.bool_]] | None = None) -> NDArray[np.int64]:
        """Return row numbers of those present for whom ``condition`` (of the table) holds."""
        mask = self.present() if condition is None else self.present() & condition(self.table())
        return np.flatnonzero(mask)

    def get(self, column: str, rows: NDArray[np.int64] | None = None) -> NDArray[Any]:
        """Return a copy of a column for ``rows`` (default: those present)."""
        return self.table()[column][self.select() if rows is None else rows].copy()

    def agg(self, column: str, function: Callable[[NDArray[Any]], Any]) -> Any:
        """Return ``function`` of a column over those present."""
        return function(self.get(column))

    def to_frame(self) -> pd.DataFrame:
        """Return those present as a DataFrame, indexed by row number."""
        import pandas as pd

        rows = self.select()
        table = self.table()[rows]
        columns = {n: table[n] for n in table.dtype.names or () if table.dtype[n].shape == ()}
        return pd.DataFrame(columns, index=pd.Index(rows, name="row"))
