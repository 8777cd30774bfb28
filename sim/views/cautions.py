"""The caution block of every kind of study and run: where its figures stand on weak ground, and only where.

What is known only elsewhere (that a world is thin, that a response is assumed, that a range is left) comes in as
:class:`Grounds`; whoever knows it fills it in, and every page and summary shows it in the same words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.effects.bootstrap import settled
from sim.effects.durability import YEAR
from sim.views import words
from sim.views.finding import Finding

FEW = 20
"""Replicates below which a reader is warned."""
WIDE = "the interval of the orders averted in the first year is wider than half of them"
Kind = Literal["replicates", "interval", "thin_world", "assumed_response", "extrapolation", "short_run"]


@dataclass(frozen=True, slots=True)
class Caution:
    """One reason not to lean on a figure: its kind, and a sentence."""

    kind: Kind
    text: str


NAMED = 3
"""Settings that a caution names; of more it says how many."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the figures of a run or study stand on, as far as its results do not show it.

    ``buyers``: those simulated, and ``enough``: those from which effects do not hang on the size of the world (0: not
    known); ``assumed``: settings that impose a response and are not as usual; ``outside``: settings that lie
    outside the range for which there is evidence; ``left``: days that are run after the start, the fewest (0: not
    known).
    """

    buyers: int = 0
    enough: int = 0
    assumed: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    left: int = 0

    def cautions(self) -> list[Caution]:
        """Give those that apply."""
        found: list[Caution] = []
        if 0 < self.buyers < self.enough:
            thin = f"{self.buyers:,} buyers make a thin world, in which effects come out too large; they stand for no "
            found.append(Caution("thin_world", f"{thin}real market. Use buyers={self.enough} or more."))
        if self.assumed:
            few, more = list(self.assumed[:NAMED]), len(self.assumed) - NAMED
            said = words.listing(few + ([f"{more} more"] if more > 0 else []))
            found.append(Caution("assumed_response", f"How the trade responds is set here, and not found, by {said}."))
        if self.outside:
            said = words.listing(list(self.outside))
            found.append(Caution("extrapolation", f"Outside the range of the evidence: {said}."))
        if 0 < self.left < YEAR:
            only = f"Only {words.days(self.left)} are run after the start"
            found.append(Caution("short_run", f"{only}: what is told of the first year and of the run is of these."))
        return found


def cautions(findings: Mapping[str, Finding], grounds: Grounds | None = None) -> list[Caution]:
    """Say where figures stand on weak ground, scenarios named where it is not all of them, and what is equal once."""
    several = len(findings) > 1
    found: list[Caution] = []
    few: dict[str, list[str]] = {}
    needed: dict[int, list[str]] = {}
    for name, finding in findings.items():
        if text := _few(finding.replicates):
            few.setdefault(text, []).append(words.called(name))
        if runs := _needed(finding):
            needed.setdefault(runs, []).append(words.called(name))
    for text, names in few.items():
        of = f"{words.listing(names)}: " if several and len(names) < len(findings) else ""
        found.append(Caution("replicates", words.upper_first(f"{of}{text}")))
    if needed:
        found.append(Caution("interval", _wide(needed, len(findings))))
    return [*found, *(grounds.cautions() if grounds else [])]


def of_replicates(replicates: int, grounds: Grounds | None = None) -> list[Caution]:
    """Say the same of a study that shows no single finding: a sweep, a sensitivity, a search."""
    few = _few(replicates)
    return [*([Caution("replicates", words.upper_first(few))] if few else []), *(grounds.cautions() if grounds else [])]


def _few(replicates: int) -> str:
    if replicates == 1:
        return (
            "one replicate shows what can happen, not what to expect, and cannot be told from chance; "
            f"use replicates={FEW} or more."
        )
    if 1 < replicates < FEW:
        return f"{replicates} replicates are few; the intervals are rough. Use replicates={FEW} or more."
    return ""


def _needed(finding: Finding) -> int:
    """Replicates after which the interval of the orders averted would be half as wide as they are; 0 where it is."""
    row = finding.row("averted_first_year")
    width = settled(float(row["high"] - row["low"]), finding.replicates) if row else math.nan
    wanted = 0.5 * abs(row["estimate"]) if row else math.nan
    if finding.averts and width > wanted > 0.0:
        return math.ceil(finding.replicates * (width / wanted) ** 2)
    return 0


def _wide(needed: Mapping[int, list[str]], scenarios: int) -> str:
    wide = [name for names in needed.values() for name in names]
    (first, names), *rest = sorted(needed.items())
    each = [f"about {words.number(first)} replicates for {words.listing(names)}"]
    each += [f"{words.number(runs)} for {words.listing(names)}" for runs, names in rest]
    narrow = f"To narrow it to that takes {'; '.join(each)}"
    if len(needed) == 1:
        narrow = f"About {words.number(first)} replicates would narrow it to that"
    which = "" if scenarios == 1 else " in every scenario" if len(wide) == scenarios else f" for {words.listing(wide)}"
    return f"{words.upper_first(WIDE)}{which}. {narrow}."
