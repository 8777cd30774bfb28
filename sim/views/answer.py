"""The answer a report begins with, in sentences: how long, which way around, at what cost, what to do, how sure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.views import words
from sim.views.finding import Finding
from sim.views.reasons import advice, burdens, why
from sim.views.sentences import sentences, start_sentences

SPANS = {"averted_first_year": "the first year", "averted_orders": "the whole run"}
"""Sums by which scenarios are ranked, with their span in words."""
APART = 0.05
"""Probability of being the best from which a scenario is not told apart from the one that looks it."""
NAMED = 3
"""Scenarios of which the ways around and the burdens are told: those that may avert most."""


def answer_of_run(result: Any, finding: Finding) -> list[str]:
    """Say of one run how long it lasted, what it averted at which cost, why, what to do, and how sure that is."""
    settings = result.settings.to_dict() if hasattr(result.settings, "to_dict") else vars(result.settings)
    trust = [_trust(finding)] if finding.replicates else []
    if not finding.replicates:
        return sentences(settings["interventions"], finding)
    first = sentences(settings["interventions"], finding)
    return [*first, *why(finding), *burdens(finding), *advice(finding), *trust]


def _trust(finding: Finding) -> str:
    runs = finding.replicates
    if runs == 1:
        return "This is a single pair of worlds: it shows what can happen, not what to expect."
    if not finding.has_effect and not finding.averts:
        return (
            f"More than the {runs} paired runs made here would be needed to see an effect, should there be a small one."
        )
    seen = finding.value("observer_peak")
    what = "there is an effect" if finding.has_effect else "orders were averted"
    text = f"That {what} is beyond chance in {runs} paired runs"
    if not math.isnan(seen):
        text += "; an observer without the twin world, who compares with the weeks before, would see a fall of "
        text += words.percent(seen)
    return text + "."


def answer_of_study(findings: Mapping[str, Finding], league: pd.DataFrame) -> list[str]:
    """Say of several scenarios what stays and what passes, which way round them trade went, what they cost and bring
    besides, which averts most, and how sure that is.

    Then, of those whose trigger decided when they began, on which day that was, and in how many runs they never did.
    """
    whole = findings
    findings = {name: finding.in_league(league, name) for name, finding in whole.items()}
    ran = {name: finding for name, finding in findings.items() if finding.replicates}
    leaders = {words.called(name): whole[name] for name in _leaders(ran, league)}
    texts = [_staying(ran), _passing(ran)]
    texts += [text for who, finding in leaders.items() for text in why(finding, who)]
    texts += [_cheapest(league), *(text for who, finding in leaders.items() for text in burdens(finding, who))]
    texts += [*_spans(ran, league), _sure(ran)]
    texts = [text for text in texts if text]
    for name, finding in whole.items():
        texts += start_sentences(words.upper_first(words.called(name)), finding)
    if any(finding.idle for finding in ran.values()) and len(ran) > 1:
        texts.append(_compared(list(ran.values())))
    return texts


def _leaders(findings: Mapping[str, Finding], league: pd.DataFrame) -> list[str]:
    """Name those that may avert most over the first year, as far as they avert anything beyond chance."""
    best, rivals = contest(league, "averted_first_year")
    close = [str(best["scenario"]), *(name for name in findings if words.called(name) in rivals)] if best else []
    return [name for name in close if name in findings and findings[name].averts][:NAMED]


def _spans(findings: Mapping[str, Finding], league: pd.DataFrame) -> list[str]:
    """Say which averts most over the first year and over the whole run; once where the run ends with that year."""
    year, run = (_estimates(league, outcome) for outcome in SPANS)
    same = year == run
    spans = {next(iter(SPANS)): "the run"} if same else SPANS
    return [text for outcome, span in spans.items() if (text := _most(findings, league, outcome, span))]


def _estimates(league: pd.DataFrame, outcome: str) -> dict[str, float]:
    rows = league[league["outcome"] == outcome] if len(league) else league
    return dict(zip(rows["scenario"], rows["estimate"], strict=True)) if len(rows) else {}


def _sure(findings: Mapping[str, Finding]) -> str:
    """Say of which scenarios it is beyond chance that they avert orders, and in how many runs that was seen."""
    runs = min((finding.replicates for finding in findings.values()), default=0)
    if runs < 2:
        return ""
    told = [words.called(name) for name, finding in findings.items() if finding.averts]
    rest = [words.called(name) for name, finding in findings.items() if not finding.averts]
    if not told:
        return f"How sure: in {runs} paired runs of each, no scenario averts orders of the first year beyond chance."
    not_for = f", and not for {words.listing(rest)}" if rest else ""
    beyond = f"that orders of the first year are averted is beyond chance for {words.listing(told)}"
    return f"How sure: in {runs} paired runs of each, {beyond}{not_for}."


def _most(findings: Mapping[str, Finding], league: pd.DataFrame, outcome: str, span: str) -> str:
    """Say which averts most over a span, and from which others it cannot be told apart."""
    best, rivals = contest(league, outcome)
    if best is None:
        return ""
    name, chance = str(best["scenario"]), float(best["probability_best"])
    finding = findings[name]
    if finding.replicates > 1 and not best["low"] > 0.0:
        return _first_by_estimate(league[league["outcome"] == outcome], best, span)
    if rivals:
        return (
            f"Which averts most over {span} cannot be told: {words.called(name)} by estimate, {_estimate(best)}, with "
            f"a probability of {_chance(chance)}; it cannot be told apart from {words.listing(rivals)}."
        )
    sure = f" (probability {_chance(chance)})" if len(findings) > 1 and finding.replicates > 1 else ""
    return f"{words.upper_first(words.called(name))} averts most over {span}, {_estimate(best)}{sure}."


def _first_by_estimate(rows: pd.DataFrame, best: dict[str, Any], span: str) -> str:
    """Say that what the first by estimate averts cannot be told from none, and which of the others is told to most."""
    told = rows[rows["low"] > 0.0]
    if not len(told):
        most = f": at most {_estimate(best)}" if best["estimate"] > 0 else ""
        return f"Over {span} no scenario averts orders that can be told from none{most}."
    first = {str(key): value for key, value in told.iloc[0].items()}
    by_estimate, surely = (words.called(str(row["scenario"])) for row in (best, first))
    return (
        f"Which averts most over {span} cannot be told: {by_estimate} by estimate, {_estimate(best)}, which cannot be "
        f"told from none; of those that can, {surely}, {_estimate(first)}."
    )


def contest(league: pd.DataFrame, outcome: str) -> tuple[dict[str, Any] | None, list[str]]:
    """Give the row of the best by an outcome, and the names of those that may be better by more than 5 % chance."""
    rows = league[league["outcome"] == outcome].dropna(subset=["estimate"]) if len(league) else league
    if not len(rows):
        return None, []
    best = {str(key): value for key, value in rows.iloc[0].items()}
    close = rows[(rows["probability_best"] >= APART) & (rows["scenario"] != best["scenario"])]
    return best, [words.called(str(name)) for name in close["scenario"]]


def _cheapest(league: pd.DataFrame) -> str:
    best, rivals = contest(league, "averted_per_1000_eur")
    if best is None or best["low"] <= 0.0:
        return ""  # that nothing is averted beyond chance is told beside it
    name, value = words.called(str(best["scenario"])), words.quantity(best["estimate"], "orders")
    if rivals:
        said = f"is {name} by estimate, {value} per EUR 1,000; it cannot be told apart from {words.listing(rivals)}"
        return f"For its cost, most averted in the first year {said}."
    return f"{words.upper_first(name)} averts most for its cost, {value} per EUR 1,000 in the first year."


def _staying(findings: Mapping[str, Finding]) -> str:
    """Say what stays of each scenario, the most first."""
    told = sorted((f.value("stays"), name) for name, f in findings.items() if f.stays)[::-1]
    acting = {name: f for name, f in findings.items() if f.has_effect and not f.stays}
    rest = [words.called(name) for name, f in acting.items() if not math.isnan(f.value("stays"))]
    short = [words.called(name) for name, f in acting.items() if math.isnan(f.value("stays"))]
    sums = [words.called(name) for name, f in findings.items() if not f.has_effect and f.averts]
    none = [words.called(name) for name, f in findings.items() if not f.has_effect and not f.averts]
    parts = []
    if told:
        each = [f"{findings[name].with_interval('stays')} for {words.called(name)}" for _, name in told]
        parts.append(f"What stays, missing in {_year(findings[told[0][1]])}, is {words.listing(each)}.")
    if rest:
        parts.append(f"Nothing is told to stay for {words.listing(rest)}.")
    if short:
        parts.append(f"What stays of {words.listing(short)} cannot be told, as the run is too short.")
    if sums:
        parts.append(
            f"Of {words.listing(sums)} only the sum of the first year is told, and no worst, half-life or what stays."
        )
    if none:
        parts.append(f"For {words.listing(none)} no loss of trade can be told from chance.")
    return " ".join(parts)


def _year(finding: Finding) -> str:
    return finding.row("stays").get("note", "").removeprefix("of ") or "the second year"


def _passing(findings: Mapping[str, Finding]) -> str:
    """Say how fast what passes does so."""
    days = sorted((f.value("half_life"), name) for name, f in findings.items() if f.passes)[::-1]
    ended = [
        f"{findings[name].with_interval('half_life')} for {words.called(name)}"
        for value, name in days if math.isfinite(value)
    ]  # fmt: skip
    open_ = [words.called(name) for value, name in days if math.isinf(value)]
    text = f"Of what passes, half was gone after {words.listing(ended)}" if ended else ""
    if open_:
        text += "; it" if text else "What passes"
        text += f" was not seen to stay halved by the end of the run for {words.listing(open_)}"
    return f"{text}." if text else ""


def _estimate(row: Mapping[str, Any]) -> str:
    bounds = words.interval(row["low"], row["high"], str(row["unit"]))
    return words.quantity(row["estimate"], str(row["unit"])) + (f" (95 % interval {bounds})" if bounds != "-" else "")


def _compared(findings: Sequence[Finding]) -> str:
    shared = set.intersection(*(finding.acting for finding in findings))
    if not shared:
        return "There is no run in which all of them began, so they cannot be compared."
    return f"They are compared in the {len(shared)} replicates in which each of them began."


def _chance(chance: float) -> str:
    return "over 99 %" if chance > 0.99 else words.percent(chance)
