"""One driver per study folder: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder while it is filled, made where it is not there; one that stays empty is removed.

    A failure of the disk that names no file is given the folder's name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder)
    except OSError as error:
        raise SettingsError(f"output={folder} cannot be written: {error.strerror or error}", key="output",
                            value=str(folder), hint="give another output=…") from None  # fmt: skip
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(folder)
        raise
    finally:
        with suppress(OSError):
            if [file.name for file in folder.iterdir()] == [NAME]:  # still held: nobody else can have it meanwhile
                (folder / NAME).unlink()
                folder.rmdir()
        lock.release()


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
