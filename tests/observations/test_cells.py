"""Single cells: what is read, and every kind of what is not, with the reason; what could mean two things is refused."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sim.observations import cells
from sim.observations.cells import Reading
from sim.observations.vocabulary import cause_words, country_words, product_words

PLAIN = Reading()
CAUSE = cells.known(cause_words, "cause")
COUNTRY = cells.known(country_words, "country")
CATEGORY = cells.known_part(product_words, "product")


@pytest.mark.parametrize(
    ("read", "cell", "meant"),
    [
        (cells.day, "2017-07-05", date(2017, 7, 5)),
        (cells.day, datetime(2017, 7, 5, 13, 30), date(2017, 7, 5)),
        (cells.number, "1250.5", 1250.5),
        (cells.number, "1e3", 1000.0),
        (cells.number, 7, 7.0),
        (cells.count, "3", 3),
        (cells.figure, "-0.25", -0.25),
        (cells.money, "12.5", 12.5),
        (cells.money, "12.5 EUR", 12.5),
        (cells.money, "€12.5", 12.5),
        (cells.text, "Alpha", "Alpha"),
        (CAUSE, "Raided", "takedown"),
        (CAUSE, "exit_scam", "exit_scam"),
        (COUNTRY, "Netherlands", "NL"),
        (COUNTRY, "usa", "US"),
        (COUNTRY, "Poland", "EU_other"),
        (CATEGORY, "Drugs/Cannabis/Weed", "cannabis"),
        (CATEGORY, "Drugs > MDMA", "ecstasy"),
        (CATEGORY, "benzodiazepines", "benzodiazepines"),
    ],
)
def test_what_is_read(read, cell, meant):
    assert read(cell, "column", PLAIN) == meant


@pytest.mark.parametrize(
    ("read", "cell", "reason"),
    [
        (cells.day, "05/07/2017", "is not a date; write year-month-day, or give date_format"),
        (cells.day, "2017-02-30", "is no day of the calendar"),
        (cells.day, "soon", "is not a date"),
        (cells.day, 42_921, "is not a date"),  # a spreadsheet's number of a day
        (cells.number, "1,250.5", "write a point for decimals and nothing for thousands"),
        (cells.number, "1.250,5", "write a point for decimals"),
        (cells.number, "-1", "out of range; allowed: 0 or more"),
        (cells.number, "inf", "is not a number"),
        (cells.number, float("nan"), "is not a finite number"),
        (cells.number, "1e999", "is not a finite number"),
        (cells.number, "many", "is not a number"),
        (cells.number, True, "is not a number"),
        (cells.number, "=SUM(A1:A3)", "is a formula, which is not computed"),
        (cells.text, "@SUM(A1)", "is a formula"),
        (cells.text, "x" * 500, "is too long for a name"),
        (cells.count, "2.5", "is not a whole number"),
        (cells.money, "0.05 BTC", "is in BTC; say in data.yaml what one is worth in EUR: currency: {BTC: …}"),
        (cells.money, "$5", "is in $"),
        (cells.money, "$5 USD", "is not a number"),
        (CAUSE, "takedwon", "is no cause; did you mean takedown?"),
        (COUNTRY, "Atlantis", "is no country; say in data.yaml what it means: values: {column: {…}}"),
        (COUNTRY, "Worldwide", "is no country"),
        (CATEGORY, "Drugs/Weed & Meth", "is no product"),
        (CATEGORY, "Cannabis/Cocaine", "names cannabis and stimulants"),
    ],
)
def test_what_is_not_read(read, cell, reason):
    with pytest.raises(ValueError) as caught:
        read(cell, "column", PLAIN)
    assert reason in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_the_mapping_says_what_cells_mean():
    reading = Reading({"column": {"Atlantis": "other", "Herb": "cannabis"}}, "%d/%m/%Y", {"BTC": 400.0})
    assert cells.day("05/07/2017", "column", reading) == date(2017, 7, 5)
    assert cells.money("0.05 BTC", "column", reading) == pytest.approx(20.0)
    assert COUNTRY("Atlantis", "column", reading) == "other"
    assert CATEGORY("Herb", "column", reading) == "cannabis"
    with pytest.raises(ValueError, match="is not a date of the form"):
        cells.day("2017-07-05", "column", reading)


def test_no_word_means_two_things():
    from sim.model.catalogue.countries import ROWS as countries
    from sim.model.catalogue.products import ROWS as products
    from sim.observations import vocabulary

    for names, others in ((products, vocabulary.PRODUCTS), (countries, vocabulary.COUNTRIES)):
        said = [row.name.lower() for row in names] + [word for words in others.values() for word in words]
        assert len(said) == len(set(said)) and set(others) <= {row.name for row in names}
    assert set(vocabulary.CAUSES) <= set(cause_words().values())


def test_control_signs_do_not_reach_a_terminal():
    with pytest.raises(ValueError) as caught:
        cells.number("\x1b[31m\x07red", "column", PLAIN)
    assert "\x1b" not in str(caught.value) and "\x07" not in str(caught.value)
