"""Every claim of a heading, a sentence or an advice is checked against the table it is made from, for random tables."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.views import words
from sim.views.answer import APART, answer_of_study
from sim.views.discovery import discovery_advice, discovery_table
from sim.views.finding import Finding
from sim.views.league import deepest
from sim.views.over_points import cost_and_burden, how_long, way_around
from sim.views.portfolio import advised, in_strength, portfolio_advice, portfolio_heading, portfolio_table
from sim.views.robustness import robustness_advice, robustness_table
from sim.views.sensitivity import matters_most, sensitivity_table
from sim.views.ways import ways_notes

NAMES = ("takedown", "licensing", "postal_inspection", "ddos")
FAST = settings(max_examples=60, deadline=None, derandomize=True)
share = st.floats(0.01, 0.8)
half = st.floats(0.0, 0.3)


def found(name: str, peak: float, width: float, rest: float, told: bool) -> Finding:
    """A scenario with a worst, what stays and its half-life; without an effect nothing of it has a value."""
    nan = math.nan
    rows = [
        ("chance", "share", 0.001 if told else 0.6, nan, nan, ""),
        ("peak", "share", *((peak, peak - width, peak + width) if told else (nan,) * 3), ""),
        ("half_life", "days", *((40.0, 30.0, 50.0) if told else (nan,) * 3), ""),
        ("stays", "share", rest, rest - width, rest + width, ""),
    ]
    columns = ["outcome", "unit", "estimate", "low", "high", "note"]
    effects = pd.DataFrame({"replicate": range(4), "outcome": "peak", "value": peak, "censored": False})
    return Finding(pd.DataFrame(rows, columns=columns).assign(scenario=name), effects)


@FAST
@given(st.lists(st.tuples(share, half, share, st.booleans(), share), min_size=2, max_size=4))
def test_the_deepest_is_the_deepest_line_that_is_drawn(given_: list[tuple[float, float, float, bool, float]]) -> None:
    findings, curves = {}, {}
    for name, (peak, width, rest, told, drawn) in zip(NAMES, given_, strict=False):
        findings[name] = found(name, peak, width, rest, told)
        top = peak if told else drawn
        curves[name] = pd.DataFrame({"since": [-1, 0, 30, 400], "pooled": [0.0, 0.0, top, 0.0]})
    heading = deepest(findings, curves)
    claimed = re.match(r"(.*) cuts deepest: (.*) over the worst four weeks", heading)
    if claimed:
        name = next(name for name in findings if words.upper_first(words.called(name)) == claimed[1])
        row = findings[name].row("peak")
        assert claimed[2] == words.percent(row["estimate"])
        for other in set(findings) - {name}:
            line = float(curves[other]["pooled"].max())
            assert line < row["estimate"]  # no line of the picture lies above the one that is named
            if findings[other].passes:
                assert findings[other].row("peak")["high"] < row["low"] or row["low"] <= 0.0
    elif not any(finding.passes for finding in findings.values()):
        assert heading.startswith("No worst" if any(f.has_effect for f in findings.values()) else "No loss of trade")
    else:
        assert heading.startswith("Which cuts deepest cannot be told")


@FAST
@given(
    st.lists(st.tuples(st.floats(-100, 1000), st.floats(1, 400)), min_size=2, max_size=4),
    st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4),
)
def test_who_averts_most_is_claimed_only_beyond_chance(rows: list[tuple[float, float]], odds: list[float]) -> None:
    names = NAMES[: len(rows)]
    chances = np.array(odds[: len(rows)]) / sum(odds[: len(rows)])
    league = []
    for outcome in ("averted_first_year", "averted_orders", "averted_per_1000_eur"):
        part = [
            (outcome, name, "orders", value, value - width, value + width, "", chance)
            for name, (value, width), chance in zip(names, rows, chances, strict=True)
        ]
        league += sorted(part, key=lambda row: -row[3])
    columns = ["outcome", "scenario", "unit", "estimate", "low", "high", "note", "probability_best"]
    table = pd.DataFrame(league, columns=columns)
    effects = pd.DataFrame({"replicate": range(4), "outcome": "peak", "value": 0.1, "censored": False})
    findings = {name: Finding(table[table["scenario"] == name], effects) for name in names}
    answer = answer_of_study(findings, table)
    spans = {"averted_first_year": "first year", "averted_orders": "whole run"}
    if (table[table["outcome"] == "averted_first_year"].reset_index()["estimate"]
            == table[table["outcome"] == "averted_orders"].reset_index()["estimate"]).all():  # fmt: skip
        spans = {"averted_first_year": "the run"}
    for outcome, span in spans.items():
        text = next(
            text for text in answer if f"over {span}" in text or f"Over {span}" in text or f"the {span}" in text
        )
        own = table[table["outcome"] == outcome]
        best = own.iloc[0]
        rivals = own[(own["probability_best"] >= APART) & (own["scenario"] != best["scenario"])]["scenario"]
        if "averts most" in text and "cannot be told" not in text:
            assert not len(rivals) and best["low"] > 0 and text.lower().startswith(words.called(best["scenario"]))
        elif "no scenario averts" in text:
            assert best["low"] <= 0
        else:
            assert len(rivals) and all(words.called(name) in text for name in rivals)


@FAST
@given(
    st.lists(st.tuples(st.floats(0, 1) | st.just(math.nan), st.floats(0, 0.5)), min_size=1, max_size=6),
    st.floats(0, 1) | st.just(math.nan),
)
def test_what_matters_most_is_beyond_none_and_all_others(rows: list[tuple[float, float]], chance: float) -> None:
    table = pd.DataFrame(
        [(f"ecosystem.buyers.p{i}", "total", v, v - w, v + w) for i, (v, w) in enumerate(rows)]
        + [("(chance between replicates)", "share of variance", chance, math.nan, math.nan)],
        columns=["parameter", "index", "estimate", "low", "high"],
    )
    text = matters_most(table)
    claimed = re.fullmatch(r"Buyers\.p(\d) matters most", text)
    if claimed:
        own = table.iloc[int(claimed[1])]
        others = table[(table["index"] == "total") & (table["parameter"] != own["parameter"])]["high"].dropna()
        assert own["low"] > 0 and (others < own["low"]).all() and not chance >= 0.95
    if all(math.isnan(v) for v, _ in rows) or chance >= 0.95:
        assert "matters" not in text


def test_empty_indices_and_pure_chance_say_nothing_of_parameters() -> None:
    columns = ["parameter", "index", "estimate", "low", "high"]
    empty = pd.DataFrame([("buyers.patience", "total", *(math.nan,) * 3)], columns=columns)
    assert matters_most(empty) == "Nothing varies, so no parameter can be ranked"
    assert matters_most(empty.iloc[:0]) == "Nothing can be told of the parameters"
    noise = pd.DataFrame([("c", "share of variance", 1.0, 1.0, 1.0)], columns=columns)
    sure = pd.DataFrame([("buyers.patience", "total", 0.5, 0.4, 0.6)], columns=columns)
    assert "beside chance, which is 100 %" in matters_most(pd.concat([sure, noise]))
    assert matters_most(sure) == "Buyers.patience matters most"
    written = sensitivity_table(pd.concat([sure, noise]), "orders")
    assert written["parameter"].tolist() == ["buyers.patience", "c"] and written["estimate"].tolist() == [
        "50 %",
        "100 %",
    ]
    assert not [cell for cell in written["how much it matters"] if "_" in cell or cell in ("total", "first")]


@FAST
@given(
    st.lists(st.tuples(st.floats(1e5, 9e6), st.floats(-0.1, 0.6), st.floats(0.0, 0.2)), min_size=1, max_size=5),
    st.floats(2e5, 1e7),
)
def test_a_portfolio_is_advised_within_the_budget(rows: list[tuple[float, float, float]], budget: float) -> None:
    table = pd.DataFrame(
        [(f"'takedown at {i}'", c, e, e - w, e + w, 20, True, c <= budget) for i, (c, e, w) in enumerate(rows)],
        columns=["portfolio", "cost", "effect", "low", "high", "replicates", "on_front", "within_budget"],
    )
    texts = portfolio_advice(table, "orders averted", "share", budget)
    heading = portfolio_heading(table, "orders averted", "share", budget)
    inside = table[table["within_budget"]]
    claimed = re.search(r"take 'takedown at (\d)', for EUR .*: orders averted, ", texts[0])
    if claimed:
        own = table.iloc[int(claimed[1])]
        assert own["within_budget"] and own["low"] > 0
        assert own["effect"] == inside[inside["low"] > 0]["effect"].max()
        rivals = inside[(inside["high"] >= own["low"]) & (inside.index != own.name)]
        assert any("cannot be told apart" in text for text in texts) == bool(len(rivals))
        assert heading.endswith(f"told apart from {len(rivals)} other{'s' * (len(rivals) > 1)}") == bool(len(rivals))
        if len(rivals) > 1:
            assert f"costs least, {words.euros(rivals['cost'].min())}" in texts[1]
    else:
        assert not len(inside[inside["low"] > 0])
    for text in texts[1:]:
        if (dear := re.search(r"than the budget, take 'takedown at (\d)'", text)) and claimed:
            assert not table.iloc[int(dear[1])]["within_budget"] and table.iloc[int(dear[1])]["low"] > own["high"]
    best = advised(table)
    assert (best is None) == (claimed is None) and (best is None or best["effect"] == own["effect"])
    written = portfolio_table(table, "orders averted", "share")
    assert not [name for name in written if "_" in name] and len(written) == len(table)


def test_a_portfolio_is_named_with_the_strength_of_each_barrier() -> None:
    assert in_strength("takedown 1 + postal_inspection 0.6") == "takedown (full strength) + postal inspection (60 %)"
    assert in_strength("nothing") == "nothing"


@FAST
@given(
    st.lists(st.tuples(st.floats(-0.5, 0.9), st.floats(0.0, 0.3)), min_size=1, max_size=5),
    st.sampled_from(["effect_28", "displaced_street", "cost_first_year", "disputes_extra"]),
)
def test_a_sweep_tells_only_figures_beyond_chance(points: list[tuple[float, float]], outcome: str) -> None:
    unit = {"effect_28": "share", "cost_first_year": "EUR"}.get(outcome, "orders")
    rows = pd.DataFrame([(outcome, unit, v, v - w, v + w) for v, w in points],
                        columns=["outcome", "unit", "estimate", "low", "high"])  # fmt: skip
    said = [*how_long(rows), *way_around(rows), *cost_and_burden(rows)]
    above, below = (rows["low"] > 0).sum(), (rows["high"] < 0).sum()
    told = len(points) if outcome == "cost_first_year" else above if outcome == "displaced_street" else above + below
    assert bool(said) == bool(told)
    if said and len(points) > 1 and outcome != "cost_first_year":
        assert f"(beyond chance at {told} of {len(points)} points)" in said[0]
    if said and len(points) == 1:
        assert words.quantity(points[0][0], unit) in said[0]


@FAST
@given(
    st.lists(st.tuples(st.floats(-0.1, 0.5) | st.just(math.nan), half, st.booleans(), st.booleans()),
             min_size=1, max_size=4)
)  # fmt: skip
def test_what_stays_is_never_counted_as_none_where_it_is_not_told(
    rows: list[tuple[float, float, bool, bool]],
) -> None:
    findings = {}
    for name, (rest, width, told, averts) in zip(NAMES, rows, strict=False):
        plain = found(name, 0.4, width, rest, told)
        low = 5.0 if averts else -5.0
        sum_ = pd.DataFrame([("averted_first_year", "orders", 10.0, low, 20.0, "", name)],
                            columns=plain.summary.columns)  # fmt: skip
        findings[name] = Finding(pd.concat([plain.summary, sum_]), plain.effects)
    answer = " ".join(answer_of_study(findings, pd.DataFrame()))
    for name, (rest, width, told, averts) in zip(NAMES, rows, strict=False):
        who = words.called(name)

        def within(start: str, who: str = who) -> bool:
            return any(re.search(rf"\b{who}\b", text) for text in answer.split(". ") if text.startswith(start))

        assert within("Nothing is told to stay for") == (told and rest - width <= 0.0)
        assert within("What stays of") == (told and math.isnan(rest))
        assert within("For ") == (not told and not averts)
        assert within("Of ") == ((not told and averts) or told)


@FAST
@given(
    st.lists(st.tuples(*(st.floats(0, 1) for _ in range(4)), st.sampled_from([0.0, 0.5, 1.0])), min_size=2, max_size=4)
)
def test_the_least_regret_is_claimed_only_where_no_other_may_have_it(rows: list[tuple[float, ...]]) -> None:
    columns = ["mean", "mean_regret", "worst_regret", "least_regret", "satisficing"]
    table = pd.DataFrame(rows, columns=columns).assign(scenario=NAMES[: len(rows)])
    best = table.sort_values("worst_regret", kind="stable").iloc[0]
    first, *rest = robustness_advice(table)
    assert words.called(best["scenario"]) in first
    close = table[(table["least_regret"] >= 0.05) | (table["worst_regret"] == best["worst_regret"])]
    rivals = set(close["scenario"]) - {best["scenario"]}
    assert ("cannot be told apart" in first) == bool(rivals) and all(words.called(name) in first for name in rivals)
    on_average = table.loc[table["mean"].idxmax(), "scenario"]
    assert any(f"take {words.called(on_average)}" in text for text in rest) == (on_average != best["scenario"])
    assert not [name for name in robustness_table(table, "share") if "_" in name]


@pytest.mark.parametrize(("p", "said"), [(0.001, "It is reached where"), (0.4, "cannot be told from luck")])
def test_a_box_is_told_where_luck_does_not_make_it(p: float, said: str) -> None:
    row = {"box": 1, "parameter": "ecosystem.vendors.entry", "low": 0.1, "high": math.nan, "values": "", "points": 20,
           "coverage": 0.6, "density": 0.9, "base_rate": 0.4, "p_value": p}  # fmt: skip
    assert said in discovery_advice(pd.DataFrame([row]))[0]
    assert discovery_advice(pd.DataFrame([row]).iloc[:0])[0].startswith("No region")
    assert not [name for name in discovery_table(pd.DataFrame([row])) if "_" in name]


def test_shares_of_ways_say_what_they_take_and_where_the_market_itself_changes() -> None:
    row = {"scenario": "takedown", "way": "migrate", "share": math.nan, "pairs": 20, "pairs_needed": 180.0,
           "baseline_change": -0.3, "baseline_low": -0.4, "baseline_high": -0.2}  # fmt: skip
    needed, market = ways_notes(pd.DataFrame([row]))
    assert needed.endswith("to tell them takes 180 pairs, here are 20.") and "trades 30 % less too" in market
    sure = {**row, "share": 0.5, "baseline_change": 0.01, "baseline_low": -0.02}
    assert ways_notes(pd.DataFrame([sure])) == []
