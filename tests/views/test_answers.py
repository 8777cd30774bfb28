"""The answer of a study in sentences: who averts most, what of it stays, how sure that is."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.views import words
from sim.views.answer import answer_of_study
from sim.views.finding import Finding
from sim.views.league import deepest
from sim.views.sentences import unpaired

CHANCES = {"takedown": 0.01, "takedown+licensing": 0.97, "when_it_leads": 0.02}


def study(chances: dict[str, float], averted: float = 100.0, stays: dict[str, float] | None = None):
    """Findings and league of scenarios whose chance of being best is given, the best first."""
    order = sorted(chances, key=lambda name: -chances[name])
    rows, findings = [], {}
    for place, name in enumerate(order):
        rest = (stays or {}).get(name, 0.02)
        for outcome, unit, value, low in (
            ("averted_first_year", "orders", 5e5 - 1e4 * place, averted), ("averted_orders", "orders", 6e5, averted),
            ("averted_per_1000_eur", "orders", 12.0 - place, 1.0), ("stays", "share", rest, rest - 0.03),
            ("chance", "share", 0.001, math.nan), ("peak", "share", 0.4, 0.35), ("half_life", "days", 50.0, 40.0),
        ):  # fmt: skip
            rows.append((outcome, name, unit, value, low, value * 1.2, "", chances[name]))
    columns = ["outcome", "scenario", "unit", "estimate", "low", "high", "note", "probability_best"]
    league = pd.DataFrame(rows, columns=columns)
    effects = pd.DataFrame({"replicate": [0, 1], "outcome": "peak", "value": 1.0, "censored": False})
    for name in chances:  # in the order in which they were asked for
        findings[name] = Finding(league[league["scenario"] == name], effects)
    return findings, league


def test_the_best_is_named_where_it_can_be_told() -> None:
    findings, league = study(CHANCES, stays={"takedown": 0.1, "takedown+licensing": 0.2})
    stays, passes, around, cost, year, run, sure = answer_of_study(findings, league)
    assert around == "Which way trade got round takedown + licensing cannot be told."
    assert sure == (
        "How sure: in 2 paired runs of each, that orders of the first year are averted is beyond chance for takedown, "
        "takedown + licensing and 'when it leads'."
    )
    assert year == (
        "Takedown + licensing averts most over the first year, 500,000 orders (95 % interval 100 to 600,000 orders) "
        "(probability 97 %)."
    )
    assert run.startswith("Takedown + licensing averts most over the whole run")
    assert cost == "Takedown + licensing averts most for its cost, 12 orders per EUR 1,000 in the first year."
    assert stays.startswith("What stays, missing in the second year, is 20 % (95 % interval 17 to 24 %) for takedown +")
    assert stays.endswith("Nothing is told to stay for 'when it leads'.")
    assert passes.startswith("Of what passes, half was gone after 50 days (95 % interval 40 to 60 days) for")


def test_the_best_is_not_named_where_it_cannot() -> None:
    findings, league = study({"early": 0.6, "late": 0.3, "middle": 0.1})
    answer = answer_of_study(findings, league)
    assert answer[-3] == (
        "Which averts most over the first year cannot be told: 'early' by estimate, 500,000 orders (95 % interval 100 "
        "to 600,000 orders), with a probability of 60 %; it cannot be told apart from 'late' and 'middle'."
    )
    assert not any("averts most for its cost" in text for text in answer)


@pytest.mark.parametrize(("averted", "said"), [(100.0, "the sum of the first year"), (-10.0, "no loss of trade")])
def test_a_loss_that_only_the_sum_tells_is_not_called_none(averted: float, said: str) -> None:
    findings, league = study({"weak": 1.0}, averted=averted)
    league.loc[league["outcome"] == "chance", "estimate"] = 0.4
    answer = " ".join(answer_of_study({"weak": Finding(league, findings["weak"].effects)}, league))
    assert said in answer and ("averts most over the first year" in answer) == ("no loss of trade" not in answer)
    flat = pd.DataFrame({"since": [-1, 0, 400], "pooled": [0.0, 0.3, 0.0]})  # nor does the heading of its picture
    heading = deepest({"weak": Finding(league, findings["weak"].effects)}, {"weak": flat})
    assert heading.startswith("No worst") == (averted > 0.0)


def test_none_that_averts() -> None:
    findings, league = study({"early": 0.5, "late": 0.5}, averted=-10.0)
    assert answer_of_study(findings, league)[-3].startswith("Over the first year no scenario averts orders that can be")


def test_the_first_by_estimate_may_be_untold_where_another_is_told() -> None:
    findings, league = study({"early": 0.6, "late": 0.4})
    first = (league["outcome"] == "averted_first_year") & (league["scenario"] == "early")
    league.loc[first, "low"] = -100.0
    told = answer_of_study(findings, league)[-3]
    assert told.startswith("Which averts most over the first year cannot be told: 'early' by estimate")
    assert "told from none; of those that can, 'late', " in told


def test_only_names_that_are_no_barriers_stand_in_quotes() -> None:
    assert words.called("postal_inspection+licensing") == "postal inspection + licensing"
    assert words.called("four_at_once") == "'four at once'"
    assert words.upper_first(words.called("four_at_once")) == "'Four at once'" and words.upper_first("") == ""


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ((1.7, 2.6, 1.7), "wider by a factor of 2.6 for licensing; 1.7 for takedown and 'late'."),
        ((1.3, 0.7, np.nan), "wider by a factor of 1.3 for takedown, and no wider for licensing."),
        ((0.9, 1.0, 1.0), "no wider."),
        ((np.nan, np.inf, np.nan), ""),
    ],
)
def test_what_pairing_gained(factors: tuple[float, ...], said: str) -> None:
    table = pd.DataFrame({"scenario": ["takedown", "licensing", "late"], "times_wider_unpaired": factors})
    start = "Without pairing, intervals of the orders averted in the first year would be "
    assert unpaired(table) == (start + said if said else "")
