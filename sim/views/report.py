"""The report: one self-contained HTML page for who decides, of a single run or of a study of several scenarios."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.effects import OUTCOMES
from sim.effects.league import league as make_league
from sim.effects.league import synergy as make_synergy
from sim.views import style, words
from sim.views.answer import answer_of_run, answer_of_study
from sim.views.effect import curves
from sim.views.figures import draw, first_day
from sim.views.league import PANELS, plot_effects, plot_league
from sim.views.page import Html, bullets, element, escape, frame, page, paragraphs, picture, section, table, tied
from sim.views.summary import LINES, cautions
from sim.views.verdict import Finding

SIZE = (10.6, 6.2)
"""Inches of a figure in the page: smaller than on a screen of its own, so that its words can still be read."""
WORKED_AROUND = (
    "displaced_street", "displaced_direct", "displaced_share", "domestic_change", "stealth_change", "fe_share_change",
    "vendors_change", "marketplaces_change",
)  # fmt: skip
UNINTENDED = (
    "rebound", "displaced_street", "escrow_lost_extra", "disputes_extra", "cases_buyers_extra", "price_change",
    "leader_share_change", "trust_change",
)  # fmt: skip
FACTS = ("label", "unit", "estimate", "low", "high")
MONEY = ("cost", "averted_orders", "averted_revenue", "averted_per_1000_eur", "seized_parcels_extra", "arrests_extra")
UNKNOWN = (
    "The intervals cover chance: what differs between runs of the same model. They do not cover what is not known "
    "about its parameters; a sweep over these does.",
    "Every figure is a difference between two simulated worlds that share their chances. It is no forecast for a "
    "marketplace that exists.",
    "Orders, money and arrests are those of the simulated buyers, not of a country. Shares carry over to other sizes; "
    "counts, and whatever is set against a cost, do so only in proportion.",
    "Durations end with the run. What is not over by then is counted as lasting longer, not left out.",
    "Harm to people, deterrence beyond what buyers and vendors in the model feel, and trade of which the evidence says "
    "nothing are not in it.",
    "Costs are those entered in the settings.",
)


def html(subject: Any) -> str:
    """Write the report of a run or a study.

    A run has settings, daily, groups, journal, effects and summary. A study has ``results``, a mapping from scenario
    to run, and may have title, question, league, synergy, combinations (combination to parts), channels, sensitivity
    (frames), command (text) and provenance (mapping).
    """
    results: Mapping[str, Any] = getattr(subject, "results", None) or {_name(subject): subject}
    findings = {name: Finding(result.summary, result.effects) for name, result in results.items()}
    findings = {name: finding for name, finding in findings.items() if len(finding.effects)}
    if not findings:
        return _steady(subject, next(iter(results.values())))
    several = len(results) > 1
    league = _league(subject, results) if several else pd.DataFrame()
    title = getattr(subject, "title", None) or _title(results, several)
    first = next(iter(results.values()))
    answer = answer_of_study(findings, league) if several else answer_of_run(first, next(iter(findings.values())))
    blocks = [
        element("h1", title),
        element("p", _where(first, findings), class_="where"),
        element("p", subject.question) if getattr(subject, "question", None) else "",
        element("div", paragraphs(answer), class_="answer"),
        _warnings(findings),
        section("The league, with intervals", *_league_blocks(subject, league, results, findings))
        if several
        else section("The result, with intervals", _run_table(next(iter(findings.values())))),
        section("Effect over time", *_pictures(results, findings, league)),
        section("Who worked around what", *_around(subject, findings)),
        section("Unintended effects", _comparison(findings, UNINTENDED)),
        section("Cost", _comparison(findings, MONEY)),
        _sensitivity(subject),
        section("What the model does not know", bullets(UNKNOWN)),
        *_provenance(subject, results),
    ]
    return page(title, *blocks)


def _name(result: Any) -> str:
    return words.listing([name.replace("_", " ") for name in result.settings.interventions] or ["no barrier"])


def _title(results: Mapping[str, Any], several: bool) -> str:
    if several:
        return f"How long do they last? {words.upper_first(words.listing([n.replace('_', ' ') for n in results]))}"
    return f"How long does it last? {words.upper_first(next(iter(results)))}"


def plain(result: Any) -> dict[str, Any]:
    """Return the settings of a run as plain nested values."""
    given = result.settings
    if hasattr(given, "to_dict"):
        return dict(given.to_dict())
    return dict(given) if isinstance(given, Mapping) else dict(vars(given))


def _where(result: Any, findings: Mapping[str, Finding]) -> str:
    settings = plain(result)
    runs = min(finding.replicates for finding in findings.values())
    pairs = "1 paired run" if runs == 1 else f"{runs} paired runs"
    buyers, horizon = float(settings.get("buyers", math.nan)), float(settings.get("days", math.nan))
    return (
        f"Ecosystem {words.ecosystem_name(settings)}, {words.number(buyers)} simulated buyers, "
        f"{words.days(horizon)}, {pairs}, seed {settings.get('seed', '?')}."
    )


def _warnings(findings: Mapping[str, Finding]) -> Html:
    lines = dict.fromkeys(warning for finding in findings.values() for warning in cautions(finding))
    texts = [words.upper_first(line) for line in lines]
    return element("div", paragraphs(texts), class_="caution") if texts else Html("")


def _cell(finding: Finding, outcome: str) -> Html:
    if not finding.row(outcome):
        return Html("-")
    value, bounds = finding.cell(outcome)
    return Html(escape(tied(value)) + (element("small", tied(bounds)) if bounds != "-" else ""))


def _run_table(finding: Finding) -> Html:
    rows = [(label.strip(), *finding.cell(name)) for name, label in LINES if finding.row(name)]
    return table(["", "estimate", "95 % interval"], rows)


def _comparison(findings: Mapping[str, Finding], outcomes: Sequence[str]) -> Html:
    """Show outcomes as rows and scenarios as columns, each with its interval below."""
    present = [name for name in outcomes if any(finding.row(name) for finding in findings.values())]
    rows = [
        (f"{OUTCOMES[name].label}{_unit(name)}", *(_cell(finding, name) for finding in findings.values()))
        for name in present
    ]
    head = ["", *(name.replace("_", " ") for name in findings)]
    note = "The world with the barrier against its twin without; small: 95 % interval."
    return table(head, rows, note) if rows else element("p", "Not recorded in this run.", class_="note")


def _unit(name: str) -> str:
    unit = OUTCOMES[name].unit
    plain_label = OUTCOMES[name].label
    return f" ({unit})" if unit in ("orders", "vendors", "marketplaces") and unit not in plain_label else ""


def _league(subject: Any, results: Mapping[str, Any]) -> pd.DataFrame:
    given = getattr(subject, "league", None)
    if given is not None:
        return given
    return make_league(_effects(results))


def _effects(results: Mapping[str, Any]) -> pd.DataFrame:
    return pd.concat([r.effects.assign(scenario=name) for name, r in results.items() if len(r.effects)])


def _league_blocks(
    subject: Any, league: pd.DataFrame, results: Mapping[str, Any], findings: Mapping[str, Finding]
) -> list[object]:
    shown = [name for name in dict.fromkeys(league["outcome"]) if OUTCOMES[str(name)].better]
    lead = "recovery" if "recovery" in shown else shown[0]
    order = list(league[league["outcome"] == lead]["scenario"])
    keyed = league.set_index(["scenario", "outcome"])
    rows = []
    for scenario in order:
        cells: list[object] = [scenario.replace("_", " ")]
        for name in shown:
            row = keyed.loc[(scenario, name)]
            best = tied(f"best: {words.percent(row['probability_best'])}, rank {_ranks(row)}")
            cells.append(Html(_cell(findings[scenario], name) + element("small", best)))
        rows.append(cells)
    head = ["scenario", *(OUTCOMES[str(name)].label for name in shown)]
    blocks: list[object] = [
        _league_picture(league),
        table(head, rows),
        element(
            "p",
            "Below each estimate: its 95 % interval, the probability that the scenario is the best by that measure, "
            "and the ranks between which it lies with 95 %. Scenarios share their chances, so they are compared "
            "world by world.",
            class_="note",
        ),
        _needed(league),
    ]
    combinations = getattr(subject, "combinations", None)
    synergy = getattr(subject, "synergy", None)
    if synergy is None and combinations:
        synergy = make_synergy(_effects(results), combinations)
    if synergy is not None and len(synergy):
        blocks += [element("h3", "Do combinations do more than their parts?"), _synergy(synergy)]
    return blocks


def _league_picture(league: pd.DataFrame) -> Html:
    outcomes = [name for name in PANELS if name in set(league["outcome"])]
    count = league["scenario"].nunique()
    with style.look():
        columns = 2 if len(outcomes) > 1 else 1
        lines = -(-len(outcomes) // columns)
        figure = style.Chart(figsize=(SIZE[0], lines * (1.4 + 0.5 * count)), dpi=style.DPI, layout=style.spaced())
        panels = [figure.add_subplot(lines, columns, i + 1) for i in range(len(outcomes))]
        plot_league(panels, league, outcomes)
        for panel in panels[::columns]:
            panel.set_yticklabels([text.get_text() for text in panels[0].get_yticklabels()])
        return picture(figure, "league")


def _ranks(row: pd.Series) -> str:
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return str(low) if low == high else f"{low} to {high}"


def _needed(league: pd.DataFrame) -> Html:
    rows = league[(league["outcome"] == "averted_orders") & league["replicates_needed"].map(math.isfinite)]
    narrowing = league[league["outcome"] == "averted_orders"]["narrowing"].dropna()
    parts = []
    if len(rows):
        needed = words.number(float(rows["replicates_needed"].max()))
        parts.append(f"To know the orders averted of every scenario to within 10 % takes about {needed} replicates.")
    wider = float(narrowing.median()) if len(narrowing) else math.nan
    if math.isfinite(wider):
        parts.append(f"Unpaired, the differences in orders averted would have intervals {wider:.1f} times as wide.")
    return element("p", " ".join(parts), class_="note") if parts else Html("")


def _synergy(synergy: pd.DataFrame) -> Html:
    rows = []
    for row in synergy.to_dict("records"):
        unit = row["unit"]
        bounds = words.interval(row["low"], row["high"], unit)
        extra = Html(escape(words.quantity(row["synergy"], unit)) + element("small", bounds))
        said = {"more": "more than its parts", "less": "less than its parts"}.get(row["verdict"], row["verdict"])
        together, apart = words.quantity(row["combined"], unit), words.quantity(row["sum_of_parts"], unit)
        rows.append((row["combination"], together, apart, extra, said))
    return table(["combination", "together", "parts added up", "difference", ""], rows)


def _pictures(results: Mapping[str, Any], findings: Mapping[str, Finding], league: pd.DataFrame) -> list[Html]:
    if len(results) == 1:
        figures = draw(next(iter(results.values())), *SIZE)
        return [
            picture(figures[name], name)
            for name in ("effect", "revenue", "marketplaces", "displacement")
            if name in figures
        ]
    lines = {
        name: curves(result.daily, first_day(result.settings.interventions, result.settings.start))
        for name, result in results.items()
        if name in findings
    }
    with style.look():
        figure, axes = style.chart(*SIZE)
        deepest = max(findings, key=lambda name: findings[name].value("depth"))
        name = words.upper_first(deepest.replace("_", " "))
        text = f"{name} cuts deepest: {findings[deepest].text('depth')} at the worst"
        plot_effects(axes, lines, text)
        return [picture(figure, "effects")]


def _around(subject: Any, findings: Mapping[str, Finding]) -> list[object]:
    blocks: list[object] = [_comparison(findings, WORKED_AROUND)]
    channels = getattr(subject, "channels", None)
    if isinstance(channels, pd.DataFrame) and len(channels):
        note = "Each way around closed in both worlds: what share of the recovery it carried."
        blocks += [element("p", note, class_="note"), frame(channels)]
    return blocks


def _sensitivity(subject: Any) -> Html:
    given = getattr(subject, "sensitivity", None)
    return section("Sensitivity", frame(given)) if isinstance(given, pd.DataFrame) and len(given) else Html("")


def _provenance(subject: Any, results: Mapping[str, Any]) -> list[Html]:
    blocks: list[object] = []
    for name, result in results.items():
        barriers = plain(result).get("interventions") or {}
        rows = [(key, value) for barrier, entry in barriers.items() for key, value in flat(entry, str(barrier))]
        if rows:
            blocks.append(table(["setting", name.replace("_", " ")], rows))
    settings = {k: v for k, v in plain(next(iter(results.values()))).items() if k not in ("interventions", "overrides")}
    given = table(["setting", "value"], flat(settings))
    blocks.append(element("details", element("summary", "All other settings"), given))
    made = getattr(subject, "provenance", None)
    if isinstance(made, Mapping) and made:
        blocks.append(element("details", element("summary", "What made this"), table(["", ""], flat(made))))
    command = getattr(subject, "command", None) or (made.get("command") if isinstance(made, Mapping) else None)
    sections = [section("Settings and provenance", *blocks)]
    if command:
        sections.append(section("Repeat it", element("pre", command)))
    return sections


def flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Turn nested settings into rows of dotted name and value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    if isinstance(value, Mapping) and value:
        return [row for key, entry in value.items() for row in flat(entry, f"{name}.{key}" if name else str(key))]
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    return [(name, "" if value is None else str(value))]


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
    figures = draw(result, *SIZE)
    facts = section("Facts", table(["", "mean", "95 % interval"], rows)) if rows else ""
    shown = section("Over time", *(picture(figure, name) for name, figure in figures.items()))
    return page(title, element("h1", title), facts, shown, *_provenance(subject, {"no barrier": result}))
