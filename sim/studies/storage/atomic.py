"""Files that are whole or not there: written under another name, brought to the disk, and then moved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic(file: Path, stopped: Callable[[OSError], Exception] | None = None) -> Iterator[Path]:
    """Give a draft beside the file, under a name that readers of the folder pass over; at the end move it there.

    ``stopped``: makes the exception to raise in place of an OSError.
    """
    draft = file.with_name(f"_{file.name}")
    try:
        try:
            yield draft
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
            draft.replace(file)
            _sync(file.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        if stopped is None:
            raise
        raise stopped(error) from error


def _sync(folder: Path) -> None:
    """Make the new name in a folder lasting, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
