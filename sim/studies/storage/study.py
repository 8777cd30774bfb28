"""A study as it is read: its design, its outcomes, and the tables made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.effects import Curves
from sim.effects.repeats import REPEATS
from sim.effects.start import Start, ramp, start_of
from sim.settings import Settings, SettingsError
from sim.settings.values import several
from sim.studies.measurement.scenario import BASELINE, first_day
from sim.studies.question.analysis import Analysis, chosen, names, table_names
from sim.studies.question.case import Case
from sim.studies.question.description import read_cases
from sim.studies.storage.archive import Archive
from sim.studies.storage.effects import effects_of
from sim.studies.storage.errors import StoreError
from sim.studies.storage.names import STUDY
from sim.studies.storage.records import damaged, read_csv, read_provenance, read_record
from sim.studies.storage.tables import design_table, of_scenario, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


@dataclass(eq=False)
class ScenarioResult:
    """One scenario of a study, as views want it; ``daily`` has the columns that were kept."""

    settings: Settings
    effects: pd.DataFrame
    daily: pd.DataFrame
    summary: pd.DataFrame
    curves: Curves | None = None
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    journal: pd.DataFrame = field(default_factory=pd.DataFrame)
    repeats: int = 1
    """How many replicates in a row share a set of parameters."""
    made: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    """What views made of it, by name: the picture in the folder and the chart in the page show the same."""


@dataclass(eq=False)
class Study:
    """Design, outcomes and derived tables of a study folder."""

    folder: Path
    record: dict[str, Any]
    cases: list[Case]
    effects: pd.DataFrame
    """Long: run_id, case, scenario, world, point, replicate, outcome, value, unit, censored."""
    failures: list[dict[str, Any]] = field(default_factory=list)
    provenance: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """What could not be made from the outcomes when they were exported, or read back."""
    left_out: list[str] = field(default_factory=list)
    """Pictures that could not be drawn, each with its reason; no fault of the study."""
    drawn: dict[str, Figure] | None = None
    """Its pictures, while its folder is written."""
    _tables_kept: dict[tuple[str, int], pd.DataFrame] = field(default_factory=dict, repr=False)
    _curves_made: dict[tuple[str, str, int], Curves | None] = field(default_factory=dict, repr=False)
    interrupted: bool = False
    """Whether it was stopped before all that was asked for was run."""

    @property
    def title(self) -> str:
        return str(self.record.get("title") or "")

    @property
    def question(self) -> str:
        return str(self.record.get("question") or "")

    @property
    def command(self) -> str:
        return str(self.provenance.get("command") or "")

    @property
    def repeats(self) -> int:
        """How many replicates in a row share a set of parameters."""
        options = self.record["options"]
        return REPEATS if isinstance(options, dict) and options.get("ensemble") else 1

    @property
    def combinations(self) -> dict[str, list[str]]:
        return dict(self.record.get("combinations") or {})

    @cached_property
    def analyses(self) -> list[Analysis]:
        """What is made of the runs, as the options asked for; raise SettingsError where this version has none such."""
        told = self.record["options"] if isinstance(self.record["options"], dict) else {}
        options = SimpleNamespace(**{**told, "analysis": self.record["analysis"]})
        if options.analysis not in names():
            raise SettingsError(f"{self.folder} is a study by '{options.analysis}', which this version does not have",
                                key="analysis", value=options.analysis)  # fmt: skip
        try:
            return chosen(options)
        except (AttributeError, TypeError) as error:  # made by hand, or by another version
            raise damaged(self.folder, f"its options are not told as they have to be ({error})") from None

    @property
    def replicates(self) -> int:
        """Replicates that any configuration has."""
        return int(self.effects["replicate"].nunique())

    @cached_property
    def design(self) -> pd.DataFrame:
        """One row per design point: point, and what varies."""
        values = {case.point: case.values for case in self.cases}
        return design_table([values[number] for number in sorted(values)])

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row per run: run_id, names, the values of its design point, and a column per outcome."""
        return wide(self.effects, self.design)

    @cached_property
    def daily(self) -> pd.DataFrame:
        """Daily tables that were kept: scenario, world, point, replicate, arm, day, columns."""
        parts = [
            table.assign(scenario=c.scenario, world=c.world, point=c.point) for c, table in self._daily(self.cases)
        ]
        first = ["scenario", "world", "point", "replicate", "arm", "day"]
        if not parts:
            return pd.DataFrame(columns=first)
        table = pd.concat(parts, ignore_index=True)
        return table[[*first, *(name for name in table if name not in (*first, "key"))]]

    @cached_property
    def results(self) -> dict[str, ScenarioResult]:
        """Scenarios of the first design point in the world as it is, by name."""
        chosen = [case for case in self.cases if not case.world and case.point == 0]
        summary = self.tables.get("summary", pd.DataFrame(columns=["scenario", "world", "point"]))
        found = {}
        for case, daily in self._daily(chosen):
            effects = of_scenario(self.effects, case.scenario)
            if not len(effects):
                continue
            rows = summary[(summary["scenario"] == case.scenario) & (summary["world"] == "") & (summary["point"] == 0)]
            own = rows.drop(columns=["scenario", "world", "point"]).reset_index(drop=True)
            start = start_of(effects, first_day(case.settings))
            found[case.scenario] = ScenarioResult(
                case.settings, effects, daily, own, _curves(case, daily, start), repeats=self.repeats
            )
        return found

    def curves(self, cases: Sequence[Case] | None = None) -> dict[tuple[str, str, int], Curves]:
        """Effect curves of the configurations whose daily tables were kept.

        Those of the first point in the world as it is are kept, as several analyses ask for them: there are few.
        """
        asked = [c for c in cases or self.cases if c.daily != "none"]
        names = [(c.scenario, c.world, c.point) for c in asked]
        made = dict(self._curves_made)
        missing = [case for case, name in zip(asked, names, strict=True) if name not in made]
        for case, daily in self._daily(missing) if missing else ():
            effects = of_scenario(self.effects, case.scenario, case.world, case.point)
            curve = _curves(case, daily, start_of(effects, first_day(case.settings)))
            made[case.scenario, case.world, case.point] = curve
            if not case.world and case.point == 0:
                self._curves_made[case.scenario, case.world, case.point] = curve
        return {name: curve for name in names if (curve := made[name]) is not None}

    def daily_of(self, case: Case) -> pd.DataFrame:
        """Return the daily table of a case beside its twin, of the replicates that both have; empty if not kept."""
        return self._daily([case])[0][1]

    def _daily(self, cases: Sequence[Case]) -> list[tuple[Case, pd.DataFrame]]:
        archive = Archive(self.folder, self.record["model"]["identity"])
        rows = archive.daily([key for case in cases for key in (case.key, case.world_key)])
        by_key = {str(key): table for key, table in rows.groupby("key")}
        empty = rows.iloc[:0]
        joined = []
        for case in cases:
            own = by_key.get(case.key, empty)
            twin = by_key.get(case.world_key, empty)
            twin = twin[twin["replicate"].isin(own["replicate"])]
            table = pd.concat([twin, own], ignore_index=True).drop(columns="key")
            joined.append((case, table))
        return joined

    def kept(self, kind: str, case: Case) -> pd.DataFrame:
        """Return a table (daily, groups or journal) of a case and its twin, in the order of replicates and arms.

        It is read once, as it may have millions of rows: change a copy.
        """
        number = self.cases.index(case)
        if (kind, number) not in self._tables_kept:
            archive = Archive(self.folder, self.record["model"]["identity"])
            finished = self.effects.loc[self.effects["case"] == number, "replicate"]
            rows = archive.tables(kind, [case.key, case.world_key]).drop(columns="key")
            rows = rows[rows["replicate"].isin(finished.unique())]
            order = np.lexsort((rows["arm"].to_numpy() != BASELINE, rows["replicate"].to_numpy()))
            self._tables_kept[kind, number] = rows.take(order).reset_index(drop=True)
        return self._tables_kept[kind, number]

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and (name == "summary" or name in table_names()):
            return self.__dict__.get("tables", {}).get(name)
        raise AttributeError(f"a study has no {name!r}")

    def __str__(self) -> str:
        cases, runs = several(len(self.cases), "configuration"), several(self.effects["run_id"].nunique(), "run")
        lost = f", {len(self.failures)} failed" if self.failures else ""
        return f"{self.title or self.folder.name}: {cases}, {runs}{lost}"


