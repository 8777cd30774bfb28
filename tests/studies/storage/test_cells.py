"""Cells of tables: a spreadsheet runs nothing that stands in them, and reading them gives what was meant."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd

from sim.studies.storage.cells import as_meant, as_text, without_formulas

NAMES = ["=cmd|'/c calc'!A0", "+1", "-x", "@SUM(A1)", "takedown", "'quoted'"]
TABLE = pd.DataFrame(
    {
        "scenario": ["=cmd|'/c calc'!A0", "+1", "-x", "@SUM(A1)", "takedown", "'quoted'"],
        "estimate": [-1.5, 2, 3, 4, 5, 6],
    }
)


def test_text_of_a_csv_is_no_formula_and_numbers_stay_numbers():
    lines = as_text(TABLE).to_csv(index=False).splitlines()[1:]
    assert [line[0] for line in lines] == ["'", "'", "'", "'", "t", "'"]
    assert lines[0].endswith(",-1.5")


def test_what_is_read_is_what_was_written():
    text = as_text(TABLE).to_csv(index=False)
    pd.testing.assert_frame_equal(as_meant(pd.read_csv(io.StringIO(text))), TABLE, check_dtype=False)


def test_names_of_columns_are_text_as_well():
    assert list(as_text(TABLE.rename(columns={"scenario": "=x"}))) == ["'=x", "estimate"]


def test_a_workbook_holds_no_formula():
    file = io.BytesIO()
    with pd.ExcelWriter(file, engine="openpyxl") as book:
        TABLE.to_excel(book, index=False)
        without_formulas(book.book)
    sheet = openpyxl.load_workbook(file).active
    assert [cell.data_type for cell in sheet["A"][1:]] == ["s"] * len(TABLE)
    assert sheet["A2"].value == TABLE["scenario"][0]
    assert sheet["B2"].data_type == "n"
