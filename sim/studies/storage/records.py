"""Records that explain a folder: read with care, for they may be empty, cut, or made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.studies.storage.archive import STUDY
from sim.studies.storage.cells import as_meant
from sim.studies.storage.errors import StoreError

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("analysis", "model", "options", "base", "cases", "seed")


def read_record(folder: Path) -> dict[str, Any]:
    """Read what a folder says of its study; raise StoreError where that cannot be."""
    try:
        record = json.loads((folder / STUDY).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder, str(error).splitlines()[0]) from None
    missing = [name for name in NEEDED if not isinstance(record, dict) or name not in record]
    if missing:
        raise _damaged(folder, f"no '{missing[0]}' in it")
    if not isinstance(record["model"], dict) or "identity" not in record["model"] or not record["cases"]:
        raise _damaged(folder, "it does not say which model ran, or what")
    return record


def _damaged(folder: Path, why: str) -> StoreError:
    return StoreError(f"{folder / STUDY} cannot be read: {why}", key="output", value=str(folder),
                      hint="the command that made it, with output= that folder, writes it anew")  # fmt: skip


def read_json(file: Path, problems: list[str]) -> dict[str, Any] | None:
    """Read a record that only explains; note in ``problems`` where it is damaged. None where there is none."""
    if not file.is_file():
        return None
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(plain, dict):
            raise ValueError("it holds no record")
    except (OSError, ValueError) as error:
        problems.append(f"{file} cannot be read: {str(error).splitlines()[0]}")
        return None
    return plain


def read_csv(file: Path, problems: list[str]) -> pd.DataFrame | None:
    """Read a table that was made of the runs; note in ``problems`` where it is damaged. None where there is none."""
    import pandas as pd

    if not file.is_file():
        return None
    try:
        table = as_meant(pd.read_csv(file))
    except (OSError, ValueError) as error:
        problems.append(f"{file} cannot be read: {str(error).splitlines()[0]}")
        return None
    # CSV cannot tell missing text from none.
    names = [name for name in ("world", "note") if name in table]
    return table.assign(**{name: table[name].astype(object).fillna("").astype(str) for name in names})
