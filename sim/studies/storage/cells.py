"""Cells of tables for spreadsheets: text stays text, whatever a spreadsheet would make of its first sign."""

from __future__ import annotations

from typing import Any

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First signs by which a spreadsheet takes a cell for a formula, which can call programs."""


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay as they are."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    safe = table.assign(**{str(name): table[name].map(_quoted) for name in texts})
    return safe.rename(columns=lambda name: _quoted(name))


def as_csv(table: pd.DataFrame) -> bytes:
    """Give a table as the text of a CSV file."""
    yes_no = [name for name in table.columns if _logical(table[name])]
    spelt = table.assign(**{str(name): table[name].map({True: "TRUE", False: "FALSE"}) for name in yes_no})
    return str(as_text(spelt).to_csv(index=False, lineterminator="\n")).encode()


def _logical(column: pd.Series) -> bool:
    """Tell whether a column holds yes and no, or nothing: written as R and spreadsheets take for logical."""
    if column.dtype == bool:
        return True
    return column.dtype == object and bool(len(known := column.dropna())) and all(isinstance(v, bool) for v in known)


def as_meant(table: pd.DataFrame) -> pd.DataFrame:
    """Take away what :func:`as_text` has put before text."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    plain = table.assign(**{str(name): table[name].map(_unquoted) for name in texts})
    return plain.rename(columns=lambda name: _unquoted(name))


def _unquoted(cell: Any) -> Any:
    quoted = isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(FORMULA)
    return cell[1:] if quoted else cell


def _quoted(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
