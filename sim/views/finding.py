"""The finding in sentences: what titles of figures, the printed summary and the report all say."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from sim.effects.durability import LINES
from sim.effects.size import is_thin
from sim.effects.start import BEGAN, count_idle, without_idle
from sim.effects.verdict import Verdict, verdict
from sim.views import words

AT_SIZE = "at the size of the real market"
FROM_THIN = "scaled up from a thin world, which stands for no real market"


@dataclass(frozen=True)
class Finding:
    """Summary and effects with the questions that sentences ask of them.

    ``thin``: whether the world is too small for its counts to be told at the size of the real market. Raise ValueError
    for a summary that has an outcome twice.
    """

    summary: pd.DataFrame
    effects: pd.DataFrame
    thin: bool = False

    def __post_init__(self) -> None:
        if len(self.summary) and self.summary["outcome"].duplicated().any():
            raise ValueError("a summary has one row per outcome")

    def row(self, outcome: str) -> dict[str, Any]:
        """Row of the summary as a dictionary; empty when there is none."""
        return dict(self._rows.get(outcome, {}))

    @cached_property
    def _rows(self) -> dict[str, dict[str, Any]]:
        rows = [{str(key): value for key, value in row.items()} for row in self.summary.to_dict("records")]
        return {row["outcome"]: row | {"note": row["note"] if isinstance(row.get("note"), str) else ""} for row in rows}

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
        return {int(number) for number in without_idle(self.effects)["replicate"].unique()}

    @property
    def replicates(self) -> int:
        """Number of paired replicates in which a barrier began."""
        return len(self.acting)

    @cached_property
    def idle(self) -> int:
        """Number of paired replicates in which none began, as no trigger fired."""
        return count_idle(self.effects)

    @cached_property
    def moved(self) -> bool:
        """Whether a trigger decided when the barrier began."""
        return bool((self.effects["outcome"] == BEGAN).any())

    @cached_property
    def verdict(self) -> Verdict:
        """Whether there is an effect: 'effect', 'chance' or 'single'."""
        return verdict(self.summary) if len(self.summary) else "chance"

    @property
    def has_effect(self) -> bool:
        """Whether there is an effect to report: one beyond chance, or a single run that shows one."""
        return self.verdict in ("effect", "single")

    @property
    def averts(self) -> bool:
        """Whether the orders averted in the first year are more than chance."""
        return float(self.row("averted_first_year").get("low", math.nan)) > 0.0

    @property
    def scaled(self) -> bool:
        """Whether counts are brought to the revenue of the real market."""
        return bool(self.row("scale"))

    @property
    def size(self) -> str:
        """Of which size counts are, to follow a comma; empty where they are those of the simulated buyers."""
        return (FROM_THIN if self.thin else AT_SIZE) if self.scaled else ""

    def unfinished(self, outcome: str = "recovery") -> int:
        """Replicates in which a duration was not over within the run."""
        rows = self.effects[self.effects["outcome"] == outcome]
        return int(rows["censored"].sum())

    def missed(self) -> int:
        """Replicates in which a named target had closed by itself before it could be without_idle on."""
        return int((self.effects.loc[self.effects["outcome"] == "targets_missed", "value"] > 0).sum())

    @property
    def passes(self) -> bool:
        """Whether a worst is told, and a part of it that passes."""
        return self.has_effect and not math.isnan(self.value("peak"))

    @property
    def stays(self) -> bool:
        """Whether something is told to stay: of several runs beyond chance, of a single one as it is."""
        row = self.row("stays")
        least = float(row.get("low", math.nan))
        return self.has_effect and (float(row.get("estimate", math.nan)) if math.isnan(least) else least) > 0.0

    def without_worst(self, what: str) -> str:
        """Title where no worst is told: of fewer orders over the year, or of none."""
        if not self.replicates and self.idle:
            return "The barrier never began"
        if self.averts:
            share = self.text("averted_first_year_share")
            return f"{share} fewer orders in the first year; a worst, and what stays, are not told"
        return f"No loss of {what} that can be told from chance"

    def title(self, what: str) -> str:
        """State what is missing of trade or revenue: what passes, and what stays."""
        if not self.has_effect:
            return self.without_worst(what)
        stays = f"{self.text('stays')} stays" if self.stays else ""
        if self.passes:
            worst = f"{words.upper_first(what)} fell by {self.text('peak')} over the worst four weeks"
            rest = " and ".join(part for part in (self.halved(), stays) if part)
            return f"{worst}; {rest}" if rest else worst
        return f"{words.upper_first(what)} is lower, and {stays}" if stays else self.shallow(what)

    def shallow(self, what: str) -> str:
        """Title of a loss of which neither a worst nor what stays is told."""
        share = self.text("averted_first_year_share")
        some = f": {share} fewer orders in the first year" if self.averts else ""
        return f"A loss of {what} without a worst that can be told{some}"

    def halved(self) -> str:
        """When half of what passes was gone, counted from the worst; nothing where that is not told."""
        days = self.value("half_life")
        if math.isinf(days):
            return "what passes was not seen to stay halved by the end of the run"
        return "" if math.isnan(days) else f"half of what passes was gone {self.text('half_life')} later"

    def returns(self) -> str:
        """When trade was back within each line, as a sentence; empty where it never was beyond one, or none is told."""
        back, never, again, around = [], [], [], []
        for name, line in LINES.items():
            row, percent = self.row(name), words.percent(line).replace(".0", "")
            if not row or not self.has_effect:
                continue
            if math.isfinite(row["estimate"]):
                back.append(f"within {percent} after {self.with_interval(name)}")
            elif math.isinf(row["estimate"]):
                never.append(percent)
            elif row["note"].startswith("below"):
                again.append(percent)
            elif row["note"].startswith("hovers"):
                around.append(percent)
        said = [f"trade was back {words.listing(back)}"] if back else []
        said += [f"trade was not back within {never[0]} by the end of the run"] if never else []
        said += [f"less than {again[0]} was missing for a while, then more again"] if again else []
        said += [f"what is missing hovers around {words.listing(around)}"] if around else []
        return f"Counted from the start, {'; '.join(said)}." if said else ""

    def in_league(self, league: pd.DataFrame, scenario: str) -> Finding:
        """The same as the league has it, which looks only at the replicates that all scenarios share."""
        rows = league[league["scenario"] == scenario] if len(league) else league.iloc[:0]
        return replace(self, summary=rows) if len(rows) else self


def finding_of(result: Any) -> Finding:
    """Make the finding of a result (summary, effects, settings)."""
    return Finding(result.summary, result.effects, is_thin(getattr(result.settings, "buyers", 0)))
