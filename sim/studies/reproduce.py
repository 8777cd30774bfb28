"""Run a stored run or study again from its provenance, and say whether every figure comes out equal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.settings import SettingsError
from sim.settings.values import several
from sim.studies.execution.pool import cores, open_engine
from sim.studies.execution.progress import Progress
from sim.studies.execution.runner import Runner
from sim.studies.question.executor import ExecutorOptions
from sim.studies.storage.archive import Archive
from sim.studies.storage.effects import effects_of
from sim.studies.storage.identity import model_identity
from sim.studies.storage.part_files import TABLES
from sim.studies.storage.provenance import digest, model_source, surroundings
from sim.studies.storage.study import Study, read_study

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Comparison:
    """What a second run gave: ``differences`` of figures, and ``versions`` that differ from those of the first."""

    runs: int
    differences: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not self.differences

    def __str__(self) -> str:
        if self.equal:
            other = f"; although {', '.join(self.versions)}" if self.versions else ""
            return f"equal: {several(self.runs, 'run')} gave the same figures, bit for bit{other}"
        why = f"; {', '.join(self.versions)}" if self.versions else "; versions are the same"
        return f"different: {'; '.join(self.differences)}{why}"


def reproduce(
    folder: str | Path, replicates: int | None = None, progress: Progress | None = None, *, workers: int = 0
) -> Comparison:
    """Run what a folder holds once more, elsewhere, and compare.

    ``replicates``: only the first so many; ``workers``: on as many processes, 0: as the run had. Raises SettingsError
    for a folder that is neither run nor study, or that holds nothing to compare.
    """
    stored = read_study(folder)
    wanted = [int(r) for r in sorted(stored.effects["replicate"].unique())][:replicates]
    if not wanted:
        raise SettingsError(f"{stored.folder} holds no finished run", key="folder", value=str(stored.folder))
    # Read anew: what is counted is brought to the market's size by all replicates that are read together.
    there = effects_of(Archive(stored.folder, stored.record["model"]["identity"]), stored.cases, wanted)
    runs = set(zip(there["case"], there["replicate"], strict=True))
    keeps = {number for number, case in enumerate(stored.cases) if case.daily == "everything"}
    cases = [
        case if number in keeps else dataclasses.replace(case, daily="none") for number, case in enumerate(stored.cases)
    ]
    comparison = Comparison(len(runs))
    with TemporaryDirectory() as place:
        archive = Archive(Path(place), model_identity(), write=True)
        try:
            with open_engine(ExecutorOptions(), workers or stored.cases[0].settings.workers or cores()) as engine:
                runner = Runner(archive, engine, progress)
                for numbers, group in _alike(runs):
                    runner.evaluate([cases[number] for number in numbers], group)
            here = effects_of(archive, cases)
        finally:
            archive.close()
        comparison.differences += _not_as_described(stored, len(wanted))
        comparison.differences += _differences(there, here)
        if keeps:
            again = dataclasses.replace(stored, folder=Path(place), effects=here,
                                        record={**stored.record, "model": {"identity": model_identity()}})  # fmt: skip
            comparison.differences += _table_differences(stored, again, wanted)
    comparison.versions = list(_versions(stored.provenance))
    return comparison


def _not_as_described(stored: Study, replicates: int) -> Iterator[str]:
    kept = stored.provenance.get("digests", {}).get("outcomes")
    if replicates == stored.replicates and kept is not None and digest(stored.effects) != kept:
        yield "the stored outcomes are not those that the provenance describes"


def _table_differences(stored: Study, again: Study, wanted: list[int]) -> Iterator[str]:
    """Compare what is kept of the tables, and the files that were made of it."""
    import pandas as pd

    case, described = stored.cases[0], stored.provenance.get("digests", {})
    for kind in TABLES:
        there, here = stored.kept(kind, case), again.kept(kind, case)
        file = stored.folder / f"{kind}.parquet"
        if file.is_file():
            try:
                there = pd.read_parquet(file)
            except (OSError, ValueError) as error:
                yield f"{file} cannot be read: {str(error).splitlines()[0]}"
            if kind in described and digest(there) != described[kind]:
                yield f"the stored table {kind} is not the one that the provenance describes"
        there, here = (t[t["replicate"].isin(wanted)].reset_index(drop=True) for t in (there, here))
        if digest(there) != digest(here):
            yield _where(kind, there, here)


def _alike(runs: set[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Group replicates of which the same cases were run (all, unless some failed)."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for replicate in sorted({r for _, r in runs}):
        groups.setdefault(tuple(sorted(case for case, r in runs if r == replicate)), []).append(replicate)
    for numbers, group in groups.items():
        yield list(numbers), group


def _differences(there: pd.DataFrame, here: pd.DataFrame) -> Iterator[str]:
    keys = ["case", "replicate", "outcome"]
    both = there.merge(here, on=keys, how="outer", suffixes=("", "_again"), indicator=True)
    missing = both[both["_merge"] != "both"]
    if len(missing):
        yield f"not in both: {several(len(missing), 'outcome')}, such as {_named(missing.iloc[0])}"
    both = both[both["_merge"] == "both"]
    same = (both["value"] == both["value_again"]) | (both["value"].isna() & both["value_again"].isna())
    changed = both[~same | (both["censored"] != both["censored_again"])]
    if len(changed):
        row = changed.iloc[0]
        runs = several(len(changed.drop_duplicates(["case", "replicate"])), "run")
        yield (
            f"{several(len(changed), 'outcome')} of {runs}, such as {_named(row)}: {float(row['value'])!r} then, "
            f"{float(row['value_again'])!r} now"
        )


def _named(row: pd.Series) -> str:
    scenario = row["scenario"] if isinstance(row["scenario"], str) else row["scenario_again"]
    return f"{row['outcome']} of {scenario}, replicate {row['replicate']}"


def _where(name: str, there: pd.DataFrame, here: pd.DataFrame) -> str:
    if len(there) != len(here) or list(there.columns) != list(here.columns):
        return f"table {name} has {len(there)} rows then and {len(here)} now"
    for column in there.columns:
        one, other = there[column].to_numpy(), here[column].to_numpy()
        equal = (one == other) | (np.asarray(there[column].isna()) & np.asarray(here[column].isna()))
        if not equal.all():
            first = int(np.flatnonzero(~equal)[0])
            spot = ", ".join(f"{key} {there[key].iloc[first]}" for key in ("replicate", "arm", "day") if key in there)
            return f"table {name}, column {column} ({spot}): {one[first]!r} then, {other[first]!r} now"
    return f"table {name}"


def _versions(provenance: Mapping[str, Any]) -> Iterator[str]:
    """Say which versions differ from those that the provenance names."""
    now = surroundings()
    model = provenance.get("model", {})
    if model.get("source") != model_source():
        yield f"model {model.get('version')} ({model.get('source')}) then, {model_source()} now"
    elif "identity" in model and model["identity"] != model_identity():
        yield "outcomes were measured by another version"
    if provenance.get("python") != now["python"]:
        yield f"Python {provenance.get('python')} then, {now['python']} now"
    for name, then in provenance.get("packages", {}).items():
        if now["packages"].get(name) != then:
            yield f"{name} {then} then, {now['packages'].get(name, 'absent')} now"
    then, present = (p.get("machine", {}).get("processor") for p in (provenance, now))
    if then != present:
        yield f"processor {then} then, {present} now"
