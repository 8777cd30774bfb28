"""Why, whom it burdens and what to do are said only as far as their figures carry them, for random tables."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.effects import OUTCOMES
from sim.effects.outcomes import LAYERS
from sim.views.finding import Finding
from sim.views.reasons import AROUND, BURDENS, advice, burdens, why
from sim.views.sentences import scarcest

FAST = settings(max_examples=80, deadline=None, derandomize=True)
value = st.floats(-500, 500) | st.just(math.nan)
NAMES = (*AROUND, *BURDENS, "averted_first_year", "stays", "peak", "half_life")


def finding(figures: dict[str, tuple[float, float]], chance: float, replicates: int) -> Finding:
    rows = [(name, OUTCOMES[name].unit, v, v - abs(w), v + abs(w), "") for name, (v, w) in figures.items()]
    rows.append(("chance", "share", chance, math.nan, math.nan, ""))
    summary = pd.DataFrame(rows, columns=["outcome", "unit", "estimate", "low", "high", "note"])
    effects = pd.DataFrame({"replicate": range(replicates), "outcome": "peak", "value": 0.1, "censored": False})
    return Finding(summary, effects)


@FAST
@given(
    st.fixed_dictionaries({name: st.tuples(value, st.floats(0, 300)) for name in NAMES}),
    st.sampled_from([0.001, 0.6]),
    st.sampled_from([1, 4]),
)
def test_each_sentence_is_true_of_its_table(figures, chance, replicates):
    found = finding(figures, chance, replicates)
    reasons, besides, todo = why(found), burdens(found), advice(found)
    if replicates == 1:
        assert reasons == besides == todo == []
        return
    for name in BURDENS:
        row = found.row(name)
        assert any(f"{OUTCOMES[name].label}," in text for text in besides) == (row["low"] > 0 or row["high"] < 0)
    assert bool(reasons) == (found.has_effect or found.averts)
    (line,) = todo
    assert ("no ground" in line) == (not found.has_effect and not found.averts)
    if "repeat it" in line:
        assert found.averts and found.passes and not found.stays and math.isfinite(found.value("half_life"))
    if "later years" in line:
        assert found.row("stays")["low"] > 0 and found.averts


WAYS = {"displaced_direct": (300.0, 50.0), "displaced_street": (-80.0, 20.0), "stealth_change": (0.01, 0.02),
        "domestic_change": (0.06, 0.01), "vendors_change": (-40.0, 5.0), "marketplaces_change": (-3.0, 1.0),
        "peak": (0.4, 0.1)}  # fmt: skip


def test_only_what_there_is_more_of_is_a_way_round():
    """Vendors and marketplaces that are gone are what the barrier did, and a street that shrank took nobody."""
    assert why(finding(WAYS, 0.001, 4)) == [
        "How trade got round it: went to direct trade, first year, 300 orders (95 % interval 250 to 350 orders); "
        "change in orders sent within the country, +6.0 points (95 % interval +5.0 to +7.0 points)."
    ]
    less = {name: (-abs(estimate), width) for name, (estimate, width) in WAYS.items() if name != "peak"}
    assert why(finding({**less, "peak": WAYS["peak"]}, 0.001, 4)) == ["Which way trade got round it cannot be told."]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((-0.12, 0.02), ["hosting", "12 %", "10 to 14 %", "more of those", "than without the barrier"]),
        ((-0.12, 0.20), []),
        ((0.12, 0.02), []),
        ((-0.001, 0.0001), []),
    ],
)
def test_a_service_is_scarcer_than_without_the_barrier_or_nothing_is_said(change, told):
    (layer,) = (layer for layer in LAYERS if layer.column == "hosting")
    text = " ".join(scarcest(finding({layer.outcome.name: change}, 0.001, 4)))
    assert bool(text) == bool(told) and all(part in text for part in told)
