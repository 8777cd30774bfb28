"""A result in sentences to put before who decides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.effects.outcomes import LAYERS
from sim.effects.start import BEGAN, count_idle
from sim.model import columns
from sim.views import words
from sim.views.finding import Finding

SCARCE = 0.002
"""Share of customers who lost a service from which it is told to have become scarce."""
GAINED = 1.05
"""Factor from which pairing is said to have narrowed an interval."""


def sentences(interventions: Mapping[str, Any], finding: Finding) -> list[str]:
    """Put the result into sentences: effect and duration, then what became of the orders, and the cost."""
    when = start_sentences("The barrier" if len(interventions) == 1 else "The first barrier", finding)
    if not finding.replicates:
        return when
    who = words.subject(interventions)
    return [_effect(who, finding), *_averted(finding), *scarcest(finding), *when, *_missed(finding)]


def scarcest(finding: Finding) -> list[str]:
    """Name the service of which a barrier took most, beyond chance; nothing where it took none.

    Outcomes are changes of supply, barrier minus twin: how many have none without the barrier is not in them.
    """
    missing = {layer: -finding.value(layer.outcome.name) for layer in LAYERS if finding.row(layer.outcome.name)}
    if not missing or max(missing.values()) < SCARCE:
        return []
    layer = max(missing, key=missing.__getitem__)
    low, high = (-float(finding.row(layer.outcome.name)[end]) for end in ("high", "low"))
    if not low > 0.0:
        return []
    name, within = columns.LAYERS[layer.column], words.interval(low, high, "share")
    return [
        f"Of the services the trade leans on, {name} became scarcest: after the start {words.percent(missing[layer])} "
        f"(95 % interval {within}) more of those who need it had none than without the barrier, on the mean."
    ]


def start_sentences(who: str, finding: Finding) -> list[str]:
    """Say when a barrier with a trigger began, and in how many runs it never did; nothing without a trigger."""
    row, runs, never = finding.row(BEGAN), finding.replicates, finding.idle
    if not row:
        return []
    if not runs:
        where = "in the run" if never == 1 else f"in none of the {never} runs"
        fired = f"its trigger {'did not fire' if never == 1 else 'fired'} {where}"
        return [f"{who} never began: {fired}. That is no evidence that it would have had no effect."]
    low, high = words.number(row["low"]), words.number(row["high"])
    spread = f" (median; in 80 % of the runs from day {low} to {high})" if low != high else ""
    texts = [f"{who} began on day {words.number(row['estimate'])}{spread}, and everything is counted from that day."]
    if never:
        texts.append(
            f"In {never} of {runs + never} runs its trigger never fired: these are left out, and are no evidence that "
            "it has no effect."
        )
    year = finding.row("orders_first_year")
    if year.get("note"):
        left_out = year["n"] < runs
        so = "they are left out of the figures of the first year" if left_out else "they count as far as they go"
        texts.append(f"{words.upper_first(year['note'])}: {so}.")
    return [" ".join(texts)]


def idle_sentence(effects: pd.DataFrame) -> str:
    """Say of a whole study in how many runs no barrier began; nothing where all did."""
    never, asked = count_idle(effects), int((effects["outcome"] == BEGAN).sum())
    if not never:
        return ""
    return f"In {never} of {asked} runs no barrier began, as no trigger fired; they have no part in the figures."


def _effect(who: str, finding: Finding) -> str:
    """Say what went missing: at the worst and how fast it passed, what stays, and when trade was back."""
    if not finding.has_effect and finding.averts:
        return (
            f"{who}: fewer orders over the first year; a worst, a half-life and what stays cannot be told from "
            f"{finding.replicates} paired runs."
        )
    if not finding.has_effect:
        return (
            f"{who}: no loss of trade can be told from chance in {finding.replicates} paired runs. Worlds that drift "
            f"apart by chance alone show as much with a probability of {words.percent(finding.value('chance'))}."
        )
    if finding.passes:
        first = f"{who} removed {finding.with_interval('peak')} of trade at the worst"
        known = math.isfinite(finding.value("day_of_peak"))
        first += f", {finding.text('day_of_peak')} after the start" if known else ", and on which day cannot be told"
        if finding.halved():
            first += f"; {finding.halved()}{bounds(finding, 'half_life')}"
    else:
        first = f"{who} lowered trade, but a worst that passes cannot be told from what stays"
    return " ".join(part for part in (f"{first}.", staying(finding), finding.returns()) if part)


def staying(finding: Finding) -> str:
    """Say what stays, and of which year that is; nothing where no effect is told."""
    row = finding.row("stays")
    if not row or not finding.has_effect:
        return ""
    if math.isnan(row["estimate"]):
        return "What stays cannot be told, as the run is too short."
    when = row["note"].removeprefix("of ") or "the second year"
    if not finding.stays and row["high"] < 0.0:
        more = f"{words.percent(-row['estimate'])} (95 % interval {words.interval(-row['high'], -row['low'], 'share')})"
        return f"Nothing is told to stay: in {when} there was {more} more trade than without."
    if not finding.stays:
        return f"Nothing is told to stay: in {when} {finding.with_interval('stays')} of trade was missing."
    return f"What stays is {finding.with_interval('stays')}, missing in {when}."


def bounds(finding: Finding, outcome: str) -> str:
    """Interval in brackets for a figure whose estimate the sentence has told."""
    if math.isinf(finding.value(outcome)) or finding.interval(outcome) == "-":
        return ""
    return f" (95 % interval {finding.interval(outcome)})"


def _averted(finding: Finding) -> list[str]:
    if not finding.row("averted_first_year"):
        return []
    size = f", {finding.size}" if finding.size else ""
    cost = finding.value("cost_first_year")
    paid = f" The cost of that year is {words.euros(cost)}." if cost > 0.0 else ""
    if finding.replicates > 1 and not finding.averts:
        return [
            "Over the first year the orders averted cannot be told from none: "
            f"{finding.with_interval('averted_first_year')}{size}.{paid}"
        ]
    share, worth = finding.text("averted_first_year_share"), finding.with_interval("averted_first_year_revenue")
    if finding.row("averted_first_year_revenue") and not finding.value("averted_first_year_revenue") > 0.0:
        worth = "nothing that can be told"
    elif finding.replicates > 1 and not float(finding.row("averted_first_year_revenue").get("low", 0.0)) > 0.0:
        worth += ", which cannot be told from none"
    line = f"In the first year it kept {finding.with_interval('averted_first_year')} from the marketplaces{size}: "
    line += f"{share} of all, worth {worth}"
    return [f"{line}{_moved(finding)}.{paid}"]


def _moved(finding: Finding) -> str:
    """Say what the street and direct trade took of the orders averted, as far as that can be told."""
    moved, row = finding.value("displaced_share"), finding.row("displaced_share")
    if math.isnan(moved):
        return ""
    low, high = float(row.get("low", math.nan)), float(row.get("high", math.nan))
    if high - low > 1.0:
        return f"; what the street and direct trade took of them cannot be told ({finding.interval('displaced_share')})"
    took = f"{words.percent(moved)} of them" if moved <= 1.0 else f"more than these, {words.percent(moved)}"
    took = took if moved > 0.0 else f"none of them, and lost some as well, {words.percent(moved)}"
    return f"; the street and direct trade took {took}{bounds(finding, 'displaced_share')}"


def _missed(finding: Finding) -> list[str]:
    missed = finding.missed()
    if not missed:
        return []
    runs = "the run" if finding.replicates == 1 else f"{missed} of {finding.replicates} runs"
    return [f"In {runs} a marketplace that was named had closed by itself before, and was missed."]


def unpaired(pairing: pd.DataFrame) -> str:
    """Say how much wider intervals would be without pairing; nothing where that is not known.

    ``pairing``: columns scenario, times_wider_unpaired.
    """
    known = [row for row in pairing.itertuples() if math.isfinite(row.times_wider_unpaired)]
    wider = sorted((row for row in known if row.times_wider_unpaired >= GAINED), key=lambda r: -r.times_wider_unpaired)
    rest = [words.called(str(row.scenario)) for row in known if row.times_wider_unpaired < GAINED]
    if not wider:
        return "Without pairing, intervals of the orders averted in the first year would be no wider." if rest else ""
    by_factor: dict[str, list[str]] = {}
    for row in wider:
        by_factor.setdefault(f"{row.times_wider_unpaired:.1f}", []).append(words.called(str(row.scenario)))
    each = [f"{factor} for {words.listing(names)}" for factor, names in by_factor.items()]
    said = f"wider by a factor of {'; '.join(each)}" + (f", and no wider for {words.listing(rest)}" if rest else "")
    return f"Without pairing, intervals of the orders averted in the first year would be {said}."
