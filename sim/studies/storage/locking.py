"""One driver per study folder: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from sim.settings.errors import SettingsError

NAME = "_lock"
_held: set[Path] = set()


class FolderLock:
    """Hold a folder until :meth:`release`; raise SettingsError if another driver holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        if self._folder in _held:
            raise _busy(folder)
        self._file: IO[str] = (folder / NAME).open("a+", encoding="ascii")
        try:
            _take(self._file)
        except OSError:
            self._file.close()
            raise _busy(folder) from None
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()
        _held.add(self._folder)

    def release(self) -> None:
        """Give the folder back; once more does nothing."""
        if self._folder in _held:
            _held.discard(self._folder)
            self._file.close()  # the file stays: removing it could let two drivers lock two files of one name


def _take(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        # POSIX record locks are not inherited: workers that outlive a killed driver for a moment do not hold it.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _busy(folder: Path) -> SettingsError:
    return SettingsError(f"another driver is at work in {folder}", key="output", value=str(folder),
                         hint="wait for it, or give another output=…")  # fmt: skip
