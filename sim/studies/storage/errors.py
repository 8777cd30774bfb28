"""What can go wrong with a folder of results."""

from __future__ import annotations

import errno
from pathlib import Path

from sim.settings.errors import SettingsError


class StoreError(SettingsError):
    """A study folder that cannot be used as it is."""


class StudyStopped(RuntimeError):
    """A study that cannot go on; what is stored stays, and the same command continues it."""


def not_writable(error: OSError, folder: Path, stored: int) -> StudyStopped:
    """Say in one line why nothing more can be written to a folder, and what it keeps."""
    full = error.errno == errno.ENOSPC or "No space left" in str(error)
    why = "no space left on the disk" if full else error.strerror or str(error)
    at = error.filename2 or error.filename
    if at and not full and Path(str(at)).name.lstrip("_") not in (folder.name, ""):
        why += f" ({Path(str(at)).name.lstrip('_')})"
    return StudyStopped(
        f"{folder} cannot be written to: {why}; {stored} runs are stored there, and the same command with "
        f"output={folder} continues"
    )
