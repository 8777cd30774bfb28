"""Folders: tables by name, three formats alike, what of rows is not understood, mappings that cannot be meant."""

from __future__ import annotations

import contextlib
import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.observations.folder import read_data
from sim.observations.problems import DataError

EVENTS = "date,marketplace,cause\n2014-11-06,Alpha,raided\n2015-03-18,,scam\n"
LISTINGS = (
    "Vendor,Category,Price,Origin,Rating,Shade\n"
    "a,Drugs/Cannabis/Weed,0.05 BTC,Netherlands,4.9,x\n"
    "b,Drugs/Nothing,12,Germany,[0 deals],x\n"
    ",Cannabis,12,Germany,5,x\n"
    "c,Cannabis,12,USA,5\n"
    "d,Cannabis,12,USA,5,x,more\n"
    "e,,,,5,x\n"
)


def test_a_table_is_understood_row_by_row(folder):
    table = read_data(folder(listings=LISTINGS)).tables["listings"]
    assert [row.number for row in table.rows] == [2, 3, 5]
    assert table.rows[0].cells == {"vendor": "a", "category": "cannabis", "origin": "NL", "rating": 4.9}
    assert table.unused == ("Shade",) and table.columns["vendor"] == "Vendor" and table.count == 6
    told = [(p.row, p.column, p.lost) for p in table.problems]
    assert told == [(2, "price", False), (3, "category", False), (3, "rating", False), (4, "vendor", True),
                    (6, "", True), (7, "", True)]  # fmt: skip
    reasons = [p.why for p in table.problems]
    assert "has 7 cells where 6 columns have names" in reasons and "has no category nor price nor origin" in reasons


def test_csv_parquet_and_xlsx_say_the_same(folder, tmp_path):
    place = folder(events=EVENTS)
    text = read_data(place).tables["events"].rows
    frame = pd.DataFrame({
        "date": [datetime(2014, 11, 6), datetime(2015, 3, 18)], "marketplace": ["Alpha", None],
        "cause": ["raided", "scam"],
    })  # fmt: skip
    for ending, write in (("parquet", frame.to_parquet), ("xlsx", frame.to_excel)):
        other = tmp_path / ending
        other.mkdir()
        write(other / f"events.{ending}", index=False)
        assert read_data(other).tables["events"].rows == text
    assert text[0].cells == {"date": date(2014, 11, 6), "marketplace": "Alpha", "cause": "takedown"}


def test_a_formula_of_a_workbook_is_not_computed(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["date", "orders"])
    book.active.append([datetime(2017, 1, 1), 5])
    book.active.append([datetime(2017, 1, 2), "=1+1"])
    book.save(tmp_path / "series.xlsx")
    table = read_data(tmp_path).tables["series"]
    assert [row.cells["orders"] for row in table.rows] == [5.0]
    assert "'=1+1' is a formula" in table.problems[0].why and table.problems[0].row == 3


def test_the_mapping_names_files_columns_words_and_periods(folder):
    mapping = """
day_zero: 2014-01-01
events:
  file: closures.csv
  separator: ";"
  columns: {date: when, cause: why}
  values: {cause: {gone: exit_scam}}
  date_format: "%d.%m.%Y"
series: {per: month}
"""
    place = folder(mapping, closures="when;why\n06.11.2014;gone\n", series="date,orders\n2014-01-01,300\n")
    data = read_data(place)
    assert data.day_zero == date(2014, 1, 1) and data.tables["series"].per == pytest.approx(30.4375)
    assert data.tables["events"].rows[0].cells == {"date": date(2014, 11, 6), "cause": "exit_scam"}
    assert data.problems == [] and data.ignored == ()


@pytest.mark.parametrize(
    ("tables", "mapping", "part"),
    [
        ({}, "", "holds no table"),
        ({"closures": EVENTS}, "", "holds closures.csv and no table by a name that is known"),
        ({"events": ""}, "", "events.csv is empty"),
        ({"events": "date;cause\n2014-11-06;scam\n"}, "", 'write separator: ";" in data.yaml'),
        ({"events": "date,Cause,cause\n"}, "", "has two columns 'cause'"),
        ({"events": "when,cause\n2014-11-06,scam\n"}, "", "has no column date; its columns: when, cause"),
        ({"series": "date,marketplace\n2014-11-06,A\n"}, "", "has no column orders or revenue"),
        ({"events": EVENTS}, "evnts: {}", "has an entry 'evnts'; did you mean events?"),
        ({"events": EVENTS}, "events: {fil: x.csv}", "has an entry 'fil'; did you mean file?"),
        ({"events": EVENTS}, "events: {file: evnts.csv}", "there is no file evnts.csv; did you mean events.csv?"),
        ({"events": EVENTS}, "events: {file: ../events.csv}", "is not in the folder"),
        ({"events": EVENTS}, "events: {columns: {date: whn}}", "events.csv has no column 'whn'"),
        ({"events": EVENTS}, "events: {columns: {dat: date}}", "columns has 'dat'; did you mean date?"),
        ({"events": EVENTS}, "events: {per: fortnight}", "per: fortnight is not known; allowed: day, week, month"),
        ({"events": EVENTS}, "events: {separator: '--'}", "is not one sign"),
        ({"events": EVENTS}, "events: {separator: [;]}", "is not text"),
        ({"events": EVENTS}, "events: [1]", "events is not a group of entries"),
        ({"events": EVENTS}, "events: {currency: {BTC: -1}}", "BTC: -1 is not an amount of EUR"),
        ({"events": EVENTS}, "events: {values: {cause: [1]}}", "is not a group of entries"),
        ({"events": EVENTS}, "day_zero: yesterday", "day_zero: yesterday is not a date"),
        ({"events": EVENTS}, "day_zero: 2014-13-01", "day_zero: 2014-13-01 is no day of the calendar"),
        ({"events": EVENTS}, "[1, 2]", "holds no entries of the form"),
        ({"events": EVENTS}, "events: {file: [}", "data.yaml:1 is not YAML"),
        ({"events": EVENTS}, "events: &a {file: events.csv}\nseries: *a", "data.yaml:2 refers to another entry"),
        ({"events": EVENTS}, "events: !!python/object/apply:os.mkdir [MARK]", "is not a group"),
    ],
)
def test_what_cannot_be_used_at_all_is_one_line(folder, tables, mapping, part):
    with pytest.raises(DataError) as caught:
        read_data(folder(mapping, **tables))
    assert part in str(caught.value) and "\n" not in str(caught.value)
    assert not Path("MARK").exists()


