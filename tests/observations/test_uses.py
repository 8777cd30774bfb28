"""What follows from data: the world at the start, events in order, facts as checks; and what is said of it."""

from __future__ import annotations

import math
from datetime import date

import pytest

from sim.model.catalogue.channels import CHANNELS
from sim.model.ecosystem import Ecosystem
from sim.observations import calendar
from sim.observations.description import describe
from sim.observations.facts import checks_of
from sim.observations.folder import read_data
from sim.observations.problems import DataError
from sim.observations.replay import events_of
from sim.observations.world import world_of
from sim.validation.measures.borders import seizures_by
from sim.validation.observation import Observation


def world(place):
    return {said.name: said.value for said in world_of(read_data(place))}


def test_listings_give_mix_prices_and_countries(folder):
    rows = "vendor,category,price,origin\na,Weed,100,NL\na,LSD,10,NL\na,Weed,,DE\nb,Weed,,DE\n"
    said = world(folder(listings=rows))
    assert said["ecosystem.buyers.product"] == {"cannabis": 0.75, "psychedelics": 0.25}
    assert said["ecosystem.buyers.log_value"] == pytest.approx((math.log(100) + math.log(10)) / 2, abs=1e-4)
    assert said["ecosystem.vendors.home"] == {"DE": 0.5, "NL": 0.5}  # a vendor counts once, where most is from


def test_listings_are_weighed_by_their_orders_where_these_are_told(folder):
    rows = "vendor,category,price,orders\na,Weed,100,3\nb,LSD,10,1\nc,LSD,10,\n"
    said = world(folder(listings=rows))
    assert said["ecosystem.buyers.product"] == {"cannabis": 0.75, "psychedelics": 0.25}


def test_shares_are_of_the_weeks_before_the_first_event(folder):
    rows = "date,marketplace,revenue\n2017-01-01,B,900\n2017-03-01,A,60\n2017-03-02,B,30\n2017-03-03,C,10\n"
    rows += "2017-05-01,B,9\n"
    place = folder(series=rows, events="date,cause\n2017-03-15,scam\n")
    said = {s.name: s for s in world_of(read_data(place))}["ecosystem.administrators.initial_shares"]
    assert said.value == [0.6, 0.3, 0.1] and "A is market-1" in said.grounds
    (place / "events.csv").unlink()
    assert "ecosystem.administrators.initial_shares" not in world(place)  # one marketplace in the first four weeks


def test_a_month_in_which_the_first_event_falls_says_nothing_of_before(folder):
    rows = "date,marketplace,revenue\n2017-01-01,A,1\n2017-01-01,B,1\n2017-02-01,A,3\n2017-02-01,B,1\n2017-03-01,B,9\n"
    place = folder("series: {per: month}", series=rows, events="date,cause\n2017-03-15,scam\n")
    assert world(place)["ecosystem.administrators.initial_shares"] == [0.75, 0.25]


def test_a_total_says_nothing_of_shares(folder):
    assert world(folder(series="date,orders\n2017-01-01,5\n2017-01-02,6\n")) == {}


def test_events_are_in_the_order_of_their_days_and_each_has_its_own_name(folder):
    rows = "date,marketplace,cause,count\n2015-03-18,,scam,\n2014-11-06,Alpha,raided,2\n2014-11-06,,raided,\n"
    events = events_of(read_data(folder(events=rows)))
    assert [e.name for e in events] == ["takedown_2014_11_06", "takedown_2014_11_06_2", "exit_scam_2015_03_18"]
    assert events[0].settings == {"count": 2} and events[0].place == "events.csv row 3"
    assert events[0].phrase == "takedown of Alpha, 2014-11-06"


def test_own_facts_are_checks(folder):
    rows = "label,measure,arguments,low,high\nvalue,order_value,0.5,40,70\ndrift,price_drift,,-0.1,0.1\n"
    value, drift = checks_of(read_data(folder(facts=rows)))
    assert (value.part, value.measure, value.arguments, value.low, value.high) == ("own", "order_value", (0.5,), 40, 70)
    assert drift.low == -0.1 and drift.arguments == ()


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("x,order_value,,40,70", "row 3: order_value with arguments '': missing a required argument"),
        ("x,vendor_gini,0.5,0,1", "too many positional arguments"),
        ("x,vendor_gini,,1,1", "row 3: low=1 is not below high=1"),
        ("value,vendor_gini,,0,1", "two facts are called 'value'"),
    ],
)
def test_facts_that_cannot_be_measured_are_named_by_row(folder, row, part):
    rows = f"label,measure,arguments,low,high\nvalue,order_value,0.5,40,70\n{row}\n"
    with pytest.raises(DataError) as caught:
        checks_of(read_data(folder(facts=rows)))
    assert part in str(caught.value)


