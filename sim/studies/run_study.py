"""Run a study from its plan to its folder: run what is missing, make the tables, write what explains them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.settings import SettingsError
from sim.studies.analyses.shared.headline import stored, until_precise
from sim.studies.analyses.shared.replicates import until_known
from sim.studies.derive import derive
from sim.studies.execution.pool import cores, open_engine
from sim.studies.execution.progress import Progress
from sim.studies.execution.runner import Runner
from sim.studies.pages.export import export, note_files
from sim.studies.question.plan import Plan
from sim.studies.storage.archive import Archive
from sim.studies.storage.errors import StudyStopped
from sim.studies.storage.identity import check_folder, model_identity, record_of
from sim.studies.storage.names import STUDY
from sim.studies.storage.observed import keep_observed
from sim.studies.storage.part_files import TABLES
from sim.studies.storage.provenance import digest, surroundings
from sim.studies.storage.records import read_json, sealed
from sim.studies.storage.study import Study, read_study


def run_study(
    plan: Plan, folder: Path, command: str = "", progress: Progress | None = None, *, exported: bool = True
) -> Study:
    """Run a study and return it as read from its folder.

    What the folder holds already is not run again. ``exported``: also write tables, pictures and texts for people.

    It ends when all runs of the plan are stored; where no number of replicates was given, once the headline is known
    or a minute is spent (:mod:`sim.studies.analyses.shared.headline`); before that by Ctrl-C or SIGTERM, a lost engine,
    a full disk, or three failures while nothing works.

    Raises SettingsError where the folder cannot be used and StudyStopped where the study cannot go on; runs that are
    finished stay, also after Ctrl-C.
    """
    progress = progress or Progress()
    fresh = not folder.exists()
    check_folder(folder, plan)
    around = surroundings()  # now, as the model's source: what is on disk at the end may not be what ran
    archive = Archive(folder, model_identity(), write=True)
    begun = datetime.now().astimezone()
    try:
        for note in (*archive.repaired, *_gone(archive)):
            progress.note(note)
        archive.write_json(folder / STUDY, sealed(record_of(plan, plan.cases, plan.settings.replicates)))
        keep_observed(folder, plan.settings)
        plan, why, session, interrupted = _evaluate(plan, archive, progress)
        if interrupted and not archive.done:
            raise KeyboardInterrupt
        archive.write_json(folder / STUDY, sealed(record_of(plan, plan.cases, plan.settings.replicates)))
        study = read_study(folder, whole=False)
        study.problems.clear()  # what was damaged and only explains the runs is written anew
        study.tables.clear()  # as are tables of fewer runs
        study.interrupted = interrupted
        if study.replicates > plan.settings.replicates and not plan.analysis.searches:
            progress.note(f"the folder holds {study.replicates} replicates, more than the {plan.settings.replicates} "
                          "asked for: all are told")  # fmt: skip
        times = {"begun": begun.isoformat(), "ended": datetime.now().astimezone().isoformat()}
        study.provenance = {**around, **_provenance(study, plan, archive, command, {**times, **session})}
        if why:
            study.provenance["replicates"]["why"] = why
        try:
            derive(study, plan)
            note_files(study)
            archive.write_json(folder / "provenance.json", study.provenance)
            if exported:
                export(study)
        except OSError as error:
            raise archive.as_stop(error) from error
        return study
    except (KeyboardInterrupt, StudyStopped, SettingsError):
        if fresh and not archive.done and not archive.failures.exists():
            shutil.rmtree(folder, ignore_errors=True)  # nothing was finished, so nothing is kept
        raise
    finally:
        archive.close()


def _evaluate(plan: Plan, archive: Archive, progress: Progress) -> tuple[Plan, str, dict[str, Any], bool]:
    """Run what is missing; give the plan with its cases and replicates, why so many, what to note, whether stopped."""
    workers = plan.settings.workers or max(1, cores() // plan.settings.threads)
    why, interrupted = "", False
    if plan.analysis.partial:
        workers = min(workers, plan.settings.replicates)
    with open_engine(plan.options.executor, workers) as engine:
        runner = Runner(archive, engine, progress, partial=plan.analysis.partial)
        try:
            if plan.auto:
                plan = plan.of(until_known(runner, plan))
            elif plan.open:
                replicates, why = until_precise(runner, plan)
                plan = plan.of(replicates)
            else:
                plan = plan.analysis.evaluate(runner, plan)
        except KeyboardInterrupt:
            if not plan.analysis.partial:
                raise
            interrupted = True
            if plan.open:
                plan = plan.of(max(plan.settings.replicates, stored(runner, plan)))
        session = {
            "ran": runner.ran, "found_stored": runner.skipped, "failed": len(runner.failures),
            "workers": engine.workers, "executor": plan.options.executor.engine,
        }  # fmt: skip
    return plan, why, session, interrupted


def _gone(archive: Archive) -> list[str]:
    """Name parts that the record of the folder speaks of and that are not there, or not as they were."""
    known = (read_json(archive.folder / "provenance.json", []) or {}).get("parts", [])
    present = set(archive.part_names())
    told = " ".join(archive.repaired)
    return [
        f"{archive.runs / name} is not there as provenance.json describes it; its runs are run once more"
        for name in (known if isinstance(known, list) else [])
        if name not in present and str(name) not in told
    ]


def _provenance(study: Study, plan: Plan, archive: Archive, command: str, session: dict[str, Any]) -> dict[str, Any]:
    old = study.provenance.get("sessions", [])
    tables = {}
    if plan.cases and plan.analysis.partial and plan.cases[0].daily == "everything":
        tables = {kind: digest(study.kept(kind, study.cases[0])) for kind in TABLES}
    return {
        "command": command,
        "seed": plan.settings.seed,
        "replicates": {"asked": plan.settings.replicates, "stored": study.replicates},
        "interrupted": study.interrupted,
        "runs": int(study.effects["run_id"].nunique()),
        "model": study.record["model"],
        "sessions": [*(old if isinstance(old, list) else []), session],
        "parts": archive.part_names(),
        "digests": {"outcomes": digest(study.effects), **tables},
    }
