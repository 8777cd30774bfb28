"""The league in a report: a picture, a table, and what combinations add."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.effects import OUTCOMES, Curves
from sim.effects.combinations import synergy as make_synergy
from sim.effects.league import league as make_league
from sim.effects.start import ramp
from sim.views import style, words
from sim.views.comparison import cell
from sim.views.figures import start_days
from sim.views.finding import Finding
from sim.views.league import PANELS, plot_league
from sim.views.page import Html, element, escape, picture, table, tied

SIZE = (10.6, 6.2)
"""Inches of a figure in the page: smaller than on a screen of its own, so that its words can still be read."""


def league_of(subject: Any, results: Mapping[str, Any]) -> pd.DataFrame:
    """League of a study: the one it has, or one made from its results."""
    given = getattr(subject, "league", None)
    if given is not None:
        return given
    curves = {
        name: Curves.of(result.daily, start_days(result), ramp(result.settings.interventions))
        for name, result in results.items()
    }
    return make_league(_effects(results), curves, repeats=_repeats(results))


def _repeats(results: Mapping[str, Any]) -> int:
    return max((getattr(result, "repeats", 1) for result in results.values()), default=1)


def _effects(results: Mapping[str, Any]) -> pd.DataFrame:
    return pd.concat([r.effects.assign(scenario=name) for name, r in results.items() if len(r.effects)])


def league_blocks(
    subject: Any,
    league: pd.DataFrame,
    results: Mapping[str, Any],
    findings: Mapping[str, Finding],
    drawn: Mapping[str, Figure],
) -> list[object]:
    """Picture, table and notes of the league, all of them from the replicates that the scenarios share.

    ``drawn``: pictures that are known, by name.
    """
    if not len(league):
        text = "No league: there is no run in which every scenario began, or one scenario only did."
        text = getattr(subject, "unranked", "") or text
        return [element("p", text, class_="note")]
    findings = {name: finding.in_league(league, name) for name, finding in findings.items()}
    known = set(league.loc[league["estimate"].notna(), "outcome"])
    shown = [name for name in dict.fromkeys(league["outcome"]) if OUTCOMES[str(name)].better and name in known]
    lead = shown[0]
    order = list(league[league["outcome"] == lead]["scenario"])
    keyed = league.set_index(["scenario", "outcome"])
    rows = []
    for scenario in order:
        cells: list[object] = [words.spoken(scenario)]
        for name in shown:
            row = keyed.loc[(scenario, name)]
            judged = not math.isnan(row["estimate"]) and not math.isnan(row["probability_best"])
            best = f"best: {words.percent(row['probability_best'])}, rank {_ranks(row)}" if judged else ""
            cells.append(Html(cell(findings[scenario], name) + (element("small", tied(best)) if judged else "")))
        rows.append(cells)
    head = ["scenario", *(OUTCOMES[str(name)].label for name in shown)]
    blocks: list[object] = [
        picture(drawn.get("league") or league_figure(league), "league"),
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
        synergy = make_synergy(_effects(results), combinations, repeats=_repeats(results))
    if synergy is not None and len(synergy):
        blocks += [element("h3", "Do combinations do more than their parts?"), _synergy(synergy)]
    return blocks


def league_figure(league: pd.DataFrame) -> Figure:
    """Draw a league: a panel for each of the outcomes that are shown."""
    told = set(league.loc[league["estimate"].notna(), "outcome"])
    outcomes = [name for name in PANELS if name in told] or list(PANELS[:1])
    count = league["scenario"].nunique()
    with style.look():
        columns = 2 if len(outcomes) > 1 else 1
        lines = -(-len(outcomes) // columns)
        figure = style.Chart(figsize=(SIZE[0], lines * (1.4 + 0.5 * count)), dpi=style.DPI, layout=style.spaced())
        panels = [figure.add_subplot(lines, columns, i + 1) for i in range(len(outcomes))]
        plot_league(panels, league, outcomes)
        for panel in panels[::columns]:
            panel.set_yticklabels([text.get_text() for text in panels[0].get_yticklabels()])
    return figure


def _ranks(row: pd.Series) -> str:
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return str(low) if low == high else f"{low} to {high}"


def _needed(league: pd.DataFrame) -> Html:
    rows = league[(league["outcome"] == "averted_first_year") & league["replicates_needed"].map(math.isfinite)]
    narrowing = league[league["outcome"] == "averted_first_year"]["narrowing"].dropna()
    parts = []
    if len(rows):
        needed = words.number(float(rows["replicates_needed"].max()))
        parts.append(f"To know the orders averted of every scenario to within 10 % takes about {needed} replicates.")
    wider = float(narrowing.median()) if len(narrowing) else math.nan
    if math.isfinite(wider):
        between = "differences between scenarios in the orders averted"
        parts.append(f"Unpaired, {between} would have intervals {wider:.1f} times as wide.")
    return element("p", " ".join(parts), class_="note") if parts else Html("")


def _synergy(synergy: pd.DataFrame) -> Html:
    rows = []
    for row in synergy.to_dict("records"):
        unit = row["unit"]
        bounds = words.interval(row["low"], row["high"], unit)
        extra = Html(escape(words.quantity(row["synergy"], unit)) + element("small", bounds))
        said = {"more": "more than its parts", "less": "less than its parts"}.get(row["verdict"], row["verdict"])
        together, apart = words.quantity(row["combined"], unit), words.quantity(row["sum_of_parts"], unit)
        rows.append((words.spoken(row["combination"]), together, apart, extra, said))
    return table(["combination", "together", "parts added up", "difference", ""], rows)
