"""The studies that are stored under results/, as a list that is read quickly; and what a page may fetch of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.studies.storage.names import STUDY

PLACES = ("runs", "studies")
FILES = {
    "report.html": "Report",
    "summary.xlsx": "Workbook",
    "summary.csv": "Summary (CSV)",
    "outcomes.csv": "Outcomes by run (CSV)",
}
"""What can be fetched of a study, by the name it has in its folder."""


@dataclass(frozen=True)
class Stored:
    """One study as its records tell it, without reading its tables."""

    folder: Path
    analysis: str
    barriers: tuple[str, ...]
    command: str
    ended: str
    runs: int
    seconds: float
    interrupted: bool
    size: int
    everything: bool

    @property
    def name(self) -> str:
        return self.folder.name

    def files(self) -> dict[str, Path]:
        """Give the files that are there, by what they are called."""
        return {label: self.folder / name for name, label in FILES.items() if (self.folder / name).is_file()}

    def pictures(self) -> list[Path]:
        """Give the pictures that are there; own data lie in that of revenue."""
        return sorted((self.folder / "figures").glob("*.svg"))


def stored(root: Path = Path("results")) -> list[Stored]:
    """List the finished studies of a results folder, the newest first; what cannot be read is left out."""
    folders = [f for kind in PLACES if (root / kind).is_dir() for f in (root / kind).iterdir() if (f / STUDY).is_file()]
    found = [study for folder in folders if (study := _read(folder, _written(folder))) is not None]
    return sorted(found, key=lambda study: study.ended, reverse=True)


def _written(folder: Path) -> int:
    """Give the moment at which a study was last written, 0 while it has not ended once."""
    try:
        return (folder / "provenance.json").stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4096)
def _read(folder: Path, written: int) -> Stored | None:
    """Read the records of a study; once, as long as they stay as they were ``written``."""
    if not written:
        return None
    try:
        record, around = (json.loads((folder / name).read_text()) for name in (STUDY, "provenance.json"))
        sessions = around.get("sessions") or [{}]
        cases, base = record["cases"], record["base"]
        barriers = dict.fromkeys(str(case["scenario"]) for case in cases)
        return Stored(
            folder, str(record["analysis"]), tuple(barriers), str(around.get("command", "")),
            str(sessions[-1].get("ended", "")), int(around.get("runs", 0)), _seconds(sessions[-1]),
            bool(around.get("interrupted")), int(base["buyers"]) * int(base["days"]),
            all(case.get("daily") == "everything" for case in cases),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _seconds(session: dict[str, Any]) -> float:
    """Give the seconds of work for each run, from when a session began and ended; 0: not known."""
    from datetime import datetime

    ran = int(session.get("ran", 0))
    if ran <= 0:
        return 0.0
    begun, ended = (datetime.fromisoformat(session[key]) for key in ("begun", "ended"))
    return (ended - begun).total_seconds() / ran


def expected_seconds(size: int, runs: int, known: list[Stored]) -> float | None:
    """Guess how long runs of a size (buyers times days) take here, by the latest studies; None: nothing to go by."""
    paces = [study.seconds / study.size for study in known if study.seconds and study.size][:5]
    return sorted(paces)[len(paces) // 2] * size * runs if paces else None
