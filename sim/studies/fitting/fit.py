"""``sim.calibrate``: fit parameters to the evidence, and keep every set that no fact rules out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.settings import Settings, compose
from sim.settings.errors import TYPED, OutOfRange, SettingsError, UnknownName, listed, nearest
from sim.settings.observed import own_facts
from sim.settings.typed import Option, take
from sim.studies.execution.notebook import heard_by
from sim.studies.execution.progress import Progress
from sim.studies.pages.keeping import temporary
from sim.studies.pages.written import report_to, workbook_to
from sim.studies.question.asked import words_of
from sim.studies.storage.locking import held

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.model.parameters import EcosystemParameters
    from sim.studies.fitting.calibration import Calibrated
    from sim.validation.calibration.axes import Axis

AGAIN, OTHER_WORLDS = 4, 1_000_003
SETTINGS = ("buyers", "replicates", "seed", "workers", "output", "data")
OPTIONS = {
    "over": Option(str, [], many=True),
    "holdout": Option(str, ""),
    "near": Option(float, 1.0, low=0.01, high=1.0),
    "points": Option(int, 150, low=10, high=100_000),
    "wave_points": Option(int, 60, low=1, high=100_000),
    "waves": Option(int, 3, high=50),
    "members": Option(int, 100, low=10, high=10_000),
    "seconds": Option(float, 3600.0, low=1),
    "finalists": Option(int, 6, low=0, high=1_000),
}


def parse(words: Sequence[str]) -> tuple[dict[str, Any], Settings, tuple[Axis, ...], tuple[str, ...]]:
    """Give what was asked for, settings, axes and the parts held out; raise SettingsError on what cannot be meant."""
    asked, others = take(words, OPTIONS, SETTINGS)
    few = [] if any(word.startswith("replicates=") for word in others) else ["replicates=2"]
    unplayed = ["replay=false"] if any(word.lstrip("+").startswith("data=") for word in others) else []
    settings = compose([*others, *few, *unplayed])
    if not settings.replicates:
        raise OutOfRange("replicates=0 is out of range", key="replicates", value=0, allowed="at least 1", origin=TYPED)
    return asked, settings, _over(asked["over"], settings, asked["near"]), _held(asked["holdout"])


def _over(names: Sequence[str], settings: Settings, near: float) -> tuple[Axis, ...]:
    from sim.validation.calibration.axes import axes, nearby

    try:
        whole = axes(names, settings.ecosystem)
    except ValueError as error:
        raise SettingsError(str(error), key="over", value=listed(names), origin=TYPED) from None
    return whole if near == 1.0 else nearby(whole, settings.ecosystem, near)


def _held(name: str) -> tuple[str, ...]:
    from sim.validation.episodes import playable

    if name and name not in playable():
        raise UnknownName(f"no episode '{name}'", key="holdout", value=name, near=nearest(name, playable()),
                          allowed=listed(sorted(playable())), origin=f"{TYPED}: holdout={name}")  # fmt: skip
    return (name,) if name else ()


def check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("sklearn") is None:
        raise SettingsError("calibrate needs scikit-learn, which is not installed", key="calibrate",
                            hint="pip install 'barrierlife[analysis]'")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a calibration is to do: options by name, settings, the parameters to fit, the episodes held out."""

    options: Mapping[str, Any]
    settings: Settings
    over: tuple[Axis, ...]
    held: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Asked:
        """Read words as typed; raise SettingsError on what cannot be meant, or where a package is missing."""
        found = cls(*parse(words))
        check_installed()
        return found

    def run(self, folder: Path, progress: Progress) -> Calibrated:
        """Run the waves that the folder lacks."""
        from sim.studies.fitting.calibration import Budget, calibrate, finals
        from sim.studies.storage.provenance import model_source
        from sim.validation.calibration.axes import present
        from sim.validation.evaluation import Evaluator, all_checks, name_of

        settings = self.settings
        own = own_facts(settings.data, f"{TYPED}: data={settings.data}") if settings.data else []
        known = {**all_checks(), **{name_of(check): check for check in own}}
        checks = {name: check for name, check in known.items() if check.part not in self.held}
        options = {key: value for key, value in self.options.items() if key not in ("over", "holdout", "near")}
        identity = {"model": model_source(), "buyers": settings.buyers, "replicates": settings.replicates,
                    "ecosystem": settings.to_dict()["ecosystem"], "holdout": self.options["holdout"]}  # fmt: skip
        if own:
            identity["own"] = [[check.label, check.measure, *check.arguments, check.low, check.high] for check in own]
        evaluator = Evaluator(settings.ecosystem, settings.buyers, settings.seed, settings.replicates,
                              own=tuple(own))  # fmt: skip
        budget = Budget(seed=settings.seed, workers=settings.workers, **options)
        done = calibrate(
            evaluator, self.over, checks, present(self.over, settings.ecosystem), folder, budget, identity=identity,
            progress=progress,
        )  # fmt: skip
        judge = replace(evaluator, seed=settings.seed + OTHER_WORLDS, replicates=AGAIN * settings.replicates)
        return finals(done, judge, self.over, folder, budget, progress)


