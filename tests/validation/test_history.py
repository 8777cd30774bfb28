"""The history is played from the first marketplace on, and told beside what is on record."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from sim.commands.history import main
from sim.settings import compose
from sim.settings.errors import SettingsError
from sim.validation.history import DAYS, FIRST, Newcomers, Played, closures, play, years
from sim.validation.history_tables import after_closures, by_cause, by_year
from sim.validation.library import rows

SHORT = (date(2014, 3, 1) - FIRST).days


@pytest.fixture(scope="module")
def played() -> Played:
    """Three years of a thin world, the first closure among them."""
    return play(compose(["ecosystem=history"]).ecosystem, 30_000, days=SHORT)


def test_closures_known_by_date_lie_in_the_years_and_name_their_evidence() -> None:
    known = closures()
    assert [c.day for c in known] == sorted(c.day for c in known) and known[-1].day < DAYS
    assert all(c.ids and c.observed for c in known)
    assert (known[0].name, known[0].day) == ("Silk Road 1", (date(2013, 10, 2) - FIRST).days)


def test_years_cover_every_day_once() -> None:
    assert np.concatenate([np.arange(days.start, days.stop) for _, days in years()]).tolist() == list(range(DAYS))
    assert [int(row["year"]) for row in rows("history_years")] == [year for year, _ in years()]


def test_the_first_marketplace_lasts_until_it_is_raided(played: Played) -> None:
    ends = [(e[0], e[4]) for e in played.world.state.journal if e[1] == "close" and e[2] == 0]
    assert ends == [(closures()[0].day, "seizure")]
    assert played.world.state.balance() == 0


def test_trade_grows_from_a_small_start(played: Played) -> None:
    table = by_year(played)
    assert (table["orders"].to_numpy()[1:3] > 2.0 * table["orders"].to_numpy()[:2]).all()
    assert table["revenue"].sum() > 0.0


def test_each_person_counts_once(played: Played) -> None:
    ordered = played.world.records.column("orders").sum() + played.world.records.column("direct_orders").sum()
    assert 0 < played.people.sum() <= ordered
    assert played.people.sum() <= played.world.records.column("arrived").sum() + 30_000
    counted = Newcomers(3)

    class Day:
        class work:
            orders = np.array([(0, 0x20), (2, 0x20)], dtype=[("buyer", "i4"), ("flags", "u1")])
            n_orders = 2

    counted.count(Day)  # type: ignore[arg-type]
    counted.count(Day)  # type: ignore[arg-type]
    Day.work.orders["flags"][1] = 0x40
    counted.count(Day)  # type: ignore[arg-type]
    assert counted.by_day == [2, 0, 1]


def test_closures_are_counted_by_cause_and_year(played: Played) -> None:
    table = by_cause(played)
    all_ends = sum(entry[1] == "close" for entry in played.world.state.journal)
    assert table["all"].sum() == all_ends
    assert table.set_index("year").loc[2013, "seizure"] >= 1


def test_revenue_after_a_closure_is_against_the_two_months_before(played: Played) -> None:
    row = after_closures(played).iloc[0]
    revenue, day = played.world.records.column("revenue"), closures()[0].day
    assert row["month_2"] == pytest.approx(revenue[day + 30 : day + 60].mean() / revenue[day - 60 : day].mean())
    assert row["within"] == ""  # nothing was observed by month


def test_the_command_writes_tables_and_the_picture(tmp_path, capsys) -> None:
    folder = tmp_path / "out"
    assert main(["buyers=2000", "threads=1", "-q", f"output={folder}"]) == 0
    assert capsys.readouterr().out.strip() == str(folder)
    names = {file.name for file in folder.iterdir() if file.name != "_lock"}
    assert names == {"years.csv", "causes.csv", "closures.csv", "history.png", "history.svg", "provenance.json"}
    assert len(pd.read_csv(folder / "closures.csv")) == len(closures())
    assert json.loads((folder / "provenance.json").read_text())["buyers"] == 2000


@pytest.mark.parametrize(("word", "part"), [("buyers=3", "buyers=3"), ("buyer=5000", "buyers"), ("days=3", "days")])
def test_a_word_that_cannot_be_meant_is_named(word: str, part: str) -> None:
    with pytest.raises(SettingsError, match=part):
        main([word])
