"""Why, whom it burdens and what to do are said only as far as their figures carry them, for random tables."""

from __future__ import annotations

import math

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.effects import OUTCOMES
from sim.views.finding import Finding
from sim.views.reasons import AROUND, BURDENS, advice, burdens, why

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
    for texts, names in ((reasons, AROUND), (besides, BURDENS)):
        for name in names:
            row = found.row(name)
            beyond = row["low"] > 0 or row["high"] < 0
            said = any(f"{OUTCOMES[name].label}," in text for text in texts)
            acted = names is BURDENS or found.has_effect or found.averts
            assert said == (beyond and acted)
    (line,) = todo
    assert ("no ground" in line) == (not found.has_effect and not found.averts)
    if "repeat it" in line:
        assert found.averts and found.passes and not found.stays and math.isfinite(found.value("half_life"))
    if "later years" in line:
        assert found.row("stays")["low"] > 0 and found.averts