@dataclass(eq=False)
class Fit:
    """What a calibration found. ``tables``: facts, identification, sensitivity and ensemble, as tidy frames.

    ``chosen``: value by dotted name of the set that misses fewest facts. Empty where too few sets were run.
    """

    asked: Asked
    done: Calibrated
    place: TemporaryDirectory[str] | None = None

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        from sim.validation.calibration import findings
        from sim.validation.evaluation import all_checks

        matching, over = self.done.matching, self.asked.over
        if matching is None or not len(self.done.members):
            return {}
        everything = replace(matching, checks={**(all_checks() if self.asked.held else {}), **matching.checks})
        best = findings.chosen(self.done.judged, matching)
        return {
            "facts": findings.facts(everything, best, self.done.present, self.asked.held),
            "identification": findings.identification(over, self.done.left),
            "sensitivity": findings.sensitivity(over, matching),
            "ensemble": findings.ensemble(over, self.done.members),
        }

    @cached_property
    def chosen(self) -> dict[str, Any]:
        from sim.validation.calibration import findings
        from sim.validation.calibration.axes import overrides

        if not self.tables or self.done.matching is None:
            return {}
        return overrides(self.asked.over, findings.chosen(self.done.judged, self.done.matching).units)

    def __str__(self) -> str:
        from sim.validation.calibration.findings import passed
        from sim.views.calibration import text

        if not self.tables or self.done.matching is None:
            return f"{len(self.done.points)} sets of parameters were run, too few to tell anything."
        good = passed(self.done.points, self.done.matching)
        counts = (len(self.done.points), len(good), len(self.tables["ensemble"]))
        tables = self.tables
        spared = self.done.matching.spared
        return text(tables["facts"], tables["identification"], tables["sensitivity"], spared, counts)

    def plot(self) -> dict[str, Figure]:
        """Draw what is left of the range of each parameter, by name."""
        from sim.views.calibration import draw_ranges

        return {"ranges": draw_ranges(self.tables["identification"])} if self.tables else {}

    def report(self, file: str | Path | None = None) -> str:
        """Return the findings as one HTML page that needs nothing else; ``file``: also write it there."""
        from sim.views.findings_page import findings_page

        return report_to(findings_page("Calibration", str(self), self.plot(), self.tables), file)

    def to_excel(self, file: str | Path) -> Path:
        """Write the tables as XLSX, a sheet each; return the path."""
        from sim.views.workbook import write_sheets

        return workbook_to(file, lambda opened: write_sheets(opened, self.tables, {}))

    def write(self, folder: Path, line: str) -> None:
        """Write the tables, the chosen set and the record into a folder; ``line``: the command that repeats it."""
        from sim.studies.storage.provenance import git_state
        from sim.validation.calibration import findings

        matching = self.done.matching
        if not self.tables or matching is None:
            return
        for name, table in self.tables.items():
            table.to_csv(folder / f"{name}.csv", index=False)
        (folder / "chosen.yaml").write_text(group(self.chosen, self.asked.settings.ecosystem), encoding="utf-8")
        best = findings.chosen(self.done.judged, matching)
        record = {"command": line, "git": git_state(), "sets": len(self.done.points),
                  "finals": len(self.done.finals), "chosen": best.number,
                  "complete": self.done.complete, "spared": matching.spared,
                  "out_of_reach": sorted(matching.beyond)}  # fmt: skip
        (folder / "provenance.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def calibrate(
    over: Sequence[str] = (), *, output: str | None = None, progress: Progress | bool | None = None, **options: Any
) -> Fit:
    """Fit parameters to the observed facts by history matching, and keep every set that no fact rules out.

    ``over``: names of parameters (default: the curated list). ``output``: a folder in which every set is kept as it is
    run, so that the same call goes on where it stopped. ``options``: holdout, near, points, wave_points, waves,
    members, seconds, buyers, replicates, seed, workers and settings of the ecosystem, as on the command line. Raises
    SettingsError as the command line would.
    """
    import shlex

    words = words_of(over=over, options={**({"output": output} if output else {}), **options})
    asked = Asked.of(words)
    place = None if output else temporary()
    folder = Path(output).expanduser() if output else Path(place.name if place else ".") / "fit"
    with held(folder):
        found = Fit(asked, asked.run(folder, heard_by(progress)), place)
        if output:
            found.write(folder, shlex.join(["python", "-m", "sim", "calibrate", *words]))
    return found


def group(values: dict[str, Any], parameters: EcosystemParameters) -> str:
    """Write parameters as a configuration group: a file that ``ecosystem=`` can choose from a --config-dir.

    ``parameters``: those of which the values are changes; a list is written whole, as a file replaces all of it.
    """
    import yaml

    nested: dict[str, Any] = {}
    for name, value in _whole_lists(values, parameters).items():
        *path, last = name.split(".")
        place = nested
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    head = "# @package _global_\n# The chosen set of a calibration.\n"
    return head + str(yaml.safe_dump({"ecosystem": nested}, sort_keys=False))


def _whole_lists(values: dict[str, Any], parameters: EcosystemParameters) -> dict[str, Any]:
    """Give figures as they are written; of a list of which one entry is meant, all entries."""
    from sim.validation.overrides import current, find

    given: dict[str, Any] = {}
    for name, value in values.items():
        parameter, entry = find(name)
        plain = round(value) if isinstance(parameter.value, int) else float(f"{value:.6g}")
        if entry is None:
            given[name] = plain
        else:
            given.setdefault(parameter.name, list(current(parameters, parameter.name)))[entry] = plain
    return given
