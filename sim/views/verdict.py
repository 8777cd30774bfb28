"""The finding in sentences: what titles of figures, the printed summary and the report all say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sim.effects import verdict
from sim.effects.clock import BEGAN, acted, idle
from sim.effects.verdict import Verdict
from sim.views import words

FEW = 20
"""Replicates below which a reader is warned."""
AT_SIZE = "at the size of the real market"


@dataclass(frozen=True)
class Finding:
    """Summary and effects with the questions that sentences ask of them.

    Raise ValueError for a summary that has an outcome twice.
    """

    summary: pd.DataFrame
    effects: pd.DataFrame

    def __post_init__(self) -> None:
        if len(self.summary) and self.summary["outcome"].duplicated().any():
            raise ValueError("a summary has one row per outcome")

    def row(self, outcome: str) -> dict[str, Any]:
        """Row of the summary as a dictionary; empty when there is none."""
        rows = self.summary[self.summary["outcome"] == outcome]
        row = {str(key): value for key, value in rows.iloc[0].items()} if len(rows) else {}
        return row | {"note": row["note"] if isinstance(row.get("note"), str) else ""} if row else {}  # a CSV has NaN

    def value(self, outcome: str) -> float:
        """Estimate of an outcome, NaN when there is none."""
        return float(self.row(outcome).get("estimate", math.nan))

    def text(self, outcome: str) -> str:
        """Estimate of an outcome in words."""
        row = self.row(outcome)
        return words.quantity(row["estimate"], row["unit"], self.longest(outcome)) if row else "-"

    def interval(self, outcome: str) -> str:
        """Interval of an outcome in words, '-' when there is none."""
        row = self.row(outcome)
        return words.interval(row["low"], row["high"], row["unit"], self.longest(outcome)) if row else "-"

    def cell(self, outcome: str) -> tuple[str, str]:
        """Estimate and interval for a table, whose first column says what is counted."""
        row = self.row(outcome)
        unit = row["unit"] if row["unit"] in ("share", "points", "EUR", "days") else ""
        longest = self.longest(outcome)
        estimate, low, high = float(row["estimate"]), float(row["low"]), float(row["high"])
        if outcome == "rebound":  # an effect below zero is trade above the twin, and is labelled so
            estimate, low, high = -estimate, -high, -low
        bounds = "-" if unit == "EUR" and low == high else words.interval(low, high, unit, longest)  # a fixed cost
        return words.quantity(estimate, unit, longest), bounds

    def with_interval(self, outcome: str) -> str:
        """Estimate with its interval in brackets."""
        bounds = self.interval(outcome)
        return self.text(outcome) + (f" (95 % interval {bounds})" if bounds != "-" else "")

    def longest(self, outcome: str) -> float:
        """Longest duration of this outcome that a run could have shown, infinite where that is not known."""
        source = outcome.removeprefix("run_")
        if source == "half_life" or self.moved:
            return math.inf  # counted from the day of depth, or of a trigger, which differs from run to run
        censored = self.effects[(self.effects["outcome"] == source) & self.effects["censored"]]
        return float(censored["value"].max()) if len(censored) else math.inf

    @cached_property
    def acting(self) -> set[int]:
        """Paired replicates in which a barrier began: all, unless a trigger decides it."""
        return {int(number) for number in acted(self.effects)["replicate"].unique()}

    @property
    def replicates(self) -> int:
        """Number of paired replicates in which a barrier began."""
        return len(self.acting)

    @cached_property
    def idle(self) -> int:
        """Number of paired replicates in which none began, as no trigger fired."""
        return idle(self.effects)

    @cached_property
    def moved(self) -> bool:
        """Whether a trigger decided when the barrier began."""
        return bool((self.effects["outcome"] == BEGAN).any())

    @cached_property
    def verdict(self) -> Verdict:
        """Whether there is an effect: 'effect', 'chance', 'none' or 'single'."""
        return verdict(self.summary) if len(self.summary) else "none"

    @property
    def told(self) -> bool:
        """Whether depth, half-life and recovery may be reported: there is an effect, or a single run that shows one."""
        return self.verdict in ("effect", "single")

    @property
    def averted_told(self) -> bool:
        """Whether the orders averted in the first year are more than chance."""
        return float(self.row("averted_first_year").get("low", math.nan)) > 0.0

    @property
    def scaled(self) -> bool:
        """Whether counts are told at the size of the real market."""
        return bool(self.row("scale"))

    def unfinished(self, outcome: str = "recovery") -> int:
        """Replicates in which a duration was not over within the run."""
        rows = self.effects[self.effects["outcome"] == outcome]
        return int(rows["censored"].sum())

    def missed(self) -> int:
        """Replicates in which a named target had closed by itself before it could be acted on."""
        return int((self.effects.loc[self.effects["outcome"] == "targets_missed", "value"] > 0).sum())

    def untold(self, what: str) -> str:
        """Title where no excursion is told: of a shallow effect that lasts, or of none."""
        if not self.replicates and self.idle:
            return "The barrier never began"
        if self.averted_told:
            return f"A shallow effect: {self.text('averted_first_year_share')} fewer orders in the first year"
        if self.verdict == "none":
            return f"No effect on {what} that reaches 5 % beyond chance"
        return f"A loss of {what} that cannot be told from chance"

    @property
    def lasts(self) -> bool:
        """Whether trade stays below that of the twin, beyond chance, after it was back for the first time."""
        return float(self.row("effect_after").get("low", math.nan)) > 0.0

    def in_league(self, league: pd.DataFrame, scenario: str) -> Finding:
        """The same as the league has it, which looks only at the replicates that all scenarios share."""
        rows = league[league["scenario"] == scenario] if len(league) else league.iloc[:0]
        return Finding(rows, self.effects) if len(rows) else self

    def half(self) -> str:
        """When half of the depth was gone, as a clause; only where there is an effect that halved or never did."""
        days = self.value("half_life")
        if math.isinf(days):
            return "the loss did not halve before the end of the run"
        return f"half of that was gone {self.text('half_life')} later"

    def recovery(self) -> str:
        """When trade was back, as the end of a sentence; only where there is an effect."""
        if math.isinf(self.value("recovery")):
            return "was not back within 5 % by the end of the run"
        return f"was back within 5 % {self.text('recovery')} after the start"
