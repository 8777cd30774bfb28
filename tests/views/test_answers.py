"""The answer of a study in sentences: who lasts longest, how long the others do, how sure that is."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.effects.summary import CHANCE, NONE
from sim.views import words
from sim.views.answer import answer_of_study
from sim.views.sentences import unpaired
from sim.views.verdict import Finding

DAYS = {"takedown": 90.0, "takedown+licensing": 240.0, "when_it_leads": 55.0, "late": math.nan}


def study(days: dict[str, float], chances: tuple[float, ...], notes: dict[str, str], averted: float = 100.0):
    """Findings and league of scenarios whose recovery is given, the longest first."""
    order = sorted(days, key=lambda name: -(days[name] if not math.isnan(days[name]) else -1.0))
    rows, findings = [], {}
    for name, chance in zip(order, chances, strict=True):
        for outcome, unit, value in (
            ("recovery", "days", days[name]), ("averted_first_year", "orders", 5e5),
            ("averted_per_1000_eur", "orders", 12.0),
        ):  # fmt: skip
            low = averted if unit == "orders" else value - 10.0
            note = notes.get(name, "") if outcome == "recovery" else ""
            rows.append((outcome, name, unit, value, low, value + 20.0, note, chance))
    columns = ["outcome", "scenario", "unit", "estimate", "low", "high", "note", "probability_best"]
    league = pd.DataFrame(rows, columns=columns)
    effects = pd.DataFrame({"replicate": [0, 1], "outcome": "recovery", "value": 1.0, "censored": False})
    for name in days:  # in the order in which they were asked for
        findings[name] = Finding(league[league["scenario"] == name], effects)
    return findings, league


def test_durations_are_told_one_after_the_other() -> None:
    findings, league = study(DAYS, (0.7, 0.2, 0.08, 0.02), {"late": CHANCE})
    first, most, sure = answer_of_study(findings, league)
    assert first == (
        "Takedown + licensing lasts longest: trade was back within 5 % 240 days after the start (95 % interval 230 to "
        "260 days); it took 90 days for takedown and 55 days for 'when it leads'. For 'late' a loss of 5 % cannot be "
        "told from chance."
    )
    assert most.startswith("Takedown + licensing averts most, 500,000 orders") and "it also averts most" in most
    assert sure == (
        "The probability that takedown + licensing lasts longest is 70 %; it cannot be told apart from takedown and "
        "'when it leads'."
    )


def test_what_did_not_end_is_told_as_such() -> None:
    days = {"early": math.inf, "late": math.inf, "middle": 30.0}
    findings, league = study(days, (0.6, 0.4, 0.0), {})
    assert answer_of_study(findings, league)[0] == (
        "'Early' lasts longest: trade was not back within 5 % by the end of the run; nor was it for 'late'; it took 30 "
        "days for 'middle'."
    )


def test_none_that_lasts_and_none_that_averts() -> None:
    nothing = {"early": math.nan, "late": math.nan}
    findings, league = study(nothing, (0.5, 0.5), {"early": NONE, "late": CHANCE}, averted=-10.0)
    first, most = answer_of_study(findings, league)
    assert first == "In no scenario can a loss of 5 % of trade be told from chance."
    assert "which cannot be told from none" in most
    findings, league = study({"early": 40.0, "late": math.nan}, (0.99, 0.01), {"late": NONE})
    answer = answer_of_study(findings, league)
    assert answer[0].endswith("For 'late' no loss of 5 % was found.")
    assert answer[-1] == "The probability that 'early' lasts longest is 99 %, as far as chance goes."


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
    start = "Without pairing, intervals of the orders averted would be "
    assert unpaired(table) == (start + said if said else "")
