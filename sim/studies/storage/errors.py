"""What can go wrong with a folder of results."""

from __future__ import annotations

import errno
from pathlib import Path

from sim.settings.errors import SettingsError
from sim.settings.values import several


class StoreError(SettingsError):
    """A study folder that cannot be used as it is."""


class StudyStopped(RuntimeError):
    """A study that cannot go on; what is stored stays, and the same command continues it."""


def are_stored(runs: int) -> str:
    """Say how many runs are kept: 1 run is stored, 2 runs are stored."""
    return f"{several(runs, 'run')} {'is' if runs == 1 else 'are'} stored"


def not_writable(error: OSError, folder: Path, stored: int) -> StudyStopped:
    """Say in one line why nothing more can be written to a folder, and what it keeps."""
    full = error.errno == errno.ENOSPC or "No space left" in str(error)
    why = "no space left on the disk" if full else error.strerror or str(error)
    at = error.filename2 or error.filename
    if at and not full and Path(str(at)).name.lstrip("_") not in (folder.name, ""):
        why += f" ({Path(str(at)).name.lstrip('_')})"
    return StudyStopped(
        f"{folder} cannot be written to: {why}; {are_stored(stored)} there, and the same command with "
        f"output={folder} continues"
    )
