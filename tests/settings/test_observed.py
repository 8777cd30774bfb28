"""A folder of data among settings: below what is typed, above the ecosystem; events on their days, named by row."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.settings import SettingsError, compose

EVENTS = "date,cause\n2014-11-06,raided\n2015-03-18,scam\n"
LISTINGS = "vendor,category,origin\na,Weed,NL\nb,LSD,DE\n"


@pytest.fixture
def folder(tmp_path):
    def write(**tables: str) -> Path:
        for name, text in tables.items():
            ending = "yaml" if name == "data" else "csv"
            (tmp_path / f"{name}.{ending}").write_text(text)
        return tmp_path

    return write


def refused(*words: str) -> str:
    with pytest.raises(SettingsError) as caught:
        compose(words)
    line = str(caught.value)
    assert "\n" not in line and len(line) <= 293
    return line


def test_events_are_barriers_on_their_days(folder):
    settings = compose([f"+data={folder(events=EVENTS)}"])
    assert {name: b.start for name, b in settings.interventions.items()} == {
        "takedown_2014_11_06": 365, "exit_scam_2015_03_18": 497,
    }  # fmt: skip
    assert settings.day_zero == "2013-11-06" and settings.days == 1095
    assert any("2 events from 2014-11-06 to 2015-03-18 are replayed" in note for note in settings.notes)


def test_a_horizon_that_is_not_typed_reaches_beyond_the_last_event(folder):
    place = folder(events=EVENTS + "2019-05-03,raided\n")
    settings = compose([f"data={place}"])
    assert settings.days == settings.interventions["takedown_2019_05_03"].start + 365
    assert "beyond the horizon of days=1000; give more days, or replay=false [events.csv row 4]" in refused(
        f"data={place}", "days=1000"
    )


def test_the_calendar_may_be_given(folder):
    place = folder(events=EVENTS, data="day_zero: 2014-01-01\n")
    assert compose([f"data={place}"]).interventions["takedown_2014_11_06"].start == 309
    assert compose([f"data={place}", "day_zero=2014-11-01"]).interventions["takedown_2014_11_06"].start == 5
    told = refused(f"data={place}", "day_zero=2015-01-01")
    assert "2014-11-06 is before day 0 of the run (2015-01-01)" in told and "[events.csv row 2]" in told


def test_events_stand_beside_barriers_that_were_chosen(folder):
    settings = compose([f"data={folder(events=EVENTS)}", "+intervention=licensing", "start=400"])
    assert list(settings.interventions) == ["licensing", "takedown_2014_11_06", "exit_scam_2015_03_18"]
    assert settings.interventions["takedown_2014_11_06"].start == 400


def test_events_that_are_not_replayed(folder):
    settings = compose([f"data={folder(events=EVENTS, listings=LISTINGS)}", "replay=false"])
    assert settings.interventions == {} and settings.day_zero is None
    assert settings.ecosystem.vendors.home == {"DE": 0.5, "NL": 0.5}
    assert any("are not replayed (replay=false)" in note for note in settings.notes)


def test_what_is_typed_wins_and_it_is_said(folder):
    place = folder(listings=LISTINGS)
    settings = compose([f"data={place}", "ecosystem.buyers.product={opioids:1.0}"])
    assert settings.ecosystem.buyers.product == {"opioids": 1.0}
    assert settings.ecosystem.vendors.home == {"DE": 0.5, "NL": 0.5}
    assert any("ecosystem.buyers.product is as typed" in note for note in settings.notes)


def test_what_a_row_sets_is_checked_and_named_by_row(folder):
    place = folder(events="date,cause,count,targets\n2014-11-06,raided,1,largest\n2015-03-18,scam,500,random\n")
    assert "count=500 is out of range" in (told := refused(f"data={place}")) and "[events.csv row 3]" in told
    folder(events="date,cause,targets\n2014-11-06,raided,bigest\n")
    assert "targets=bigest is not known" in (told := refused(f"data={place}")) and "[events.csv row 2]" in told
    folder(events="date,cause,count\n2014-11-06,postal_inspection,2\n")
    assert "no setting 'interventions.postal_inspection_2014_11_06.count'" in refused(f"data={place}")


def test_what_is_not_understood_is_counted(folder):
    place = folder(events="date,cause\n2014-11-06,raided\nsoon,scam\n", listings="vendor,category\na,Weed\nb,None\n")
    assert any(note.startswith("2 rows of data=") and "data check" in note for note in compose([f"data={place}"]).notes)


def test_a_folder_that_cannot_be_used(tmp_path):
    assert f"data={tmp_path}: " in refused(f"data={tmp_path}") and "data=7" in refused("data=7")
    assert "replay=maybe is not true or false" in refused(f"data={tmp_path}", "replay=maybe")


def test_python_says_the_same(folder):
    place = folder(events=EVENTS, listings=LISTINGS)
    data = sim.data(place)
    assert "2 of 2 rows understood as events" in str(data) and data.problems == []
    assert list(data.frame("listings")["category"]) == ["cannabis", "psychedelics"]
    from sim.model.interventions.licensing import Licensing
    from sim.studies.api import settings_for

    settings = settings_for([Licensing(start=400)], data=data)
    assert list(settings.interventions) == ["licensing", "takedown_2014_11_06", "exit_scam_2015_03_18"]
    with pytest.raises(SettingsError, match="is not a folder that can be read"):
        sim.data(place / "missing")
