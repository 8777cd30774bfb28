"""Whether a folder can take the runs of a study: same model, same questions, nobody else's results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.settings import SettingsError
from sim.studies.question.case import Case
from sim.studies.question.description import describe, flat
from sim.studies.question.plan import Plan
from sim.studies.storage.errors import StoreError
from sim.studies.storage.names import RUNS, STUDY
from sim.studies.storage.provenance import digest_of_rooms, model_source
from sim.studies.storage.records import read_record
from sim.version import __version__

MEASURING = ("effects", "studies/measurement")
"""What decides which outcomes a run has, beside the model itself."""


def model_identity() -> str:
    """Digest the text of the model and of what measures it: runs of different identities are not mixed."""
    return f"{model_source()}-{digest_of_rooms(MEASURING)[:8]}"


def check_folder(folder: Path, plan: Plan) -> None:
    """Raise SettingsError unless the folder is new, empty, or holds runs that belong to this study."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not folder.is_dir():
        raise SettingsError(f"output={folder} is a file, not a folder", key="output", value=str(folder))
    if not (folder / STUDY).is_file() and not _only_runs(folder):
        runs = (folder / RUNS).is_dir()
        has = f"runs, and no {STUDY} that tells what they are of" if runs else "files that are no study"
        raise SettingsError(f"output={folder} holds {has}; results are never overwritten", key="output",
                            value=str(folder), hint="give another output=…")  # fmt: skip
    try:
        record = read_record(folder)
    except StoreError:
        return  # the record is written anew; runs say by their ids whether they belong to the study
    stored, present = record["model"], model_identity()
    if stored["identity"] != present:
        raise StoreError(
            f"output={folder} holds runs of another model (version {stored['version']}, {stored['identity']}; this is "
            f"version {__version__}, {present})", key="output", value=str(folder),
            hint="give another output=…, or go back to that version",
        )  # fmt: skip
    if record["analysis"] != plan.options.analysis:
        raise StoreError(f"output={folder} holds a study of another kind ({record['analysis']})", key="output",
                         value=str(folder), hint="give another output=…")  # fmt: skip
    if plan.analysis.searches:
        return  # its cases are found on the way; the runs say by their ids whether they fit
    known = {entry["key"]: entry["daily"] for entry in record["cases"]}
    shared = [case for case in plan.cases if case.key in known]
    if not shared:
        raise StoreError(f"output={folder} holds another study: {_difference(record, plan.cases)}", key="output",
                         value=str(folder), hint="give another output=…")  # fmt: skip
    other = next((case for case in shared if known[case.key] != case.daily), None)
    if other is not None:
        raise StoreError(f"output={folder} was begun with daily={known[other.key]}, and this asks for {other.daily}",
                         key="daily", value=other.daily, hint="give another output=…")  # fmt: skip


def _only_runs(folder: Path) -> bool:
    """Tell whether a folder holds what a study leaves that was killed before it could say what it is."""
    return (folder / RUNS).is_dir() and all(file.name == RUNS or file.name.startswith("_") for file in folder.iterdir())


def _difference(record: dict[str, Any], cases: Sequence[Case]) -> str:
    there, here = flat(record["base"]), flat(cases[0].settings.to_dict())
    for name in ("interventions", *there, *here):
        one, other = there.get(name), here.get(name)
        if one != other and name not in ("replicates", "workers", "threads", "output"):
            if name == "interventions":
                return f"its first scenario is {'+'.join(one or {}) or 'none'} with other settings"
            return f"there {name} is {one}, here {other}"
    return "no configuration is the same"


def record_of(plan: Plan, cases: Sequence[Case], replicates: int) -> dict[str, Any]:
    """Describe a study in full, so that its folder explains itself and can be run again."""
    return {
        "format": 1,
        "title": plan.options.title,
        "question": plan.options.question,
        "analysis": plan.options.analysis,
        "words": list(plan.words),
        "replicates": replicates,
        "seed": plan.settings.seed,
        "model": {"version": __version__, "source": model_source(), "identity": model_identity()},
        "options": _plain(plan),
        "combinations": {name: list(parts) for name, parts in plan.combinations.items()},
        "axes": [
            {"name": a.name, "values": list(a.values), "low": None if a.values else a.low,
             "high": None if a.values else a.high, "whole": a.whole, "group": a.group}
            for a in plan.axes
        ],
        **describe(cases),
    }  # fmt: skip


def _plain(plan: Plan) -> dict[str, Any]:
    import dataclasses

    options = dataclasses.asdict(plan.options)
    for name in ("title", "question", "analysis", "words"):
        options.pop(name)
    return {**options, "auto": plan.auto}
