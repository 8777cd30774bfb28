"""Sheets of a workbook: cells have their kind, heads stay, and nothing in them is run."""

from __future__ import annotations

import io
import math

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sim.views.workbook import MOST_ROWS, write_sheets

TABLE = pd.DataFrame(
    {
        "scenario": ["=cmd|'/c calc'!A0", "+1", "takedown", "bell\x07"],
        "unit": ["share", "EUR", "days", "days"],
        "estimate": [0.123, -2_345_678.5, math.inf, math.nan],
        "told": [True, np.bool_(False), True, True],
        "n": [1, 2, 3, 4],
    }
)


@pytest.fixture(scope="module")
def sheet():
    file = io.BytesIO()
    write_sheets(file, {"summary": TABLE}, {}, lambda row, column: f"> 702 {column}")
    return openpyxl.load_workbook(file)["summary"]


def test_text_is_never_a_formula(sheet):
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 5
    assert [cell.value for cell in sheet["A"][1:4]] == list(TABLE["scenario"][:3]) and sheet["A5"].value == "bell"


def test_cells_have_their_kind_and_the_format_of_their_unit(sheet):
    assert [cell.data_type for cell in sheet["C"][1:3]] == ["n", "n"]
    assert [cell.number_format for cell in sheet["C"][1:3]] == ["0.0%", "#,##0"]
    assert sheet["C4"].value == "> 702 estimate" and sheet["C5"].value is None
    assert [cell.value for cell in sheet["D"][1:]] == [True, False, True, True]
    assert [cell.data_type for cell in sheet["D"][1:]] == ["b"] * 4


def test_the_head_stays_and_filters(sheet):
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:E5" and sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["E"].width >= 8


def test_more_rows_than_a_sheet_takes_are_left_to_the_csv():
    file = io.BytesIO()
    write_sheets(file, {"a": pd.DataFrame({"x": range(MOST_ROWS + 3)})}, {})
    book = openpyxl.load_workbook(file, read_only=True)
    assert sum(1 for _ in book["a"].rows) == MOST_ROWS + 1
