"""The finding in sentences: what titles of figures, the printed summary and the report all say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.effects import detectable
from sim.views import words

FEW = 20
"""Replicates below which a reader is warned."""


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
        return {str(key): value for key, value in rows.iloc[0].items()} if len(rows) else {}

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
        return words.quantity(estimate, unit, longest), words.interval(low, high, unit, longest)

    def with_interval(self, outcome: str) -> str:
        """Estimate with its interval in brackets."""
        bounds = self.interval(outcome)
        return self.text(outcome) + (f" (95 % interval {bounds})" if bounds != "-" else "")

    def longest(self, outcome: str) -> float:
        """Longest duration of this outcome that a run could have shown, infinite where there is no such limit."""
        if outcome == "half_life":
            return math.inf  # counted from the day of depth, which differs from run to run
        censored = self.effects[(self.effects["outcome"] == outcome) & self.effects["censored"]]
        return float(censored["value"].max()) if len(censored) else math.inf

    @property
    def replicates(self) -> int:
        """Number of paired replicates."""
        return int(self.effects["replicate"].nunique())

    @property
    def verdict(self) -> bool | None:
        """Whether there is an effect; None where one replicate cannot tell."""
        return detectable(self.effects) if len(self.effects) else False

    def unfinished(self, outcome: str = "recovery") -> int:
        """Replicates in which a duration was not over within the run."""
        rows = self.effects[self.effects["outcome"] == outcome]
        return int(rows["censored"].sum())

    def recovery(self) -> str:
        """When trade was back, as the end of a sentence."""
        missing, total = self.unfinished(), self.replicates
        if self.value("recovery") < self.value("day_of_depth"):
            return f"had been back within 5 % for a first time after {self.text('recovery')}"
        if missing == 0:
            return f"was back within 5 % after {self.text('recovery')}"
        if missing == total:
            runs = "the run" if total == 1 else f"any of {total} runs"
            return f"was not back within 5 % before the end of {runs}"
        if math.isinf(self.value("recovery")):
            return f"was not back within 5 % by the end in {missing} of {total} runs"
        return (
            f"was back within 5 % after {self.text('recovery')} in half of the runs, "
            f"but not by the end in {missing} of {total}"
        )
