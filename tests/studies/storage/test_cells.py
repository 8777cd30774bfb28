"""Cells of tables: a spreadsheet runs nothing that stands in them, and reading them gives what was meant."""

from __future__ import annotations

import io
import shutil
import subprocess

import pandas as pd
import pytest

from sim.studies.storage.cells import as_csv, as_meant, as_text

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


def test_yes_and_no_are_logical_wherever_a_csv_is_read():
    table = pd.DataFrame({"censored": [True, False], "open": pd.Series([True, None], dtype=object), "n": [1, 2]})
    assert as_csv(table).decode().splitlines() == ["censored,open,n", "TRUE,TRUE,1", "FALSE,,2"]
    read = pd.read_csv(io.BytesIO(as_csv(table)))
    assert read["censored"].dtype == bool and list(read["censored"]) == [True, False]


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_reads_a_csv_as_it_is_meant(tmp_path):
    table = pd.DataFrame({"outcome": ["peak", "=x"], "value": [0.25, None], "censored": [True, False]})
    (tmp_path / "t.csv").write_bytes(as_csv(table))
    asked = "t <- read.csv('t.csv'); cat(sapply(t, class), nrow(t), sum(t$value, na.rm = TRUE), sum(t$censored))"
    told = subprocess.run(["Rscript", "-e", asked], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["character", "numeric", "logical", "2", "0.25", "1"]
