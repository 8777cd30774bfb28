"""Keep what was run in a temporary folder: written whole beside its place, and then moved there."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.studies.storage.study import Study


def temporary() -> TemporaryDirectory[str]:
    """Make the folder in which runs are kept as long as their result lives."""
    return TemporaryDirectory(prefix="barrierlife-", ignore_cleanup_errors=True)


def keep(study: Study, target: Path, line: str, place: TemporaryDirectory[str] | None = None) -> list[str]:
    """Write the folder of a study at ``target``, and take it for its folder from then on.

    ``line``: the command that repeats it; ``place``: where its runs were until then, which is removed. A folder of that
    name is complete. Return what could not be made, in a line each.
    """
    from sim.studies.pages.export import export, note_files

    draft = target.with_name(f"_{target.name}-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        shutil.copytree(study.folder, draft, ignore=shutil.ignore_patterns("_*"))
        there = replace(study, folder=draft, provenance={**study.provenance, "command": line})
        note_files(there)
        record = json.dumps(there.provenance, indent=1, default=str) + "\n"
        (draft / "provenance.json").write_text(record, encoding="utf-8")
        problems = export(there)
        draft.replace(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    study.folder, study.provenance = target, there.provenance
    if place is not None:
        place.cleanup()
    return problems
