"""The report: one self-contained HTML page for who decides, of a single run or of a study of several scenarios."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.effects.outcomes import LAWFUL_COST
from sim.views import barrier_model, by_event, objective, words
from sim.views.answer import answer_of_run, answer_of_study
from sim.views.cautions import Caution, Grounds, cautions
from sim.views.comparison import comparison
from sim.views.effect_section import effect_section, effects_figure, lines_of
from sim.views.figures import draw
from sim.views.finding import Finding, finding_of
from sim.views.grounds import grounds_of
from sim.views.league_section import SIZE, league_blocks, league_figure, league_of
from sim.views.page import Html, bullets, caution_block, element, frame, page, paragraphs, picture, section, table
from sim.views.settings_section import plain, provenance
from sim.views.summary import LINES, RUNS
from sim.views.uncertainty import in_words

WORKED_AROUND = (
    "displaced_street", "displaced_direct", "displaced_share", "domestic_change", "stealth_change",
    "early_share_change", "vendors_change", "marketplaces_change",
)  # fmt: skip
UNINTENDED = (
    "rebound", "displaced_street", "escrow_lost_extra", "disputes_extra", "cases_buyers_extra", "price_change",
    "leader_share_change", "trust_change", "harm_extra", "harm_street_extra", "young_users_change",
    "organised_share_change",
)  # fmt: skip
HEALTH = (
    "harm_averted", "harm_averted_share", "harm_online_extra", "harm_street_extra", "harm_lawful_extra",
    "cases_buyers_extra", "letters_extra", "treated_extra", "customers_change", "young_users_change", "lawful_extra",
    "profit_extra", "organised_profit_averted", "organised_share_change",
)  # fmt: skip
MONEY = (
    "cost_first_year", "averted_first_year", "averted_first_year_revenue", "averted_per_1000_eur", "cost",
    "averted_orders", "averted_revenue", "seized_parcels_extra", "arrests_extra",
)  # fmt: skip
LAWFUL = tuple(source.outcome.name for source in LAWFUL_COST)
CHANCE_ALONE = (
    "The intervals cover chance: what differs between runs of the same model. They do not cover what is not known "
    "about its parameters; an ensemble (ensemble=true) or a sweep over these does."
)
BOTH = (
    "The intervals cover chance and what is not known about the parameters, as far as the sets of the ensemble, which "
    "no fact rules out, differ. They do not cover what no set varies."
)
UNKNOWN = (
    "Every figure is a difference between two simulated worlds that share their chances. It is no forecast for a "
    "marketplace that exists.",
    "The model is a sample: orders, money and arrests are multiplied up to the revenue of the real market, where "
    "that is given. What does not grow in proportion, such as the number of marketplaces, is not.",
    "How fast and how far people answer a barrier is in part set by figures rather than found, such as the days until "
    "a vendor has moved. Of a recovery that rests on them the pace is an assumption: vary them in a sweep.",
    "Durations end with the run. What is not over by then is counted as lasting longer, not left out.",
    "Harm is counted in doses, weighed by judgement: which barrier averts more of it can be compared, how many people "
    "are hurt is not said. Violence, deterrence beyond what buyers and vendors in the model feel, and trade of which "
    "the evidence says nothing are not in it.",
    "Costs are those entered in the settings.",
)


def html(subject: Any, figures: Mapping[str, Figure] | None = None) -> str:
    """Write the report of a run or a study.

    A run has settings, daily, groups, journal, effects and summary. A study has ``results``, a mapping from scenario
    to run, and may have title, question, league, synergy, combinations (combination to parts), ways, sensitivity
    (frames), grounds (:class:`sim.views.cautions.Grounds`), command (text) and provenance (mapping). ``figures``: what
    :func:`figures_of` has drawn of it, which is not drawn again.
    """
    results, findings = _found(subject)
    drawn = figures or {}
    if not findings:
        return _steady(subject, next(iter(results.values())))
    if not any(finding.replicates for finding in findings.values()):
        return _idle_page(subject, results, findings)
    several = len(results) > 1
    league = league_of(subject, results) if several else pd.DataFrame()
    title = getattr(subject, "title", None) or _title(results, several)
    first = next(iter(results.values()))
    blocks = [
        element("h1", title),
        element("p", _where(first, findings), class_="where"),
        element("p", subject.question) if getattr(subject, "question", None) else "",
        element("div", paragraphs(_answer(results, findings, league)), class_="answer"),
        caution_block(careful(subject)),
        section("The league, with intervals", *league_blocks(subject, league, results, findings, drawn))
        if several
        else section("The result, with intervals", _run_table(next(iter(findings.values())))),
        objective.block(getattr(subject, "objective", None)),
        _by_event(subject),
        section("Effect over time", *effect_section(results, findings, drawn)),
        section("Who worked around what", *_around(subject, findings)),
        section("Unintended effects", comparison(findings, UNINTENDED)),
        section("Users, health and profit", comparison(findings, HEALTH)),
        section("Cost", comparison(findings, MONEY)),
        section("Cost to people who have nothing to do with it", comparison(findings, LAWFUL)),
        barrier_model.block(getattr(subject, "barrier_model", None), getattr(subject, "by_place", None)),
        _apart(subject),
        _sensitivity(subject),
        section("What the model does not know", bullets(_unknown(subject))),
        *provenance(subject, results),
    ]
    return page(title, *blocks)


def answer(subject: Any) -> list[str]:
    """Give the sentences that the report of a run or a study begins with; none without a barrier."""
    results, findings = _found(subject)
    told = any(finding.replicates for finding in findings.values())
    league = league_of(subject, results) if told and len(results) > 1 else pd.DataFrame()
    return _answer(results, findings, league) if findings else []


def careful(subject: Any) -> list[Caution]:
    """Say where the figures of a run or a study stand on weak ground: what its caution block holds."""
    results, findings = _found(subject)
    told = {name: finding for name, finding in findings.items() if finding.replicates}
    return cautions(told, _grounds(subject, results))


def _found(subject: Any) -> tuple[Mapping[str, Any], dict[str, Finding]]:
    """Give the runs of a subject by scenario, and the findings of those that have a barrier."""
    results: Mapping[str, Any] = getattr(subject, "results", None) or {_name(subject): subject}
    findings = {name: finding_of(result) for name, result in results.items()}
    return results, {name: finding for name, finding in findings.items() if len(finding.effects)}


def _answer(results: Mapping[str, Any], findings: Mapping[str, Finding], league: pd.DataFrame) -> list[str]:
    if len(results) > 1 or not any(finding.replicates for finding in findings.values()):
        return answer_of_study(findings, league)
    return answer_of_run(next(iter(results.values())), next(iter(findings.values())))


def _idle_page(subject: Any, results: Mapping[str, Any], findings: Mapping[str, Finding]) -> str:
    """Write the page of a run or study of which no trigger ever fired."""
    title = getattr(subject, "title", None) or _title(results, len(results) > 1)
    blocks = [
        element("h1", title),
        element("p", _where(next(iter(results.values())), findings), class_="where"),
        element("div", paragraphs(_answer(results, findings, pd.DataFrame())), class_="answer"),
        *provenance(subject, results),
    ]
    return page(title, *blocks)


def _name(result: Any) -> str:
    return words.listing([words.spoken(name) for name in result.settings.interventions] or ["no barrier"])


def _title(results: Mapping[str, Any], several: bool) -> str:
    if several:
        return f"How long do they last? {words.upper_first(words.listing([words.spoken(n) for n in results]))}"
    return f"How long does it last? {words.upper_first(next(iter(results)))}"


def _where(result: Any, findings: Mapping[str, Finding]) -> str:
    settings = plain(result)
    runs = min(finding.replicates + finding.idle for finding in findings.values())
    pairs = "1 paired run" if runs == 1 else f"{runs} paired runs"
    if len(findings) > 1:
        pairs = f"{pairs} of each of {len(findings)} scenarios"
    buyers, horizon = float(settings.get("buyers", math.nan)), float(settings.get("days", math.nan))
    return (
        f"Ecosystem {words.ecosystem_name(settings)}, {words.number(buyers)} simulated buyers, "
        f"{words.days(horizon)}, {pairs}, seed {settings.get('seed', '?')}."
    )


def _grounds(subject: Any, results: Mapping[str, Any]) -> Grounds:
    given: Grounds | None = getattr(subject, "grounds", None)
    return given or grounds_of(result.settings for result in results.values())


def _run_table(finding: Finding) -> Html:
    rows = [(label.strip(), *finding.cell(name)) for name, label in LINES if finding.row(name)]
    blocks = table(["", "estimate", "95 % interval"], rows)
    runs = [(label, *finding.cell(name)) for name, label in RUNS if finding.row(name)]
    if finding.replicates == 1 or not runs:
        return blocks
    return Html(blocks + table(["single runs", "median", "10 to 90 % of runs"], runs))


def figures_of(subject: Any) -> dict[str, Figure]:
    """Draw the pictures of a report on several scenarios, by name: the curves, and the league."""
    results, findings = _found(subject)
    lines = lines_of(results, findings)
    if len(results) < 2 or not lines:
        return {}
    league = league_of(subject, results)
    return {"effects": effects_figure(lines, findings), **({"league": league_figure(league)} if len(league) else {})}


def _unknown(subject: Any) -> list[str]:
    """Say what the figures leave open; an ensemble holds part of it."""
    given = getattr(subject, "uncertainty", None)
    return [BOTH if isinstance(given, pd.DataFrame) and len(given) else CHANCE_ALONE, *UNKNOWN]


def _around(subject: Any, findings: Mapping[str, Finding]) -> list[object]:
    blocks: list[object] = [comparison(findings, WORKED_AROUND)]
    ways = getattr(subject, "ways", None)
    if isinstance(ways, pd.DataFrame) and len(ways):
        note = "Each way around closed in both worlds: how much more is missing, and its share of the recovery."
        blocks += [element("p", note, class_="note before"), frame(ways)]
        blocks += [element("p", text, class_="note") for text in getattr(subject, "ways_notes", ())]
    return blocks


def _by_event(subject: Any) -> Html:
    given = getattr(subject, "by_event", None)
    if not isinstance(given, pd.DataFrame) or not len(given):
        return Html("")
    return section(by_event.TITLE, frame(by_event.by_event(given)), element("p", by_event.NOTE, class_="note"))


def _apart(subject: Any) -> Html:
    given = getattr(subject, "uncertainty", None)
    if not isinstance(given, pd.DataFrame) or not len(given):
        return Html("")
    note = "Not known: where the effect lies under 95 % of the sets of parameters that no fact rules out."
    return section("Chance, and what is not known", frame(in_words(given)), element("p", note, class_="note"))


def _sensitivity(subject: Any) -> Html:
    given = getattr(subject, "sensitivity", None)
    return section("Sensitivity", frame(given)) if isinstance(given, pd.DataFrame) and len(given) else Html("")


def _steady(subject: Any, result: Any) -> str:
    title = getattr(subject, "title", None) or "The steady state, without a barrier"
    rows = [
        (
            row["label"],
            words.quantity(row["estimate"], row["unit"]),
            words.interval(row["low"], row["high"], row["unit"]),
        )
        for row in result.summary.to_dict("records")
    ]
    figures = draw(result, *SIZE, left_out=[])
    warnings = caution_block(careful(subject))
    facts = section("Facts", table(["", "mean", "95 % interval"], rows)) if rows else ""
    shown = section("Over time", *(picture(figure, name) for name, figure in figures.items()))
    return page(title, element("h1", title), warnings, facts, shown, *provenance(subject, {"no barrier": result}))
