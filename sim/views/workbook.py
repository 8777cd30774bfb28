"""Tables as sheets of a workbook: cells by their kind, widths, a head that stays, filters, and numbers by their unit.

openpyxl writes it, as it also reads workbooks, which own data come in. Rows are written as they come: a sheet of many
thousand rows needs no memory for them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

MOST_ROWS = 100_000
"""Rows of a sheet; the CSV has all."""
NARROW, WIDE = 8, 60
"""Least and most letters of a column's width."""
LOOKED_AT = 200
"""Rows by which the width of a column is found."""
FORMATS = {"share": "0.0%", "points": "+0.0%;-0.0%;0.0%", "EUR": "#,##0", "days": "#,##0"}
"""Number formats by unit; others by size."""

Beyond = Callable[[Mapping[str, Any], str], str]
"""Writes a figure that lies beyond what a run could show: its row, and its column."""


def write_sheets(
    file: BinaryIO, sheets: Mapping[str, pd.DataFrame], units: Mapping[str, str], beyond: Beyond | None = None
) -> None:
    """Write tables as a workbook, a sheet each.

    ``units``: unit by name of a column; a table with a column ``unit`` has the unit of each row instead, for columns
    that have none of their own. ``beyond``: what is written for an infinite figure (default: "> the run").
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, table in sheets.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0  # on paper, columns stay together
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        shown = table.head(MOST_ROWS)
        for number, width in enumerate(_widths(shown), 1):
            sheet.column_dimensions[_letters(number)].width = width
        if len(shown.columns):
            sheet.auto_filter.ref = f"A1:{_letters(len(shown.columns))}{len(shown) + 1}"
        sheet.append([_head(sheet, str(column)) for column in shown.columns])
        names = [str(column) for column in shown.columns]
        for values in shown.itertuples(index=False, name=None):
            row = dict(zip(names, values, strict=True))
            sheet.append([_cell(sheet, row, column, units, beyond) for column in names])
    book.save(file)


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def _widths(table: pd.DataFrame) -> list[int]:
    texts = [[str(name), *(_shown(value) for value in table[name].head(LOOKED_AT))] for name in table.columns]
    return [min(max(max(map(len, column)) + 3, NARROW), WIDE) for column in texts]


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _head(sheet: Any, text: str) -> WriteOnlyCell:
    from openpyxl.styles import Font, PatternFill

    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF3")
    return cell


def _text(sheet: Any, text: str) -> WriteOnlyCell:
    """Make a cell of text, also where a spreadsheet would take it for a formula, which can call programs."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _cell(sheet: Any, row: Mapping[str, Any], column: str, units: Mapping[str, str], beyond: Beyond | None) -> Any:
    from openpyxl.cell import WriteOnlyCell

    value = row[column]
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return value
    if not isinstance(value, (int, float)):
        return _text(sheet, str(value))
    if math.isinf(value):
        if value < 0:
            return _text(sheet, "< 0")
        return _text(sheet, beyond(row, column) if beyond else "> the run")
    cell = WriteOnlyCell(sheet, value=value)
    if not isinstance(value, int):
        cell.number_format = FORMATS.get(units.get(column) or str(row.get("unit") or ""), _by_size(value))
    return cell


def _by_size(value: float) -> str:
    return "#,##0" if abs(value) >= 100 or value == round(value) else "0.00" if abs(value) >= 1 else "0.0000"
