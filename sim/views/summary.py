"""The printed summary: what was done, what came of it with intervals, and a sentence to put before who decides."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.effects import pairing_gain
from sim.views import words
from sim.views.sentences import cautions, sentences
from sim.views.verdict import AT_SIZE, Finding

LINES = (
    ("depth", "trade removed at the worst"),
    ("day_of_depth", "  reached after"),
    ("half_life", "half of that gone after"),
    ("recovery", "trade back within 5 % after"),
    ("effect_28", "trade removed, first 28 days"),
    ("effect_365", "  four weeks to day 365"),
    ("effect_after", "  once it was back, to the end"),
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
    ("run_depth", "trade removed at the worst"),
    ("run_half_life", "half of that gone after"),
    ("run_recovery", "trade back within 5 % after"),
)
"""Outcomes that tell how far single runs lie apart."""
WIDTH = 96
HEADS = ("estimate", "mean", "median")
"""What stands above a column of numbers."""


def text(settings: Mapping[str, Any], summary: pd.DataFrame, effects: pd.DataFrame) -> str:
    """Write the summary of a run as plain ASCII.

    ``settings``: the resolved settings as a dictionary (ecosystem, buyers, days, start, seed, interventions);
    ``summary`` and ``effects``: as made by ``sim.effects``.
    """
    finding = Finding(summary, effects)
    interventions: Mapping[str, Any] = settings.get("interventions") or {}
    parts = [_what(settings, finding, interventions)]
    if len(effects) and not finding.replicates:
        return "\n\n".join([*parts, *map(_fill, sentences(interventions, finding))]) + "\n"
    if not len(effects):
        parts += [_facts(summary), "No barrier was set, so there is no effect to tell: this is the steady state."]
        return "\n\n".join(parts) + "\n"
    parts += [_table(finding), "\n".join(_fill(sentence) for sentence in sentences(interventions, finding))]
    warnings = cautions(finding)
    if warnings:
        parts.append("\n".join(_fill(f"Warning: {warning}", "  ") for warning in warnings))
    return "\n\n".join(parts) + "\n"


def _what(settings: Mapping[str, Any], finding: Finding, interventions: Mapping[str, Any]) -> str:
    buyers, horizon = float(settings.get("buyers", math.nan)), float(settings.get("days", math.nan))
    world = f"ecosystem {words.ecosystem_name(settings)}, {words.number(buyers)} buyers, {words.days(horizon)}"
    seed = f"seed {settings.get('seed', '?')}"
    if not interventions:
        runs = int(finding.summary["n"].max()) if len(finding.summary) else 0
        return _fill(f"Steady state: no barrier, {world}, {_runs(runs, '')}, {seed}")
    barriers = "; ".join(words.timeline(name, barrier) for name, barrier in interventions.items())
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
        if finding.row(outcome) and (finding.told or outcome != "day_of_depth"):
            rows.append((label, *finding.cell(outcome), finding.row(outcome)["note"]))
    notes = []
    if finding.replicates > 1:
        spread = [(label, *finding.cell(name), _note(name, finding)) for name, label in RUNS if finding.row(name)]
        rows += [("single runs", "median", "10 to 90 % of runs", ""), *(r for r in spread if r[1] != "-")]
    if finding.scaled:
        one = words.number(finding.value("scale"))
        notes.append(f"Orders and revenue are {AT_SIZE}: one simulated order stands for {one}.")
    gain = pairing_gain(finding.effects)
    if math.isfinite(gain) and gain >= 1.1:
        notes.append(f"The same runs unpaired would give intervals {gain:.1f} times as wide (orders averted).")
    return "\n".join([_aligned(rows), *map(_fill, notes)])


def _note(outcome: str, finding: Finding) -> str:
    missing = finding.unfinished(outcome.removeprefix("run_"))
    return f"not by the end in {missing} of {finding.replicates}" if missing and outcome != "run_depth" else ""


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
