"""The printed summary: what was done, what came of it with intervals, and a sentence to put before who decides."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.effects import pairing_gain
from sim.effects.paired import replicates_needed
from sim.views import words
from sim.views.verdict import FEW, Finding

LINES = (
    ("depth", "trade removed at the worst"),
    ("day_of_depth", "  reached after"),
    ("effect_28", "trade removed, first 28 days"),
    ("half_life", "half of that gone after"),
    ("recovery", "trade back within 5 % after"),
    ("rebound", "trade above the twin at most"),
    ("averted_orders", "orders averted"),
    ("averted_share", "  of all after the start"),
    ("averted_revenue", "revenue averted"),
    ("displaced_share", "displaced, of orders averted"),
    ("cost", "cost"),
    ("averted_per_1000_eur", "orders averted per EUR 1,000"),
)
"""Outcomes of the table, in order, with the words of the first column."""
SAME_DAY = ("effect_28", "effect_90", "effect_365", "effect_end")
MEANINGLESS = ("day_of_depth", "half_life", "recovery", "displaced_share", "averted_per_1000_eur")
"""What cannot be said of an effect that there is not."""
WIDTH = 96


def text(settings: Mapping[str, Any], summary: pd.DataFrame, effects: pd.DataFrame) -> str:
    """Write the summary of a run as plain ASCII.

    ``settings``: the resolved settings as a dictionary (ecosystem, buyers, days, start, seed, interventions);
    ``summary`` and ``effects``: as made by ``sim.effects``.
    """
    finding = Finding(summary, effects)
    interventions: Mapping[str, Any] = settings.get("interventions") or {}
    parts = [_what(settings, finding, interventions)]
    if not len(effects):
        parts += [_facts(summary), "No barrier was set, so there is no effect to tell: this is the steady state."]
        return "\n\n".join(parts) + "\n"
    parts += [_table(finding), "\n".join(_fill(sentence) for sentence in sentences(interventions, finding))]
    warnings = cautions(finding)
    if warnings:
        parts.append("\n".join(_fill(f"Warning: {warning}", "  ") for warning in warnings))
    return "\n\n".join(parts) + "\n"


def sentences(interventions: Mapping[str, Any], finding: Finding) -> list[str]:
    """Put the result into sentences: effect and duration, then what became of the orders, and the cost."""
    who = words.subject(interventions)
    if finding.verdict is False:
        return [
            f"{who} had no effect on trade that {finding.replicates} paired runs can tell from chance: "
            f"over the run the orders averted are {finding.with_interval('averted_orders')}.",
            f"In the first 28 days {finding.with_interval('effect_28')} of trade was missing; later, four-week trade "
            f"lay at most {finding.text('depth')} below and {words.percent(-finding.value('rebound'))} above that of "
            "the twin world.",
        ]
    first = f"{who} removed {finding.with_interval('depth')} of trade at the worst"
    first += f", {finding.text('day_of_depth')} after the start; " + _half(finding)
    return [f"{first}, and trade {finding.recovery()}.", *_averted(finding)]


def _half(finding: Finding) -> str:
    half = finding.value("half_life")
    if math.isnan(half):
        return "no half-life can be told"
    if math.isinf(half):
        return f"the loss did not halve by the end in {finding.unfinished('half_life')} of {finding.replicates} runs"
    return f"half of that was gone {finding.text('half_life')} later"


def _averted(finding: Finding) -> list[str]:
    share = finding.value("averted_share")
    row = finding.row("averted_orders")
    if not row:
        return []
    if not row["low"] > 0.0 and not math.isnan(row["low"]):
        return [
            "Over the whole run the orders averted cannot be told from none: "
            f"{finding.with_interval('averted_orders')}. What was lost at first may have been made up for later."
        ]
    line = (
        f"Over the run {finding.text('averted_orders')} ({words.percent(share)} of those after the start) were averted"
    )
    if finding.row("displaced_share") and not math.isnan(finding.value("displaced_share")):
        line += f"; {finding.text('displaced_share')} of these moved to the street or to direct trade"
    cost = finding.value("cost")
    if cost > 0.0:
        line += f", at a cost of {words.euros(cost)}"
    return [line + "."]


def cautions(finding: Finding) -> list[str]:
    """Say where the figures stand on weak ground: too few replicates, or an interval as wide as half the estimate."""
    found = []
    depth = finding.row("depth")
    values = finding.effects.loc[finding.effects["outcome"] == "depth", "value"]
    if finding.replicates == 1:
        found.append(
            "one replicate shows what can happen, not what to expect, and cannot be told from chance; "
            f"use replicates={FEW} or more."
        )
    elif finding.replicates < FEW:
        found.append(f"{finding.replicates} replicates are few; the intervals are rough. Use replicates={FEW} or more.")
    if depth and finding.verdict is not False and depth["high"] - depth["low"] > 0.5 * abs(depth["estimate"]):
        needed = replicates_needed(values, 0.25 * abs(depth["estimate"]))
        found.append(
            f"the interval of the depth is wider than half of the depth; about {words.number(needed)} "
            "replicates would halve the doubt to that."
        )
    typical = max((finding.value(name) for name in SAME_DAY if finding.row(name)), default=math.nan)
    if finding.verdict and finding.replicates > 1 and typical < 0.6 * finding.value("depth"):
        found.append(
            "the worst comes at another time in every run, as worlds also drift apart by chance, and a worst is never "
            f"too small. On the same day of all runs (28, 90, 365 days after the start, the end) at most "
            f"{words.percent(max(typical, 0.0))} of trade is missing on average."
        )
    return found


def _what(settings: Mapping[str, Any], finding: Finding, interventions: Mapping[str, Any]) -> str:
    buyers, horizon = float(settings.get("buyers", math.nan)), float(settings.get("days", math.nan))
    world = f"ecosystem {words.ecosystem_name(settings)}, {words.number(buyers)} buyers, {words.days(horizon)}"
    seed = f"seed {settings.get('seed', '?')}"
    if not interventions:
        runs = int(finding.summary["n"].max()) if len(finding.summary) else 0
        return _fill(f"Steady state: no barrier, {world}, {_runs(runs, '')}, {seed}")
    barriers = "; ".join(words.timeline(name, barrier) for name, barrier in interventions.items())
    paired = _runs(finding.replicates, "paired ")
    lines = [_fill(f"Done: {barriers}", "  "), _fill(f"Where: {world}, {paired}, {seed}", "  ")]
    asked = int(settings.get("replicates", finding.replicates))
    if finding.replicates < asked:
        lines.append(f"Of {asked} replicates asked for, {finding.replicates} are finished and counted here.")
    return "\n".join(lines)


def _runs(count: int, kind: str) -> str:
    return f"1 {kind}run" if count == 1 else f"{count} {kind}runs"


def _table(finding: Finding) -> str:
    rows = [("", "estimate", "95 % interval", "")]
    for outcome, label in LINES:
        if finding.row(outcome) and not (finding.verdict is False and outcome in MEANINGLESS):
            rows.append((label, *finding.cell(outcome), _note(outcome, finding)))
    gain = pairing_gain(finding.effects)
    table = _aligned(rows)
    if math.isfinite(gain) and gain >= 1.1:
        table += f"\nThe same runs unpaired would give intervals {gain:.1f} times as wide (orders averted)."
    return table


def _note(outcome: str, finding: Finding) -> str:
    missing = finding.unfinished(outcome) if outcome in ("half_life", "recovery") else 0
    return f"not by the end in {missing} of {finding.replicates} runs" if missing else ""


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
    lines.insert(1, "  " + "-" * (sum(widths) + 4))
    return "\n".join(lines)


def _fill(line: str, indent: str = "") -> str:
    """Break a line, but not between a number and its per cent sign or after EUR."""
    tied = line.replace(" %", "\u00a0%").replace("EUR ", "EUR\u00a0")
    return textwrap.fill(tied, WIDTH, subsequent_indent=indent).replace("\u00a0", " ")