def test_a_series_says_how_large_the_leader_is(folder):
    rows = ["date,marketplace,orders"]
    for week in range(10):
        day = date(2017, 1, 2).fromordinal(date(2017, 1, 2).toordinal() + 7 * week)
        rows += [f"{day},A,{60 + week % 2 * 10}", f"{day},B,40"]
    (check,) = checks_of(read_data(folder(series="\n".join(rows))))
    assert check.measure == "mean_of" and check.low < 0.6 < 0.64 < check.high
    assert check.label.endswith("by week, mean") and check.range.startswith("mean of 10 weeks")
    assert checks_of(read_data(folder(series="\n".join(rows[:9])))) == []  # too few weeks


def test_figures_of_months_are_taken_by_month(folder):
    """Each month is one span, the short ones too; one that was not over when the first event came says nothing."""
    rows = ["date,marketplace,orders"]
    for month in range(24):
        day = date(2016 + month // 12, month % 12 + 1, 1)
        rows += [f"{day},A,{60 + month % 2 * 10}", f"{day},B,40"]
    place = folder("series: {per: month}", series="\n".join(rows))
    (check,) = checks_of(read_data(place))
    assert check.label.endswith("by month, mean") and check.range.startswith("mean of 24 months")
    place = folder("series: {per: month}", series="\n".join(rows), events="date,cause\n2017-05-15,scam\n")
    (check,) = checks_of(read_data(place))
    assert check.range.startswith("mean of 16 months")
    assert checks_of(read_data(folder("series: {per: month}", series="\n".join(rows[:15])))) == []  # too few months


def test_what_is_told_of_a_folder(folder):
    rows = "date,cause\n" + "2014-11-06,scan\n" * 30
    place = folder(events=rows, series="date,orders\n2017-01-01,5\n2017-01-08,6\n")
    (place / "notes.txt").write_text("mine")
    text = describe(read_data(place))
    assert "events.csv: 0 of 30 rows understood" in text and "and 10 more" in text and "not read: notes.txt" in text
    assert "dates are 7 days apart" in text
    assert "and 10 more" not in describe(read_data(place), None)
    (place / "data.yaml").write_text("series: {per: week}")
    assert "days apart" not in describe(read_data(place))


def test_the_calendar():
    assert calendar.day_of("2017-07-05", "2016-07-05") == 365
    assert calendar.date_of(365, "2016-07-05") == date(2017, 7, 5)
    assert calendar.date_of(10**9, "2016-07-05") is None
    assert calendar.day_of("2016-07-01", "2016-07-05") == -4


def test_seizures_say_by_which_channels_parcels_came(folder):
    rows = ["date,channel,country,items"]
    for month in range(9):
        day = date.fromordinal(date(2017, 1, 2).toordinal() + 30 * month)
        rows += [f"{day},domestic_post,DE,{10 + month % 2 * 4}", f"{day},extra_eu_post,DE,30"]
    first, second = checks_of(read_data(folder(seizures="\n".join(rows))))
    assert first.measure == second.measure == "seizures_by" and first.arguments == ("domestic_post",)
    assert first.low < 0.25 < 0.318 < first.high and second.low == pytest.approx(1.0 - first.high, abs=1e-3)
    assert first.range.startswith("mean of 9 months")
    assert checks_of(read_data(folder(seizures="\n".join(rows[:13])))) == []  # too few months


def test_the_shares_of_channels_in_what_is_seized_are_measured():
    world = Ecosystem(buyers=2000, days=120).run()
    seen = Observation(world, 20)
    shares = [seizures_by(seen, channel) for channel in CHANNELS]
    assert sum(shares) == pytest.approx(1.0) and min(shares) >= 0.0 and max(shares) > 0.3
    world.close()
