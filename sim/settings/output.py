"""Where results go, checked before anything runs: a run must not end without a place to be kept."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from sim.settings.errors import TYPED, SettingsError, short


def expanded(name: str, key: str = "output") -> Path:
    """Write out the ``~`` of a folder that was typed for ``key``; refuse what cannot be a folder's name."""
    refuse_nothing(name, key)
    try:
        folder = Path(name).expanduser()
        for place in (*reversed(folder.parents), folder):
            # each part beside the working folder: below one that is missing the system does not look at the rest
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                Path(place.name).lstat()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            folder.lstat()
        return folder
    except (OSError, RuntimeError, ValueError) as error:  # ~nobody/x, a name too long, a sign no name can have
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error).rstrip(".")
        raise SettingsError(f"{key}={short(name)}: {reason}", key=key, value=name, hint=f"give another {key}",
                            origin=f"{TYPED}: {name}") from None  # fmt: skip


def refuse_nothing(name: str | Path, key: str) -> None:
    """Refuse a folder without a name, which would be the working folder: most often a variable that is not set."""
    if not str(name).strip():
        raise SettingsError(f"{key} names no folder", key=key, value=str(name), hint="write . for the working folder",
                            origin=TYPED)  # fmt: skip


def check_output(folder: Path, origin: str = "") -> None:
    """Raise SettingsError unless the folder can be created and written to, and holds nothing yet."""

    def refuse(problem: str, hint: str = "give another output=…") -> SettingsError:
        return SettingsError(f"output={folder} {problem}", key="output", value=str(folder), hint=hint, origin=origin)

    try:
        if folder.exists():
            if not folder.is_dir():
                raise refuse("is a file, not a folder")
            if any(folder.iterdir()):
                raise refuse("already holds files, and results are never overwritten")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder.parent):
            pass
    except SettingsError:
        raise
    except (OSError, ValueError) as error:
        raise refuse(f"cannot be written: {getattr(error, 'strerror', '') or error}") from None