def test_words_that_yaml_takes_for_something_else_stay_words(folder):
    """NO is Norway, and a figure a name, whatever other readers of YAML make of them."""
    place = folder("listings: {values: {origin: {NO: other, 47: other}}}", listings="vendor,origin\na,NO\nb,47\n")
    assert [row.cells["origin"] for row in read_data(place).rows("listings")] == ["other", "other"]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("events.csv", "date,cause\n2014-11-06,sc\xe4m\n".encode("latin-1"), "is not UTF-8 (byte 0xe4)"),
        ("events.csv", b'date,cause\n2014-11-06,"scam\n', "is not CSV"),
        ("events.csv", b"date,cause\n2014-11-06," + b"x" * 20_000 + b"\n", "is not CSV"),
        ("events.parquet", b"no", "is not Parquet"),
        ("events.xlsx", b"no", "is not XLSX"),
    ],
)
def test_a_damaged_file_is_one_line(tmp_path, name, content, part):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_data(tmp_path)
    assert part in str(caught.value) and "\n" not in str(caught.value)


def test_what_a_library_says_in_lines_is_one_line(tmp_path):
    """A head that is damaged: the reason takes several lines."""
    pd.DataFrame({"date": ["2014-11-06"] * 9, "cause": ["scam"] * 9}).to_parquet(tmp_path / "events.parquet")
    whole, dice, lines = (tmp_path / "events.parquet").read_bytes(), random.Random(1), 0
    for _ in range(60):
        place = dice.randrange(len(whole))
        harmed = whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :]
        (tmp_path / "events.parquet").write_bytes(harmed)
        try:
            read_data(tmp_path)
        except DataError as error:
            assert "\n" not in str(error) and "events.parquet" in str(error) and len(str(error)) <= 300
            lines += 1
    assert lines > 10


@pytest.mark.parametrize("kind", [pa.duration("ms"), pa.date64()], ids=str)
def test_a_parquet_cell_beyond_what_there_is_in_time_is_one_line(tmp_path, kind):
    pq.write_table(pa.table({"date": pa.array([2**61 // 86_400_000 * 86_400_000], kind)}), tmp_path / "events.parquet")
    with pytest.raises(DataError, match="is not Parquet"):
        read_data(tmp_path)


def test_a_workbook_that_is_damaged_within_is_one_line(tmp_path):
    """It opens as an archive, and has no sheets, or rows that cannot be read."""
    pd.DataFrame({"date": ["2014-11-06"], "cause": ["scam"]}).to_excel(tmp_path / "whole.xlsx", index=False)
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    (tmp_path / "whole.xlsx").unlink()

    def written(**changed: bytes) -> None:
        with zipfile.ZipFile(tmp_path / "events.xlsx", "w") as book:
            for name, data in (parts | changed).items():
                book.writestr(name, data)

    for name, data in parts.items():
        for harmed in (b"", data[: len(data) // 2], data.replace(b"<row ", b'<row r="x" ', 1), b"<a>&b;</a>"):
            written(**{name: harmed})
            with contextlib.suppress(DataError):
                read_data(tmp_path)
    name = "xl/workbook.xml"
    written(**{name: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts[name], flags=re.DOTALL)})
    with pytest.raises(DataError, match="has no sheet with rows"):
        read_data(tmp_path)


def test_two_files_of_one_name_are_not_chosen_between(folder):
    place = folder(events=EVENTS)
    pd.DataFrame({"date": ["2014-11-06"], "cause": ["scam"]}).to_parquet(place / "events.parquet")
    with pytest.raises(DataError, match="both hold events"):
        read_data(place)


def test_a_workbook_of_several_sheets_needs_a_name(tmp_path):
    with pd.ExcelWriter(tmp_path / "events.xlsx") as book:
        for sheet in ("one", "two"):
            pd.DataFrame({"date": ["2014-11-06"], "cause": ["scam"]}).to_excel(book, sheet_name=sheet, index=False)
    with pytest.raises(DataError, match="has 2 sheets; write sheet: one"):
        read_data(tmp_path)
    (tmp_path / "data.yaml").write_text("events: {sheet: tow}\n")
    with pytest.raises(DataError, match="has no sheet 'tow'; it has one, two"):
        read_data(tmp_path)
    (tmp_path / "data.yaml").write_text("events: {sheet: two}\n")
    assert len(read_data(tmp_path).rows("events")) == 1


def test_a_mark_of_excel_and_empty_rows_do_no_harm(folder):
    place = folder(events="\ufeffdate,cause\n\n2014-11-06,scam\n,\n")
    table = read_data(place).tables["events"]
    assert [row.number for row in table.rows] == [3] and table.problems == ()


def test_a_folder_that_is_none(tmp_path):
    for place in (tmp_path / "missing", tmp_path / "file"):
        (tmp_path / "file").write_text("x")
        with pytest.raises(DataError, match="is not a folder that can be read"):
            read_data(place)
