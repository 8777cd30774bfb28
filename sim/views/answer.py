"""The answer in three sentences, which a report begins with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.effects.summary import CHANCE
from sim.views import words
from sim.views.sentences import begun, bounds, sentences
from sim.views.verdict import Finding

NONE = "no loss of 5 % was found"


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
    whole = findings
    findings = {name: finding.in_league(league, name) for name, finding in whole.items()}
    best = _winner(league, "recovery")
    texts = _lasting(findings, str(best["scenario"]) if best is not None else None)
    most, cheapest = _winner(league, "averted_first_year"), _winner(league, "averted_per_1000_eur")
    if most is not None:
        name = str(most["scenario"])
        averted = findings[name].with_interval("averted_first_year")
        text = f"{words.upper_first(words.called(name))} averts most, {averted} in the first year"
        if not findings[name].averted_told and findings[name].replicates > 1:
            text += ", which cannot be told from none"
        if cheapest is not None:
            thrifty = str(cheapest["scenario"])
            also = "it also averts most" if thrifty == name else f"{words.called(thrifty)} averts most"
            text += f"; {also} for its cost, {words.quantity(cheapest['estimate'], 'orders')} per EUR 1,000"
        texts.append(text + ".")
    if best is not None:
        texts.append(_sure(best, league))
    for name, finding in whole.items():
        texts += begun(words.upper_first(words.called(name)), finding)
    ran = [finding for finding in whole.values() if finding.replicates]
    if any(finding.idle for finding in ran) and len(ran) > 1:
        texts.append(_compared(ran))
    return texts


def _lasting(findings: Mapping[str, Finding], best: str | None) -> list[str]:
    """Say how long the effect of each scenario lasts, the longest first."""
    days = {name: finding.value("recovery") for name, finding in findings.items() if finding.replicates}
    none: dict[bool, list[str]] = {}
    for name, value in days.items():
        if math.isnan(value):
            none.setdefault(findings[name].row("recovery").get("note") == CHANCE, []).append(words.called(name))
    untold = " ".join(
        f"For {words.listing(names)} {'a loss of 5 % cannot be told from chance' if chance else NONE}."
        for chance, names in sorted(none.items())
    )
    if best is None:
        return ["In no scenario can a loss of 5 % of trade be told from chance."] if none else []
    text = f"{words.upper_first(words.called(best))} lasts longest: trade {findings[best].recovery()}"
    text += bounds(findings[best], "recovery")
    rest = sorted((name for name in days if name != best and not math.isnan(days[name])), key=lambda name: -days[name])
    unfinished = [words.called(name) for name in rest if math.isinf(days[name])]
    if unfinished:
        never = "; nor was it" if math.isinf(days[best]) else "; it was not back by the end of the run"
        text += f"{never} for {words.listing(unfinished)}"
    ended = [f"{words.days(days[name])} for {words.called(name)}" for name in rest if math.isfinite(days[name])]
    if ended:
        text += f"; it took {words.listing(ended)}"
    return [f"{text}. {untold}".rstrip()]


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
    text = f"The probability that {words.called(str(best['scenario']))} lasts longest is {_chance(chance)}"
    if chance >= 0.95:
        return f"{text}, as far as chance goes."
    rivals = league[(league["outcome"] == "recovery") & (league["probability_best"] >= 0.05)]["scenario"]
    names = [words.called(str(rival)) for rival in rivals if rival != best["scenario"]]
    return text + (f"; it cannot be told apart from {words.listing(names)}." if names else ".")


def _chance(chance: float) -> str:
    return "over 99 %" if chance > 0.99 else words.percent(chance)