def _refuse_gone(study: Study, present: Sequence[str]) -> None:
    """Refuse to tell of fewer runs than a study ended with, as if they were all."""
    ended, here = study.provenance.get("runs"), int(study.effects["run_id"].nunique())
    if isinstance(ended, int) and here < ended:
        known = study.provenance.get("parts")
        gone = [str(name) for name in known if name not in present] if isinstance(known, list) else []
        what = f"runs/{gone[0]} is gone" if gone else "parts of its runs are gone"
        raise StoreError(f"{study.folder}: {what}, {ended - here} of {several(ended, 'run')} with it", key="output",
                         value=str(study.folder),
                         hint="the command that made it, with output= that folder, runs them once more")  # fmt: skip


def _curves(case: Case, daily: pd.DataFrame, start: Start) -> Curves | None:
    if not case.settings.interventions or not len(daily) or "revenue" not in daily:
        return None
    if not (daily["arm"] != BASELINE).any():
        return None
    return Curves.of(daily, start, ramp(case.settings.interventions))


def read_study(folder: str | Path, *, whole: bool = True) -> Study:
    """Read a study folder back; raise SettingsError if it is none, or if runs that it had are gone.

    What is damaged and only explains the runs is left out, and told in ``problems``. ``whole``: False while it is being
    made, when its record of earlier sessions may speak of runs that are made once more.
    """
    place = Path(folder).expanduser()
    if not (place / STUDY).is_file():
        raise SettingsError(f"{folder} is not a folder of a run or a study: no {STUDY}", key="folder",
                            value=str(folder))  # fmt: skip
    record = read_record(place)
    archive = Archive(place, record["model"]["identity"])
    try:
        cases = read_cases(record)
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(place, f"its cases are not told as they have to be ({error})") from None
    effects = effects_of(archive, cases)
    problems: list[str] = []
    provenance = read_provenance(place, problems)
    study = Study(place, record, cases, effects, archive.failed(), provenance, problems=problems)
    if whole:
        _refuse_gone(study, archive.part_names())
    digests = provenance.get("digests")
    known = digests.get("files") if isinstance(digests, dict) else None
    written = known if isinstance(known, dict) else {}  # earlier versions did not note them
    for name in ("summary", *table_names()):
        table = read_csv(place / f"{name}.csv", problems, written.get(name, ""))
        if table is not None:
            study.tables[name] = table
    study.interrupted = bool(provenance.get("interrupted", False))
    return study
