"""The printed summary: what was done, what came of it with intervals, and a sentence to put before who decides."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.effects import pairing_gain
from sim.effects.durability import LINES as LINES_OF_RETURN
from sim.effects.pairing import Over
from sim.effects.size import is_thin
from sim.views import words
from sim.views.cautions import Grounds, cautions
from sim.views.finding import Finding
from sim.views.sentences import sentences
from sim.views.uncertainty import sentences as apart

LINES = (
    ("peak", "trade missing at the worst"),
    ("day_of_peak", "  reached after"),
    ("depth", "  of that passes"),
    ("half_life", "  half of which is gone after"),
    ("stays", "stays: missing, second year"),
    ("recovery_10", "trade back within 10 % after"),
    ("recovery", "  within 5 % after"),
    ("recovery_3", "  within 3 % after"),
    ("effect_28", "trade missing, first 28 days"),
    ("averted_first_year", "orders averted, first year"),
    ("averted_first_year_share", "  of all in that year"),
    ("averted_first_year_revenue", "revenue averted, first year"),
    ("displaced_share", "displaced, of orders averted"),
    ("cost_first_year", "cost, first year"),
    ("averted_per_1000_eur", "orders averted per EUR 1,000"),
    ("averted_orders", "orders averted, whole run"),
    ("cost", "cost, whole run"),
)
"""Outcomes of the table, in order, with the words of the first column."""
RUNS = (
    ("run_peak", "trade missing at the worst"),
    ("run_half_life", "half of what passes gone after"),
    ("run_recovery", "trade back within 5 % after"),
)
"""Outcomes that tell how far single runs lie apart."""
ONLY_TOLD = ("day_of_peak", "depth", "half_life", *LINES_OF_RETURN)
"""Outcomes that are left out where no effect is told: one line says so."""
WIDTH = 96
SPANS: dict[Over, str] = {"28_days": "first 28 days", "first_year": "first year", "run": "whole run"}
HEADS = ("estimate", "mean", "median")
"""What stands above a column of numbers."""


def text(
    settings: Mapping[str, Any],
    summary: pd.DataFrame,
    effects: pd.DataFrame,
    grounds: Grounds | None = None,
    enough: str = "",
    uncertainty: pd.DataFrame | None = None,
) -> str:
    """Write the summary of a run as plain ASCII.

    ``settings``: the resolved settings as a dictionary (ecosystem, buyers, days, start, seed, interventions);
    ``summary`` and ``effects``: as made by ``sim.effects``; ``grounds``: what else there is to be cautious of;
    ``enough``: why there are as many replicates as there are, where that was found on the way;
    ``uncertainty``: with an ensemble, chance and what is not known apart.
    """
    finding = Finding(summary, effects, is_thin(float(settings.get("buyers", 0))))
    interventions: Mapping[str, Any] = settings.get("interventions") or {}
    parts = ["\n".join([_what(settings, finding, interventions), *([_fill(enough, "  ")] if enough else [])])]
    if len(effects) and not finding.replicates:
        return "\n\n".join([*parts, *map(_fill, sentences(interventions, finding))]) + "\n"
    if not len(effects):
        parts += [_facts(summary), "No barrier was set, so there is no effect to tell: this is the steady state."]
        parts += [_fill(f"Warning: {warning.text}", "  ") for warning in (grounds.cautions() if grounds else [])]
        return "\n\n".join(parts) + "\n"
    parts += [_table(finding), "\n".join(_fill(sentence) for sentence in sentences(interventions, finding))]
    if uncertainty is not None and finding.replicates:
        parts.append("\n".join(_fill(line, "  ") for line in apart(uncertainty)))
    warnings = cautions({"": finding}, grounds)
    if warnings:
        parts.append("\n".join(_fill(f"Warning: {warning.text}", "  ") for warning in warnings))
    return "\n\n".join(parts) + "\n"


def _what(settings: Mapping[str, Any], finding: Finding, interventions: Mapping[str, Any]) -> str:
    buyers, horizon = float(settings.get("buyers", math.nan)), float(settings.get("days", math.nan))
    world = f"ecosystem {words.ecosystem_name(settings)}, {words.number(buyers)} buyers, {words.days(horizon)}"
    seed = f"seed {settings.get('seed', '?')}"
    if not interventions:
        runs = int(finding.summary["n"].max()) if len(finding.summary) else 0
        return _fill(f"Steady state: no barrier, {world}, {_runs(runs, '')}, {seed}")
    barriers = "; ".join(
        words.timeline(name, barrier, settings.get("day_zero")) for name, barrier in interventions.items()
    )
    paired = _runs(finding.replicates + finding.idle, "paired ")
    lines = [_fill(f"Done: {barriers}", "  "), _fill(f"Where: {world}, {paired}, {seed}", "  ")]
    finished = finding.replicates + finding.idle
    asked = int(settings.get("replicates", finished))
    if finished < asked:
        lines.append(f"Of {asked} replicates asked for, {finished} are finished and counted here.")
    if finding.idle and finding.replicates:
        lines.append(f"In {finding.idle} of {finished} the barrier never began; the figures are of the others.")
    return "\n".join(lines)


def _runs(count: int, kind: str) -> str:
    return f"1 {kind}run" if count == 1 else f"{count} {kind}runs"


def _table(finding: Finding) -> str:
    rows = [("", "estimate", "95 % interval", "")]
    for outcome, label in LINES:
        if finding.row(outcome) and (finding.has_effect or outcome not in ONLY_TOLD):
            rows.append((label, *finding.cell(outcome), finding.row(outcome)["note"]))
    notes = []
    if finding.replicates > 1:
        spread = [(label, *finding.cell(name), _note(name, finding)) for name, label in RUNS if finding.row(name)]
        rows += [("single runs", "median", "10 to 90 % of runs", ""), *(r for r in spread if r[1] != "-")]
    if finding.scaled:
        one = words.number(finding.value("scale"))
        notes.append(f"Orders and revenue are {finding.size}: one simulated order stands for {one}.")
    gains = {label: pairing_gain(finding.effects, over) for over, label in SPANS.items()}
    if any(math.isfinite(gain) and gain >= 1.1 for gain in gains.values()):
        said = words.listing([f"{gain:.1f} ({label})" for label, gain in gains.items() if math.isfinite(gain)])
        notes.append(f"The same runs unpaired would give intervals of the orders averted wider by a factor of {said}.")
    return "\n".join([_aligned(rows), *map(_fill, notes)])


def _note(outcome: str, finding: Finding) -> str:
    missing = finding.unfinished(outcome.removeprefix("run_"))
    return f"not by the end in {missing} of {finding.replicates}" if missing and outcome != "run_peak" else ""


def _facts(summary: pd.DataFrame) -> str:
    rows = [("", "mean", "95 % interval", "")]
    for row in summary.to_dict("records"):
        unit = row["unit"] if row["unit"] in ("share", "EUR") else ""
        mean, bounds = words.quantity(row["estimate"], unit), words.interval(row["low"], row["high"], unit)
        rows.append((row["label"], mean, bounds, ""))
    return _aligned(rows)


def _aligned(rows: list[tuple[str, str, str, str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"  {a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d}".rstrip() for a, b, c, d in rows]
    rule = "  " + "-" * (sum(widths) + 4)
    heads = [i for i, row in enumerate(rows) if row[1] in HEADS]
    for i in reversed(heads):
        lines[i : i + 1] = [lines[i], rule] if i == 0 else [rule, lines[i]]
    return "\n".join(lines)


def _fill(line: str, indent: str = "") -> str:
    """Break a line, but not between a number and its per cent sign or after EUR."""
    tied = line.replace(" %", "\u00a0%").replace("EUR ", "EUR\u00a0")
    return textwrap.fill(tied, WIDTH, subsequent_indent=indent).replace("\u00a0", " ")
