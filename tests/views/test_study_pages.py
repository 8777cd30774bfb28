"""What a page about several scenarios says once, and of which of them."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd

from sim.views import style, words
from sim.views.league import NAMED, plot_effects
from sim.views.page import CSS, table
from sim.views.sentences import cautions_of_study
from sim.views.settings_section import barriers
from sim.views.verdict import Finding


def finding(replicates: int, low: float, high: float) -> Finding:
    """An effect of 40 % whose interval is given."""
    names = ["onset", "depth", "chance"]
    summary = pd.DataFrame(
        {"outcome": names, "unit": ["days", "share", "share"], "estimate": [3.0, 0.4, 0.001],
         "low": [2.0, low, np.nan], "high": [4.0, high, np.nan], "note": ""}
    )  # fmt: skip
    effects = pd.DataFrame({"replicate": range(replicates), "outcome": "depth", "value": 0.4, "censored": False})
    return Finding(summary, effects)


# cautions


def test_cautions_name_their_scenarios_and_are_said_once() -> None:
    wide, wider, narrow = finding(10, 0.2, 0.6), finding(10, 0.1, 0.7), finding(10, 0.35, 0.45)
    lines = cautions_of_study({"takedown": wide, "postal_inspection+licensing": wider, "late": wide, "sure": narrow})
    assert lines[0] == "10 replicates are few; the intervals are rough. Use replicates=20 or more."
    (depth,) = lines[1:]
    assert depth.startswith("The interval of the depth is wider than half of the depth in takedown, 'late' and postal")
    assert depth.endswith("about 40 replicates for takedown and 'late'; 90 for postal inspection + licensing.")


def test_cautions_of_all_are_of_every_scenario() -> None:
    few, many = finding(10, 0.2, 0.6), finding(40, 0.2, 0.6)
    assert "in every scenario. About 40 replicates" in cautions_of_study({"a": few, "b": few})[1]
    lines = cautions_of_study({"a": few, "b": many})
    assert lines[0].startswith("'A': 10 replicates are few") and "40 replicates for 'a'; 160 for 'b'" in lines[1]
    assert cautions_of_study({"a": finding(40, 0.38, 0.42), "b": finding(40, 0.38, 0.42)}) == []
    assert "takedown" not in " ".join(cautions_of_study({"takedown": few}))  # alone, there is nothing to tell apart


# settings


def result(**interventions: dict) -> SimpleNamespace:
    return SimpleNamespace(settings={"days": 100, "interventions": interventions})


def test_settings_of_a_barrier_are_told_once() -> None:
    one, other = {"start": 365, "cost_fixed": 2e6, "duration": None}, {"start": 365, "names": []}
    scenarios = {"a": result(a=one), "b": result(b=other), "a+b": result(a=one, b=other)}
    page = "".join(barriers(scenarios))
    assert page.count("cost_fixed") == 1 and page.count(">365<") == 2 and page.count("2000000<") == 1
    assert "duration<" not in page and "names<" not in page and "differs between scenarios" not in page
    assert barriers({"nothing": result()}) == []


def test_what_differs_between_scenarios_stands_side_by_side() -> None:
    scenarios = {"early": result(a={"start": 180, "count": 1}), "late": result(a={"start": 540, "count": 1})}
    page = "".join(barriers(scenarios))
    assert "a, in every scenario" in page and page.count(">count<") == 1
    assert re.search("differs between scenarios.*early.*late.*a.start.*180.*540", page)


# words, tables, curves


def test_names_of_scenarios_can_be_read_and_broken() -> None:
    assert words.spoken("takedown+postal_inspection") == words.spoken("takedown + postal_inspection")
    assert words.spoken("takedown+postal_inspection") == "takedown + postal inspection"


def test_what_rounding_leaves_of_zero_is_zero() -> None:
    assert words.number(-5.3e-11) == words.quantity(3e-12, "") == "0" and words.number(0.042) == "0.042"


def test_a_caption_stays_when_its_table_is_scrolled() -> None:
    text = table(["", "takedown"], [("orders", 3)], "against the twin")
    assert text.index("against the twin") < text.index('<div class="wide">')


def test_paper_keeps_what_belongs_together() -> None:
    paper = CSS[CSS.index("@media print") :]
    assert "break-inside: avoid" in paper and "break-after: avoid" in paper and "details { display: none; }" in paper


def test_many_curves_are_named_below_and_few_beside() -> None:
    since = np.arange(-20, 300)
    for count in (2, NAMED + 1):
        curves = {
            f"scenario_{i}": pd.DataFrame({"since": since, "pooled": np.where(since < 0, 0.0, 0.1 * (i + 1))})
            for i in range(count)
        }
        with style.look():
            _, axes = style.chart()
            plot_effects(axes, curves, "They differ")
        written = [text.get_text() for text in axes.texts]
        legend = axes.get_legend()
        if count > NAMED:
            assert legend is not None and len(legend.get_texts()) == count and "scenario 0" not in written
        else:
            assert legend is None and "scenario 0" in written
