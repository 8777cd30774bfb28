"""``sim.load``: read any folder that the program wrote."""

from __future__ import annotations

from pathlib import Path

from sim.studies.archive import STUDY
from sim.studies.result import Result
from sim.studies.store import load as load_run
from sim.studies.study import Study, read_study


def load(folder: str | Path) -> Result | Study:
    """Read a run folder (a Result) or a study folder (a Study); raise SettingsError if it is neither."""
    if (Path(folder).expanduser() / STUDY).is_file():
        return read_study(folder)
    return load_run(folder)
