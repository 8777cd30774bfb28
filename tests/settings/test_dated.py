"""Dates among settings: day 0 has a date, starts may be dates, and what cannot be a day of the run is refused."""

from __future__ import annotations

import pytest

from sim.settings import Settings, SettingsError, compose

TAKEDOWN = "+intervention=takedown"


def test_a_start_may_be_a_date():
    settings = compose([TAKEDOWN, "day_zero=2016-07-05", "start=2017-07-05"])
    assert (settings.start, settings.interventions["takedown"].start, settings.notes) == (365, 365, ())


def test_a_barrier_has_a_date_of_its_own():
    settings = compose([TAKEDOWN, "day_zero=2016-07-05", "interventions.takedown.start=2016-08-05"])
    assert (settings.start, settings.interventions["takedown"].start) == (365, 31)


def test_without_a_day_zero_the_start_is_as_long_after_it_as_is_usual_there():
    for words, usual, zero in (((), 365, "2016-07-05"), (("ecosystem=small",), 180, "2017-01-06")):
        settings = compose([TAKEDOWN, *words, "start=2017-07-05"])
        assert (settings.start, settings.interventions["takedown"].start) == (usual, usual)
        assert settings.day_zero == zero and f"2017-07-05 is day {usual}" in settings.notes[0]


def test_dates_in_a_users_files(tmp_path):
    (tmp_path / "intervention").mkdir()
    (tmp_path / "ecosystem").mkdir()
    head = "# @package interventions.mine\ndefaults: [/takedown_schema@_here_, _self_]\n"
    (tmp_path / "intervention" / "mine.yaml").write_text(head + "start: 2017-07-20\n")
    (tmp_path / "ecosystem" / "then.yaml").write_text("# @package _global_\nday_zero: 2016-07-20\nstart: 2017-01-01\n")
    settings = compose(["+intervention=mine", "ecosystem=then"], tmp_path)
    assert (settings.start, settings.interventions["mine"].start) == (165, 365)


def test_settings_read_back_say_the_same():
    settings = compose([TAKEDOWN, "start=2017-07-05"])
    assert Settings.from_dict(settings.to_dict()) == settings


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["start=2017-02-30"], "start=2017-02-30: 2017-02-30 is no day of the calendar"),
        (["interventions.takedown.start=2017-07-05"], "is a date, and day 0 has none; add day_zero="),
        (["day_zero=2017-07-06", "start=2017-07-05"], "is before day 0 of the run; allowed: 2017-07-06 or later"),
        (["day_zero=2010-01-01", "start=2017-07-05"], "start=2742 is beyond the horizon of days=1095"),
        (["day_zero=soon"], "day_zero=soon: soon is not a date"),
        (["day_zero=7"], "day_zero=7: 7 is not a date"),
        (["days=2017-07-05"], "days=2017-07-05 is not a whole number"),
        (["start=0001-01-01"], "start=0001-01-01 is a date, and day 0 has none"),
        (["interventions.takedown.start=2017-02-30", "day_zero=2016-01-01"], "is no day of the calendar"),
    ],
)
def test_what_is_no_day_of_the_run_is_refused_in_a_line(words, part):
    with pytest.raises(SettingsError) as caught:
        compose([TAKEDOWN, *words])
    assert part in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) <= 293


def test_own_seeds_are_replicates():
    assert compose(["seeds=[4,9]"]).replicates == 2
    assert compose(["seeds=[4,9]", "replicates=1"]).replicates == 1
    for words, part in ((["seeds=[4,4]"], "4 stands twice"), (["seeds=[4]", "replicates=2"], "replicates=2 and 1 seed"),
                        (["seeds=[-1]"], "out of range"), (["seeds=4"], "write seeds=[4]")):  # fmt: skip
        with pytest.raises(SettingsError, match=part.replace("[", r"\[")):
            compose(words)
