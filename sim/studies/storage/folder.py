"""Where a study is kept: the folder that was asked for, or a new one named after moment and question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sim.settings.errors import TYPED, SettingsError
from sim.settings.output import check_output
from sim.studies.question.plan import Plan
from sim.studies.storage.names import RUNS, STUDY

MOST_LETTERS = 60


def folder_of(plan: Plan) -> Path:
    """Give the folder that a study writes to; raise SettingsError where that cannot be."""
    if plan.settings.output:
        origin = f"{TYPED}: output={plan.settings.output}"
        try:
            folder = Path(plan.settings.output).expanduser()
            known = (folder / STUDY).is_file() or (folder / RUNS).is_dir()
        except (OSError, RuntimeError, ValueError) as error:
            told = getattr(error, "strerror", None) or str(error)
            raise SettingsError(f"output={plan.settings.output} cannot be written: {told}", key="output",
                                value=plan.settings.output, hint="give another output=…", origin=origin) from None  # fmt: skip # noqa: E501
        if not known:
            check_output(folder, origin)
        return folder
    title = plan.options.title.lower()
    kind = "runs" if plan.analysis.partial else "studies"
    folder = new_folder(kind, [title] if title else _names(plan))
    check_output(folder)
    return folder


def _names(plan: Plan) -> Sequence[str]:
    return list(plan.settings.interventions) if plan.analysis.partial else ["-".join(plan.scenarios)]


def new_folder(kind: str, names: Sequence[str]) -> Path:
    """Name a new folder under results; with microseconds, so that two begun within a second do not share one."""
    name = re.sub(r"[^A-Za-z0-9+_-]+", "-", "+".join(names) or "baseline")[:MOST_LETTERS].strip("-")
    return Path("results") / kind / f"{datetime.now().strftime('%Y%m%d-%H%M%S-%f')}-{name}"
