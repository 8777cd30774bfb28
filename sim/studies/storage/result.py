"""What a run gives: tidy tables of both arms, the effects of each replicate, and the answer with its interval."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.settings import Settings
from sim.settings.output import check_output
from sim.settings.values import several
from sim.studies.measurement.failure import Failure
from sim.studies.measurement.scenario import BARRIER, first_day
from sim.studies.storage.folder import new_folder
from sim.studies.storage.observed import read_observed
from sim.studies.storage.tables import of_scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.studies.storage.study import Study


@dataclass(eq=False)
class Result:
    """Tables of a run. ``daily``, ``groups`` and ``journal`` begin with columns replicate and arm.

    ``effects``: one row per replicate and outcome, from paired twins; empty without barriers.
    """

    settings: Settings
    daily: pd.DataFrame
    groups: pd.DataFrame
    journal: pd.DataFrame
    effects: pd.DataFrame
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    begun: datetime | None = None
    ended: datetime | None = None
    folder: Path | None = None
    provenance: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """What could not be derived from the tables, or read back."""
    uncertainty: pd.DataFrame | None = None
    """With an ensemble, intervals in two parts: chance, and what is not known."""
    observed: pd.DataFrame | None = None
    """The user's own series, where there is one."""
    by_event: pd.DataFrame | None = None
    """With several events, what each did from its own day."""
    objective: pd.DataFrame | None = None
    """With an objective, whether it is reached."""
    barrier_model: pd.DataFrame | None = None
    """The matrix of the barrier model, and what was touched."""
    repeats: int = 1
    """How many replicates in a row share a set of parameters."""
    keeper: Callable[[Path, str | None], None] | None = None
    """What writes the folder of a result: whoever made it knows where its runs are."""

    study: Any = None
    """The study it is of, which writes reports and workbooks: whoever made it knows."""

    @classmethod
    def of(cls, study: Study) -> Result:
        """Read the one scenario of a study that kept everything."""
        case = study.cases[0]
        settings = replace(case.settings, overrides=tuple(map(str, study.record.get("words", ()))))
        tables = {kind: study.kept(kind, case) for kind in ("daily", "groups", "journal")}
        effects = in_order(of_scenario(study.effects, case.scenario))
        sessions = study.provenance.get("sessions") or [{}]
        failures = tuple(
            Failure(f["replicate"], f["kind"], f["message"], "\n".join(f["traceback"]), bool(f["usage"]))
            for f in sorted(study.failures, key=lambda f: f["replicate"])
        )
        result = cls(
            settings, **tables, effects=effects if case.settings.interventions else effects.iloc[:0],
            failures=failures, interrupted=study.interrupted, begun=_moment(sessions[0].get("begun")),
            ended=_moment(sessions[-1].get("ended")), folder=study.folder, provenance=study.provenance,
            problems=study.problems, repeats=study.repeats,
        )  # fmt: skip
        result.uncertainty = study.tables.get("uncertainty")
        result.observed = read_observed(study.folder)
        result.by_event = study.tables.get("by_event")
        result.objective = study.tables.get("objective")
        result.barrier_model = study.tables.get("barrier_model")
        if "summary" in study.tables:  # what was computed then, not what today's version would compute
            result.summary = study.tables["summary"].drop(columns=["scenario", "world", "point"], errors="ignore")
        return result

    @property
    def finished(self) -> int:
        """Number of replicates that ran to the horizon."""
        return int(self.daily["replicate"].nunique())

    @property
    def enough(self) -> str:
        """Why there are as many replicates as there are, where that was found on the way."""
        return str(self.provenance.get("replicates", {}).get("why", ""))

    @property
    def start(self) -> int:
        """First day on which the arms can differ."""
        return first_day(self.settings)

    @cached_property
    def starts(self) -> dict[int, int] | None:
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
    def summary(self) -> pd.DataFrame:
        """One row per outcome, with its interval over replicates; without barriers the steady state."""
        from sim.effects import summarise

        return summarise(self.effects, self.daily, self.start, ramp=self.ramp, repeats=self.repeats)

    def plot(self, left_out: list[str] | None = None) -> dict[str, Figure]:
        """Draw the figures of the run, by name; ``left_out`` takes a line for each that cannot be drawn."""
        from sim.views.figures import draw

        return draw(self, left_out=[] if left_out is None else left_out)

    def report(self, file: str | Path | None = None) -> str:
        """Return the report as one HTML page that needs nothing else; ``file``: also write it there."""
        return str(self._made().report(file))

    def to_excel(self, file: str | Path) -> Path:
        """Write the answer, every table, the settings and the meaning of every column as XLSX; return the path."""
        return Path(self._made().to_excel(file))

    @property
    def answer(self) -> list[str]:
        """What it answers, in sentences."""
        return list(self._made().answer)

    def _made(self) -> Any:
        if self.study is None:
            raise ValueError("this result was not made by a run, so there is no study to be told of")
        return self.study

    def save(self, folder: str | Path | None = None, command: str | None = None) -> Path:
        """Write the run folder and return it; ``folder`` must not hold anything yet (default: a new one)."""
        if self.keeper is None:
            raise ValueError("this result was not made by a run, so there is nothing to save")
        names = list(self.settings.interventions)
        target = Path(folder).expanduser() if folder is not None else new_folder("runs", names)
        check_output(target)
        self.keeper(target, command)
        self.folder = target
        return target

    def __str__(self) -> str:
        if not self.finished:
            return "No replicate was finished."
        if not self.paired:
            return _baseline_text(self)
        from sim.views.grounds import grounds_of
        from sim.views.summary import text

        told = text(
            self.settings.to_dict(),
            self.summary,
            self.effects,
            grounds_of([self.settings]),
            self.enough,
            self.uncertainty,
        )
        if self.objective is not None and len(self.objective):
            from sim.views.objective import sentences

            told = f"{told}\n{_filled(' '.join(sentences(self.objective)))}\n"
        if self.by_event is None or not len(self.by_event):
            return told
        from sim.views.by_event import text as text_by_event

        return f"{told}\n{text_by_event(self.by_event)}\n"

    def _repr_html_(self) -> str:
        """Show the answer in a notebook."""
        return f"<pre>{escape(str(self))}</pre>"

    def __repr__(self) -> str:
        names = ", ".join(self.settings.interventions) or "no barrier"
        return f"<Result: {names}, {self.finished} of {several(self.settings.replicates, 'replicate')}>"


