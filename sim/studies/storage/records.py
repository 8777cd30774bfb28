"""Records that explain a folder: read with care, for they may be empty, cut, or made by hand."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.studies.storage.cells import as_meant
from sim.studies.storage.errors import StoreError
from sim.studies.storage.names import STUDY

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("analysis", "model", "options", "base", "cases", "seed")
SEAL = "digest"
"""Entry of a record that holds the digest of all others: a flipped bit would else be read as another setting."""


def sealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record with its digest."""
    return {**record, SEAL: _digest(record)}


def _digest(record: Mapping[str, Any]) -> str:
    # As it will be read: what JSON cannot hold is text by then.
    plain = json.loads(json.dumps(record, default=str))
    return digest_of_bytes(json.dumps(plain, sort_keys=True).encode())


def unsealed(file: Path) -> dict[str, Any]:
    """Read a sealed record without its seal; raise ValueError where it is not as it was written.

    One without a seal is taken: it was written before there were seals, or what is damaged is the seal's own name.
    """
    record = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(record, dict) or (SEAL in record and record.pop(SEAL) != _digest(record)):
        raise ValueError("it is not as it was written")
    return record


def read_record(folder: Path) -> dict[str, Any]:
    """Read what a folder says of its study; raise StoreError where that cannot be."""
    try:
        record = json.loads((folder / STUDY).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(folder, str(error).splitlines()[0]) from None
    missing = [name for name in NEEDED if not isinstance(record, dict) or name not in record]
    if missing:
        raise damaged(folder, f"no '{missing[0]}' in it")
    if SEAL in record and record.pop(SEAL) != _digest(record):
        raise damaged(folder, "it is not as it was written")
    if not isinstance(record["model"], dict) or "identity" not in record["model"] or not record["cases"]:
        raise damaged(folder, "it does not say which model ran, or what")
    return record


def digest_of_bytes(data: bytes) -> str:
    """Digest what a file holds."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def damaged(folder: Path, why: str) -> StoreError:
    """Say what is wrong with the record of a folder."""
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


def read_provenance(folder: Path, problems: list[str]) -> dict[str, Any]:
    """Read what a study was made by; sessions of which it does not tell when they were are noted, and left away."""
    plain = read_json(folder / "provenance.json", problems) or {}
    sessions = plain.pop("sessions", None)
    try:
        for session in sessions or []:
            for end in ("begun", "ended"):
                datetime.fromisoformat(session.get(end) or "2000-01-01")
    except (ValueError, TypeError, AttributeError) as error:
        problems.append(f"{folder / 'provenance.json'} cannot be read in its sessions: {error}")
        return plain
    return plain if sessions is None else plain | {"sessions": sessions}


def read_csv(file: Path, problems: list[str], wanted: str = "") -> pd.DataFrame | None:
    """Read a table that was made of the runs; note in ``problems`` where it is damaged. None where there is none.

    ``wanted``: digest of its bytes, where that is known.
    """
    import pandas as pd

    if not file.exists():
        problems += [f"{file} is gone"] if wanted else []
        return None
    try:
        data = file.read_bytes()
        if wanted and wanted != digest_of_bytes(data):
            raise ValueError("it is not as it was written")
        table = as_meant(pd.read_csv(io.BytesIO(data)))
    except (OSError, ValueError) as error:
        problems.append(f"{file} cannot be read: {str(error).splitlines()[0]}")
        return None
    # CSV cannot tell missing text from none.
    names = [name for name in ("world", "note") if name in table]
    return table.assign(**{name: table[name].astype(object).fillna("").astype(str) for name in names})
