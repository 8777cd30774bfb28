"""Verdicts, sentences and pages of the comparison."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.validation.facts import STEADY
from sim.validation.measure import PARTS, checks
from sim.views import validation as view


@pytest.fixture
def measured():
    """Every figure in the middle of its range, in three replicates, but for four."""
    rows = []
    for part in PARTS:
        for check in checks(part):
            middle = (check.low + check.high) / 2
            width = check.high - check.low
            values = [middle - 0.01 * width, middle, middle + 0.01 * width]
            if check.label == "vendor survival to day 21":
                values = [check.low - 0.2, check.low - 0.2, check.low - 0.2]
            if check.label == "marketplaces up":
                values = [check.high - 1.0, check.high + 2.0, check.high + 2.0]
            if check.label == "closures by hack":
                values = [float("nan")] * 3
            if check.label == "positive feedback":
                values = [middle]
            rows += [(part, check.id, check.label, r, v) for r, v in enumerate(values)]
    return pd.DataFrame(rows, columns=["part", "id", "label", "replicate", "value"])


@pytest.fixture
def table(measured):
    return view.verdicts(measured)


def row(table, label):
    return table[table["fact"] == label].iloc[0]


def test_verdicts(table):
    assert list(table.columns) == list(view.COLUMNS)
    assert len(table) == sum(len(checks(part)) for part in PARTS)
    below = row(table, "vendor survival to day 21")
    assert not below["met"] and below["verdict"] == "misses by 0.200"
    assert row(table, "vendor survival to day 101")["verdict"] == "within"
    assert row(table, "closures by hack")["verdict"] == "not measured" and row(table, "closures by hack")["n"] == 0
    lone = row(table, "positive feedback")
    assert lone["met"] and pd.isna(lone["low"]) and lone["n"] == 1


def test_the_text_counts_and_lists_each_miss(table):
    tried, over = dict.fromkeys(PARTS, 3), {**dict.fromkeys(PARTS, 0), "exit_scam": 2}
    text = view.text(table, tried, over)
    whole, facts = (len(view.counted(t)) for t in (table, table[table["part"] == STEADY]))
    assert f"{whole - 3} of {whole} facts are met: {facts - 3} of {facts} of the steady state" in text
    low, high, never = view.misses(table)
    assert "too low by 0.200." in low and "chance may explain" not in low
    assert "too high by 1.00; its interval reaches the range, so chance may explain it." in high
    assert never.endswith("closures by hack: not measured, as no replicate shows it.")
    assert "The episode 'exit scam': 2 of 3 replicates were passed over" in text and "'several': 0" not in text
    lines = text.splitlines()
    verdicts = {line.index("  within  ") for line in lines if "  within  " in line}
    assert len(verdicts) == 1, "columns are aligned"
    assert all(line == line.rstrip() for line in lines)


def test_a_figure_on_which_sources_disagree_counts_once(table):
    rivals = table[table["rivals"] == "closures a year"]
    assert len(rivals) == 3 and len(view.counted(table)) < len(table)
    table.loc[rivals.index, "met"] = [False, True, False]
    kept = view.counted(table)
    assert kept["met"].sum() == len(kept) - 3, "one source is met, so the figure is"
    assert not any("closures a year" in said for said in view.misses(table))
    table.loc[rivals.index, "met"] = False
    assert sum("closures a year" in said for said in view.misses(table)) == 3


def test_a_miss_names_the_missing_mechanism(table):
    label = "revenue from orders over USD 1,000"
    table.loc[table["fact"] == label, ["met", "model", "low", "high"]] = [False, 0.1, 0.09, 0.11]
    (said,) = (line for line in view.misses(table) if label in line)
    assert said.endswith("customers of wholesale do not look for those who sell by the lot.")


def test_what_is_not_checked_is_listed_with_the_reason(table):
    said = view.not_checked()
    page = view.page(table, dict.fromkeys(PARTS, 3), dict.fromkeys(PARTS, 0), [])
    assert any(line.startswith("D61, Listing survival") for line in said)
    assert any("cannot be played yet. Missing: prices that rise threefold" in line for line in said)
    assert all(line in page for line in said)


def test_the_page_holds_every_fact(table):
    page = view.page(table, dict.fromkeys(PARTS, 3), dict.fromkeys(PARTS, 0), ["made here"])
    for part in PARTS:
        for check in checks(part):
            assert check.label in page and check.source.replace("|", "\\|") in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {8}
    assert "**misses by 0.200**" in page and "made here" in page


def test_the_summary_is_short(table):
    summary = view.summary(table)
    assert "facts are met" in summary and len(summary.splitlines()) == 3
    assert summary.splitlines()[-1].startswith(f"{len(view.misses(table))} checks miss")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.2, "0.200"), (12.345, "12.3"), (1234.5, "1,234"), (0.00123, "0.0012"), (float("nan"), "-")],
)
def test_figures_have_three_digits(value, text):
    assert view.figure(value) == text
