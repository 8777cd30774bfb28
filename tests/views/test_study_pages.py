"""What a page about several scenarios says once, and of which of them."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd

from sim.settings import compose
from sim.views import style, words
from sim.views.cautions import Grounds, cautions, of_replicates
from sim.views.finding import Finding
from sim.views.grounds import grounds_of
from sim.views.league import NAMED, plot_effects
from sim.views.league_section import league_figure
from sim.views.page import CSS, caution_block, table
from sim.views.settings_section import barriers


def finding(replicates: int, low: float, high: float) -> Finding:
    """Orders averted of 40 whose interval is given."""
    names = ["averted_first_year", "peak", "chance"]
    summary = pd.DataFrame(
        {"outcome": names, "unit": ["orders", "share", "share"], "estimate": [40.0, 0.4, 0.001],
         "low": [low, 0.3, np.nan], "high": [high, 0.5, np.nan], "note": ""}
    )  # fmt: skip
    effects = pd.DataFrame({"replicate": range(replicates), "outcome": "peak", "value": 0.4, "censored": False})
    return Finding(summary, effects)


def caution_texts(findings: dict[str, Finding], grounds: Grounds | None = None) -> list[str]:
    return [caution.text for caution in cautions(findings, grounds)]


# cautions


def test_cautions_name_their_scenarios_and_are_said_once() -> None:
    wide, wider, narrow = finding(10, 20, 60), finding(10, 10, 70), finding(10, 35, 45)
    lines = caution_texts({"takedown": wide, "postal_inspection+licensing": wider, "late": wide, "sure": narrow})
    assert lines[0] == "10 replicates are few; the intervals are rough. Use replicates=20 or more."
    (averted,) = lines[1:]
    assert averted.startswith(
        "The interval of the orders averted in the first year is wider than half of them for take"
    )
    assert averted.endswith("about 40 replicates for takedown and 'late'; 90 for postal inspection + licensing.")


def test_cautions_of_all_are_of_every_scenario() -> None:
    few, many = finding(10, 20, 60), finding(40, 20, 60)
    assert "in every scenario. About 40 replicates" in caution_texts({"a": few, "b": few})[1]
    lines = caution_texts({"a": few, "b": many})
    assert lines[0].startswith("'A': 10 replicates are few") and "40 replicates for 'a'; 160 for 'b'" in lines[1]
    assert caution_texts({"a": finding(40, 38, 42), "b": finding(40, 38, 42)}) == []
    assert "takedown" not in " ".join(caution_texts({"takedown": few}))  # alone, there is nothing to tell apart


def test_grounds_add_what_applies_and_nothing_else() -> None:
    sure = {"a": finding(40, 38, 42)}
    assert caution_texts(sure, Grounds()) == caution_texts(sure, Grounds(buyers=50_000, enough=50_000)) == []
    grounds = Grounds(10_000, 50_000, assumed=("growth",), outside=("takedown.count=40 (1 to 20)",))
    found = cautions(sure, grounds)
    assert [caution.kind for caution in found] == ["thin_world", "assumed_response", "extrapolation"]
    assert "10,000 buyers make a thin world" in found[0].text and "by growth" in found[1].text
    assert caution_block([]) == "" and caution_block(found).count("<p>") == 3
    assert of_replicates(3, grounds)[0].kind == "replicates" and not of_replicates(20)


def test_what_is_set_beyond_the_evidence_is_a_caution() -> None:
    within = compose(["+intervention=takedown", "ecosystem.buyers.order_rate=0.02"])
    beyond = compose(["+intervention=takedown", "ecosystem.buyers.order_rate=0.3"])
    assert grounds_of([within]).cautions() == []
    (caution,) = grounds_of([within, beyond]).cautions()
    assert caution.kind == "extrapolation" and "buyers.order_rate=0.3 (fitted from 0.008 to 0.025)" in caution.text
    further = compose(["+intervention=takedown", "ecosystem.buyers.order_rate=0.2"])
    (once,) = grounds_of([within, beyond, further]).cautions()
    assert once.text == "Outside the range of the evidence: buyers.order_rate=0.2 to 0.3 (fitted from 0.008 to 0.025)."


def test_a_response_is_a_caution_only_where_it_is_set_anew() -> None:
    usual = compose(["+intervention=takedown"])
    assert grounds_of([usual]).cautions() == []
    anew = compose(["+intervention=takedown", "ecosystem.vendors.move_days=40"])
    found = grounds_of([usual, anew]).cautions()
    assert [caution.text for caution in found if caution.kind == "assumed_response"] == [
        "How the trade responds is set here, and not found, by vendors.move_days."
    ]


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
    once = {"barrier": "takedown", "start": 1}
    assert words.subject({"a": once, "b": once}) == f"{words.subject({'a': once})} (twice)"
    assert words.spoken("exit_scam_2015_03_18+takedown") == "exit scam of 2015-03-18 + takedown"


def test_what_rounding_leaves_of_zero_is_zero() -> None:
    assert words.number(-5.3e-11) == words.quantity(3e-12, "") == "0" and words.number(0.042) == "0.042"


def test_a_caption_stays_when_its_table_is_scrolled() -> None:
    text = table(["", "takedown"], [("orders", 3)], "against the twin")
    assert text.index("against the twin") < text.index('<div class="wide">')


def test_paper_keeps_what_belongs_together() -> None:
    paper = CSS[CSS.index("@media print") :]
    assert "break-inside: avoid" in paper and "break-after: avoid" in paper and "details { display: none; }" in paper


def test_a_league_has_no_panel_of_what_is_told_of_none() -> None:
    rows = [(outcome, name, value, value, value) for outcome, value in (("averted_first_year", 5.0), ("peak", math.nan))
            for name in ("takedown", "licensing")]  # fmt: skip
    league = pd.DataFrame(rows, columns=["outcome", "scenario", "estimate", "low", "high"])
    assert [axes.get_title(loc="left") for axes in league_figure(league).axes] == ["orders averted, first year"]
    assert len(league_figure(league[league["outcome"] == "peak"].assign(outcome="averted_first_year")).axes) == 1


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
