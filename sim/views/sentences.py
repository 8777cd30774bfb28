"""A result in sentences to put before who decides, and the warnings that belong to them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.effects.clock import BEGAN, idle
from sim.views import words
from sim.views.verdict import AT_SIZE, FEW, Finding

GAINED = 1.05
"""Factor from which pairing is said to have narrowed an interval."""
WIDE = "the interval of the depth is wider than half of the depth"


def sentences(interventions: Mapping[str, Any], finding: Finding) -> list[str]:
    """Put the result into sentences: effect and duration, then what became of the orders, and the cost."""
    when = begun("The barrier" if len(interventions) == 1 else "The first barrier", finding)
    if not finding.replicates:
        return when
    who = words.subject(interventions)
    return [_effect(who, finding), *_averted(finding), *when, *_missed(finding)]


def begun(who: str, finding: Finding) -> list[str]:
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


def never_began(effects: pd.DataFrame) -> str:
    """Say of a whole study in how many runs no barrier began; nothing where all did."""
    never, asked = idle(effects), int((effects["outcome"] == BEGAN).sum())
    if not never:
        return ""
    return f"In {never} of {asked} runs no barrier began, as no trigger fired; they have no part in the figures."


def _effect(who: str, finding: Finding) -> str:
    worst = finding.with_interval("depth")
    if finding.told:
        when = f"at the worst{' of a first loss' if finding.lasts else ''}, {finding.text('day_of_depth')}"
        first = f"{who} removed {worst} of trade {when} after the start"
        half = "" if math.isnan(finding.value("half_life")) else f"; {finding.half()}"
        return f"{first}{half}, and trade {finding.recovery()}{bounds(finding, 'recovery')}.{_after(finding)}"
    if finding.verdict == "none":
        return (
            f"{who} did not at first remove 5 % of trade beyond chance: in the first 90 days at most {worst} of the "
            "trade of four weeks was missing."
        )
    return (
        f"{who}: a loss of trade at any one time cannot be told from chance in {finding.replicates} paired runs. At "
        f"the worst {worst} was missing, and worlds that drift apart by chance alone show as much with a probability "
        f"of {words.percent(finding.value('chance'))}."
    )


def _after(finding: Finding) -> str:
    if not finding.lasts:
        return ""
    return f" From then to the end of the run {finding.with_interval('effect_after')} of trade was missing still."


def bounds(finding: Finding, outcome: str) -> str:
    """Interval in brackets for a figure whose estimate the sentence has told."""
    if math.isinf(finding.value(outcome)) or finding.interval(outcome) == "-":
        return ""
    return f" (95 % interval {finding.interval(outcome)})"


def _averted(finding: Finding) -> list[str]:
    if not finding.row("averted_first_year"):
        return []
    size = f", {AT_SIZE}" if finding.scaled else ""
    cost = finding.value("cost_first_year")
    paid = f" The cost of that year is {words.euros(cost)}." if cost > 0.0 else ""
    if finding.replicates > 1 and not finding.averted_told:
        return [
            "Over the first year the orders averted cannot be told from none: "
            f"{finding.with_interval('averted_first_year')}{size}.{paid}"
        ]
    share, worth = finding.text("averted_first_year_share"), finding.with_interval("averted_first_year_revenue")
    line = f"In the first year it kept {finding.with_interval('averted_first_year')} from the marketplaces{size}: "
    line += f"{share} of all, worth {worth}"
    moved = finding.value("displaced_share")
    if not math.isnan(moved):
        line += "; the street and direct trade took " + (
            f"{words.percent(moved)} of them" if moved <= 1.0 else f"more than these ({words.percent(moved)})"
        )
    return [f"{line}.{paid}"]


def _missed(finding: Finding) -> list[str]:
    missed = finding.missed()
    if not missed:
        return []
    runs = "the run" if finding.replicates == 1 else f"{missed} of {finding.replicates} runs"
    return [f"In {runs} a marketplace that was named had closed by itself before, and was missed."]


def cautions(finding: Finding) -> list[str]:
    """Say where the figures stand on weak ground: too few replicates, or an interval as wide as half the estimate."""
    found = [few] if (few := _few(finding)) else []
    needed = _needed(finding)
    if needed:
        found.append(f"{WIDE}; about {words.number(needed)} replicates would narrow it to that.")
    return found


def cautions_of_study(findings: Mapping[str, Finding]) -> list[str]:
    """Say the same of several scenarios, each named where it is not all of them, and what is equal once."""
    if len(findings) == 1:
        return [words.upper_first(text) for finding in findings.values() for text in cautions(finding)]
    few: dict[str, list[str]] = {}
    needed: dict[int, list[str]] = {}
    for name, finding in findings.items():
        if text := _few(finding):
            few.setdefault(text, []).append(words.called(name))
        if runs := _needed(finding):
            needed.setdefault(runs, []).append(words.called(name))
    lines = []
    for text, names in few.items():
        of = "" if len(names) == len(findings) else f"{words.listing(names)}: "
        lines.append(words.upper_first(f"{of}{text}"))
    if needed:
        wide = [name for names in needed.values() for name in names]
        which = "every scenario" if len(wide) == len(findings) else words.listing(wide)
        (first, names), *rest = sorted(needed.items())
        each = [f"about {words.number(first)} replicates for {words.listing(names)}"]
        each += [f"{words.number(runs)} for {words.listing(names)}" for runs, names in rest]
        narrow = f"To narrow it to that takes {'; '.join(each)}"
        if len(needed) == 1:
            narrow = f"About {words.number(next(iter(needed)))} replicates would narrow it to that"
        lines.append(f"{words.upper_first(WIDE)} in {which}. {narrow}.")
    return lines


def unpaired(pairing: pd.DataFrame) -> str:
    """Say how much wider intervals would be without pairing; nothing where that is not known.

    ``pairing``: columns scenario, times_wider_unpaired.
    """
    known = [row for row in pairing.itertuples() if math.isfinite(row.times_wider_unpaired)]
    wider = sorted((row for row in known if row.times_wider_unpaired >= GAINED), key=lambda r: -r.times_wider_unpaired)
    rest = [words.called(str(row.scenario)) for row in known if row.times_wider_unpaired < GAINED]
    if not wider:
        return "Without pairing, intervals of the orders averted would be no wider." if rest else ""
    by_factor: dict[str, list[str]] = {}
    for row in wider:
        by_factor.setdefault(f"{row.times_wider_unpaired:.1f}", []).append(words.called(str(row.scenario)))
    each = [f"{factor} for {words.listing(names)}" for factor, names in by_factor.items()]
    said = f"wider by a factor of {'; '.join(each)}" + (f", and no wider for {words.listing(rest)}" if rest else "")
    return f"Without pairing, intervals of the orders averted would be {said}."


def _few(finding: Finding) -> str:
    if finding.replicates == 1:
        return (
            "one replicate shows what can happen, not what to expect, and cannot be told from chance; "
            f"use replicates={FEW} or more."
        )
    if 1 < finding.replicates < FEW:
        return f"{finding.replicates} replicates are few; the intervals are rough. Use replicates={FEW} or more."
    return ""


def _needed(finding: Finding) -> int:
    """Replicates after which the interval of the depth would be half as wide as the depth; 0 where it is already."""
    depth = finding.row("depth")
    width = float(depth["high"] - depth["low"]) if depth else math.nan
    wanted = 0.5 * abs(depth["estimate"]) if depth else math.nan
    if finding.told and width > wanted > 0.0:
        return math.ceil(finding.replicates * (width / wanted) ** 2)
    return 0
