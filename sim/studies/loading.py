"""``sim.load``: read any folder that the program wrote."""

from __future__ import annotations

from pathlib import Path

from sim.studies.result import Result
from sim.studies.storage.archive import STUDY
from sim.studies.storage.study import Study, read_study
from sim.studies.store import load as load_run


def load(folder: str | Path) -> Result | Study:
    """Read a run folder (a Result) or a study folder (a Study); raise SettingsError if it is neither."""
    if (Path(folder).expanduser() / STUDY).is_file():
        return read_study(folder)
    return load_run(folder)
