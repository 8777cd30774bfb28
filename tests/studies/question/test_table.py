"""A design of the user's own: rows are points; wrong names and values are named by row, and nothing is run."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.settings import SettingsError
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request

TAKEDOWN = "+intervention=takedown"


def planned(*words: str, analysis: str = "sweep"):
    return plan(read_request(words, None, analysis=analysis))


@pytest.fixture
def table(tmp_path):
    def write(text: str, name: str = "mine.csv") -> str:
        (tmp_path / name).write_text(text)
        return f"design={tmp_path / name}"

    return write


def test_rows_are_the_points(table):
    ready = planned(TAKEDOWN, table("interventions.takedown.count,ecosystem.buyers.patience\n1,0.2\n2,0.8\n3,1\n"))
    assert [dict(p) for p in ready.points] == [
        {"interventions.takedown.count": count, "ecosystem.buyers.patience": patience}
        for count, patience in ((1, 0.2), (2, 0.8), (3, 1))
    ]
    assert [c.settings.interventions["takedown"].count for c in ready.cases] == [1, 2, 3]
    assert [c.settings.ecosystem.buyers.patience for c in ready.cases] == [0.2, 0.8, 1.0]
    assert [axis.name for axis in ready.axes] == ["interventions.takedown.count", "ecosystem.buyers.patience"]
    assert ready.options.design == "table"


def test_a_table_in_parquet_has_whole_numbers_where_these_are_asked_for(tmp_path):
    pd.DataFrame({"interventions.takedown.count": [1.0, 2.0]}).to_parquet(tmp_path / "mine.parquet")
    ready = planned(TAKEDOWN, f"design={tmp_path / 'mine.parquet'}")
    assert [c.settings.interventions["takedown"].count for c in ready.cases] == [1, 2]


def test_worlds_barriers_dates_and_truth_values(table):
    ready = planned(table("ecosystem,intervention,start,ecosystem.ways.open\nsmall,takedown,2017-07-05,false\n"
                          "western,licensing,2017-08-05,true\n"), "day_zero=2017-01-01")  # fmt: skip
    assert [c.settings.ecosystem.name for c in ready.cases] == ["small", "western"]
    assert [list(c.settings.interventions) for c in ready.cases] == [["takedown"], ["licensing"]]
    assert [c.settings.start for c in ready.cases] == [185, 216]
    assert [c.settings.ecosystem.ways.open for c in ready.cases] == [False, True]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ecosystem.buyers.patienc\n1\n", "did you mean ecosystem.buyers.patience? [mine.csv row 1]"),
        ("interventions.licensing.coverage\n0.5\n", "add +intervention=licensing [mine.csv row 1]"),
        ("interventions\n1\n", "no parameter 'interventions' to vary"),
        ("ecosystem.buyers.arrival\n0.1\n\n7\n", "ecosystem.buyers.arrival=7.0 is out of range"),
        ("ecosystem.buyers.arrival\n0.1\n\n7\n", "[mine.csv row 4]"),
        ("interventions.takedown.count\n1\n2.5\n", "is not a whole number; allowed: 1 to 100 [mine.csv row 3]"),
        ("interventions.takedown.targets\nlargest\nbigest\n", "is not known; did you mean"),
        ("ecosystem.ways.open\ntrue\nperhaps\n", "is not true or false [mine.csv row 3]"),
        ("ecosystem.buyers.product\n1\n", "is a list or a mapping, and a cell holds one value [mine.csv row 2]"),
        ("ecosystem\nsmall\nsmal\n", "unknown ecosystem 'smal'; did you mean small?"),
        ("start\n100\n\n5000\n", "start=5000 is beyond the horizon of days=1095"),
        ("start\n100\n\n5000\n", "[mine.csv row 4: start=5000]"),
        ("days\n100\n", "[mine.csv row 2]"),
        ("start,days\n100\n", "days is empty; give every point its value [mine.csv row 2]"),
        ("start,days\n100,300,5\n", "3 cells where 2 columns have names [mine.csv row 2]"),
        ("start,\n100,300\n", "column 2 has no name"),
        ("start;days\n100;300\n", "save it with commas"),
        ("start\n", "mine.csv has no row below its head"),
        ("", "mine.csv is empty"),
    ],
)
def test_what_is_wrong_is_named_by_row(table, text, part):
    with pytest.raises(SettingsError) as caught:
        planned(TAKEDOWN, table(text))
    line = str(caught.value)
    assert part in line and "\n" not in line and len(line) <= 293


@pytest.mark.parametrize(
    ("words", "analysis", "part"),
    [
        (("start=100,200",), "sweep", "the rows of a table are all points there are"),
        (("over=[ecosystem.buyers.arrival]",), "sweep", "the rows of a table are all points there are"),
        ((), "sobol", "sobol lays its points itself"),
        ((), "morris", "morris lays its points itself"),
        ((), "portfolio", "portfolio lays its points itself"),
    ],
)
def test_a_table_does_not_stand_beside_other_points(table, words, analysis, part):
    with pytest.raises(SettingsError, match=part):
        planned(TAKEDOWN, table("ecosystem.buyers.patience\n1\n"), *words, analysis=analysis)


def test_a_table_that_is_none(tmp_path):
    for word, part in ((f"design={tmp_path}/no.csv", "No such file"), ("design=table", "names no table")):
        with pytest.raises(SettingsError, match=part):
            planned(TAKEDOWN, word)
