"""What a calibration keeps: of what it is, and a file for each point that was run; damaged ones are made anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.settings import SettingsError
from sim.studies.storage.atomic import atomic
from sim.studies.storage.records import sealed, unsealed

RECORD = "calibration.json"
UNREADABLE = (OSError, ValueError, RecursionError)


def keep_point(file: Path, of: str, units: Iterable[float], figures: Mapping[str, list[float]]) -> None:
    """Write a point that was run: of what, its place in the unit cube, and its figures by replicate."""
    plain = {"of": of, "units": [float(u) for u in units], "figures": dict(figures)}
    with atomic(file) as draft:
        draft.write_text(json.dumps(sealed(plain)) + "\n", encoding="utf-8")


def kept_point(file: Path) -> dict[str, Any] | None:
    """Read a point that was run; None where there is none, or a damaged one, which is to be run again."""
    try:
        plain = unsealed(file)
    except UNREADABLE:
        return None
    return plain if {"units", "figures"} <= plain.keys() else None


def claim(folder: Path, identity: Mapping[str, Any]) -> str:
    """Write what a calibration is of, or refuse a folder that is of another; give the digest that points carry."""
    digest = identity_digest(json.dumps(identity, sort_keys=True, indent=2))
    known = {_digest_in(folder / RECORD)} - {""} or _carried(folder)
    if known - {digest}:
        raise SettingsError(f"output={folder} holds another calibration (model, settings or facts differ)",
                            key="output", value=str(folder), hint="give another output=…")  # fmt: skip
    if not known and not (folder / RECORD).is_file() and _foreign(folder):
        raise SettingsError(f"output={folder} holds files that are no calibration, and results are never overwritten",
                            key="output", value=str(folder), hint="give another output=…")  # fmt: skip
    if _digest_in(folder / RECORD) != digest:
        folder.mkdir(parents=True, exist_ok=True)
        with atomic(folder / RECORD) as draft:
            draft.write_text(json.dumps({"digest": digest, **identity}, indent=2) + "\n", encoding="utf-8")
    return digest


def identity_digest(text: str) -> str:
    """Digest what must be the same for points to belong together."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _digest_in(record: Path) -> str:
    """Read the digest of a record; "" where there is none, or a damaged one."""
    try:
        plain = json.loads(record.read_text(encoding="utf-8"))
        digest = plain.pop("digest")
    except (*UNREADABLE, AttributeError, KeyError, TypeError):
        return ""
    return str(digest) if digest == identity_digest(json.dumps(plain, sort_keys=True, indent=2)) else ""


def _carried(folder: Path) -> set[str]:
    """Give the digests that points carry, where the record does not say of what they are."""
    points = (kept_point(file) for file in sorted((folder / "points").glob("*.json")))
    return {str(point["of"]) for point in points if point is not None and "of" in point}


def _foreign(folder: Path) -> bool:
    return folder.is_dir() and any(not file.name.startswith("_") for file in folder.iterdir())