def _filled(text: str) -> str:
    from sim.views.summary import WIDTH

    return textwrap.fill(text, WIDTH)


def in_order(effects: pd.DataFrame) -> pd.DataFrame:
    """Sort by outcome, in the order in which tables show them, then by replicate."""
    from sim.effects import OUTCOMES

    place = {name: number for number, name in enumerate(OUTCOMES)}
    return effects.sort_values("outcome", key=lambda names: names.map(place), kind="stable", ignore_index=True)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _baseline_text(result: Result) -> str:
    """Describe a run without barriers, where there is nothing to compare."""
    from sim.views.grounds import grounds_of

    daily = result.daily
    chosen = [c for c in ("orders", "revenue", "active_vendors", "active_buyers", "marketplaces") if c in daily]
    means = daily.groupby("replicate")[chosen].mean()
    lines = [
        f"No barrier was chosen: {several(result.finished, 'replicate')} of the baseline, "
        f"{several(result.settings.days, 'day')} each.",
        "Mean per day, with the range over replicates:",
    ]
    lines += [f"  {c:16} {means[c].mean():14,.1f}  ({means[c].min():,.1f} to {means[c].max():,.1f})" for c in chosen]
    warnings = [f"Warning: {caution.text}" for caution in grounds_of([result.settings]).cautions()]
    return "\n".join([*lines, *warnings, "Add a barrier with +intervention=<name>."])
