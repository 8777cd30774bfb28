"""What a run gives: tidy tables of both arms, the effects of each replicate, and the answer with its interval."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.settings import Settings
from sim.settings.values import several
from sim.studies.executors import Failure
from sim.studies.measurement.scenario import BARRIER, first_day

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_EFFECTS = ("replicate", "outcome", "value", "unit", "censored")


@dataclass(eq=False)
class Result:
    """Tables of a run. ``daily``, ``groups`` and ``journal`` begin with columns replicate and arm."""

    settings: Settings
    daily: pd.DataFrame
    groups: pd.DataFrame
    journal: pd.DataFrame
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    begun: datetime | None = None
    ended: datetime | None = None
    folder: Path | None = None
    provenance: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """What could not be derived from the tables when they were saved."""

    @property
    def finished(self) -> int:
        """Number of replicates that ran to the horizon."""
        return int(self.daily["replicate"].nunique())

    @property
    def start(self) -> int:
        """First day on which the arms can differ."""
        return first_day(self.settings)

    @cached_property
    def began(self) -> dict[int, int] | None:
        """Day on which the first barrier began, by replicate, where a trigger decides it; else None, as it is `start`.

        A replicate in which no trigger fired is not there.
        """
        from sim.effects.start import start_is_triggered, starts_by_replicate

        if not start_is_triggered(self.settings.interventions):
            return None
        replicates = sorted(int(number) for number in self.daily["replicate"].unique())
        return starts_by_replicate(self.settings.interventions, self.journal, replicates)

    @property
    def ramp(self) -> int:
        """Days until every barrier that may begin first has its full strength."""
        from sim.effects.start import ramp

        return ramp(self.settings.interventions)

    @property
    def paired(self) -> bool:
        """Whether there is a barrier arm to compare with the baseline."""
        return bool((self.daily["arm"] == BARRIER).any())

    @cached_property
    def effects(self) -> pd.DataFrame:
        """One row per replicate and outcome, from paired twins; empty without barriers."""
        if not self.paired:
            return pd.DataFrame(columns=list(NO_EFFECTS))
        from sim.effects import replicate_effects

        return replicate_effects(
            self.daily, self.groups, self.start, self.journal, ramp=self.ramp, began=self.began,
            annual_revenue=getattr(self.settings.ecosystem, "annual_revenue", None),
        )  # fmt: skip

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row per outcome, with its interval over replicates; without barriers the steady state."""
        from sim.effects import summarise

        return summarise(self.effects, self.daily, self.start, ramp=self.ramp)

    def plot(self) -> dict[str, Figure]:
        """Draw the figures of the run, by name."""
        from sim.views.figures import draw

        return draw(self)

    def save(self, folder: str | Path | None = None, command: str | None = None) -> Path:
        """Write the run folder and return it; ``folder`` must not hold anything yet (default: a new one)."""
        from sim.studies.store import save

        self.folder = save(self, folder, command)
        return self.folder

    def __str__(self) -> str:
        if not self.finished:
            return "No replicate was finished."
        if not self.paired:
            return _baseline_text(self)
        from sim.views.summary import text

        return text(self.settings.to_dict(), self.summary, self.effects)

    def __repr__(self) -> str:
        names = ", ".join(self.settings.interventions) or "no barrier"
        return f"<Result: {names}, {self.finished} of {several(self.settings.replicates, 'replicate')}>"


def _baseline_text(result: Result) -> str:
    """Describe a run without barriers, where there is nothing to compare."""
    daily = result.daily
    chosen = [c for c in ("orders", "revenue", "active_vendors", "active_buyers", "marketplaces") if c in daily]
    means = daily.groupby("replicate")[chosen].mean()
    lines = [
        f"No barrier was chosen: {several(result.finished, 'replicate')} of the baseline, "
        f"{several(result.settings.days, 'day')} each.",
        "Mean per day, with the range over replicates:",
    ]
    lines += [f"  {c:16} {means[c].mean():14,.1f}  ({means[c].min():,.1f} to {means[c].max():,.1f})" for c in chosen]
    return "\n".join([*lines, "Add a barrier with +intervention=<name>."])
