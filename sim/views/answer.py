"""The answer in three sentences, which a report begins with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.views import words
from sim.views.sentences import begun, sentences
from sim.views.verdict import Finding


def answer_of_run(result: Any, finding: Finding) -> list[str]:
    """Say of one run what happened, what came of the orders, and how far it can be trusted."""
    settings = result.settings.to_dict() if hasattr(result.settings, "to_dict") else vars(result.settings)
    trust = [_trust(finding)] if finding.replicates else []
    return [*sentences(settings["interventions"], finding), *trust]


def _trust(finding: Finding) -> str:
    runs = finding.replicates
    if runs == 1:
        return "This is a single pair of worlds: it shows what can happen, not what to expect."
    if not finding.told and not finding.averted_told:
        return (
            f"More than the {runs} paired runs made here would be needed to see an effect, should there be a small one."
        )
    seen = finding.value("observer_depth")
    what = "there is an effect" if finding.told else "orders were averted"
    text = f"That {what} is beyond chance in {runs} paired runs"
    if not math.isnan(seen):
        text += "; an observer without the twin world, who compares with the weeks before, would see a fall of "
        text += words.percent(seen)
    return text + "."


def answer_of_study(findings: Mapping[str, Finding], league: pd.DataFrame) -> list[str]:
    """Say of several scenarios which lasts longest, which averts most for its cost, and how sure that is.

    Then, of those whose trigger decided when they began, on which day that was, and in how many runs they never did.
    """
    texts = []
    whole = findings
    findings = {name: finding.in_league(league, name) for name, finding in whole.items()}
    best = _winner(league, "recovery")
    if best is not None:
        name = str(best["scenario"])
        others = [other for other in findings if other != name]
        text = f"{words.upper_first(words.spoken(name))} lasts longest: trade {findings[name].recovery()}"
        if others:
            text += f"; for comparison, {words.listing([_briefly(other, findings[other]) for other in others])}"
        texts.append(text + ".")
    most, cheapest = _winner(league, "averted_first_year"), _winner(league, "averted_per_1000_eur")
    if most is not None:
        name = str(most["scenario"])
        averted = findings[name].with_interval("averted_first_year")
        text = f"{words.upper_first(words.spoken(name))} averts most, {averted} in the first year"
        if cheapest is not None and not math.isnan(cheapest["estimate"]):
            thrifty = str(cheapest["scenario"])
            also = "it also averts most" if thrifty == name else f"{words.spoken(thrifty)} averts most"
            text += f"; {also} for its cost, {words.quantity(cheapest['estimate'], 'orders')} per EUR 1,000"
        texts.append(text + ".")
    if best is not None:
        texts.append(_sure(best, league))
    for name, finding in whole.items():
        texts += begun(words.upper_first(words.spoken(name)), finding)
    ran = [finding for finding in whole.values() if finding.replicates]
    if any(finding.idle for finding in ran) and len(ran) > 1:
        texts.append(_compared(ran))
    return texts


def _compared(findings: Sequence[Finding]) -> str:
    shared = set.intersection(*(finding.acting for finding in findings))
    if not shared:
        return "There is no run in which all of them began, so they cannot be compared."
    return f"They are compared in the {len(shared)} runs in which each of them began."


def _winner(league: pd.DataFrame, outcome: str) -> dict[str, Any] | None:
    if not len(league):
        return None
    rows = league[league["outcome"] == outcome].dropna(subset=["estimate"])
    return {str(key): value for key, value in rows.iloc[0].items()} if len(rows) else None


def _sure(best: Mapping[str, Any], league: pd.DataFrame) -> str:
    chance = float(best["probability_best"])
    name = words.spoken(str(best["scenario"]))
    if chance >= 0.95:
        return f"That {name} lasts longest is sure to {_chance(chance)} as far as chance goes."
    rivals = league[(league["outcome"] == "recovery") & (league["probability_best"] >= 0.05)]["scenario"]
    names = [words.spoken(str(rival)) for rival in rivals if rival != best["scenario"]]
    rest = f"; it cannot be told apart from {words.listing(names)}" if names else ""
    return f"That {name} lasts longest has a probability of {_chance(chance)}{rest}."


def _chance(chance: float) -> str:
    return "over 99 %" if chance > 0.99 else words.percent(chance)


def _briefly(name: str, finding: Finding) -> str:
    if not finding.replicates:
        return f"{words.spoken(name)} never began"
    days = finding.value("recovery")
    if math.isnan(days):
        return f"{words.spoken(name)} no loss of 5 % beyond chance"
    return f"{words.spoken(name)} {'beyond the run' if math.isinf(days) else words.days(days)}"
