"""What the process of a study does: run the words that were asked, and tell how far it is through a pipe."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sim.settings.values import several
from sim.studies.execution.progress import Progress

DONE, STOPPED, FAILED, LISTENS = "done", "stopped", "failed", "listens"


class Piped(Progress):
    """Send what is heard to the page: pairs of a word and plain values."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def stage(self, name: str, most: int = 0) -> None:
        self._pipe.send(("note", name))

    def start(self, total: int, workers: int) -> None:
        self._pipe.send(("total", total))

    def advance(self, done: int, total: int) -> None:
        self._pipe.send(("advance", (done, total)))

    def note(self, text: str) -> None:
        self._pipe.send(("note", text))


def work(command: str, words: Sequence[str], line: str, folder: str, pipe: Connection, outside: Sequence[str]) -> None:
    """Run a study into a folder; send its end as done, stopped or failed, each with a line for people."""
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), _interrupt)
    pipe.send((LISTENS, ""))
    os.environ["MPLBACKEND"] = "agg"
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        pipe.send(_worked(command, list(words), line, Path(folder), Piped(pipe), outside))
    except KeyboardInterrupt:
        pipe.send((STOPPED, "stopped; runs that were finished are kept"))
    except Exception as error:  # told on the page, where a traceback says nothing
        pipe.send((FAILED, f"{type(error).__name__}: {' '.join(str(error).split())[:250]}"))


def _worked(
    command: str, words: list[str], line: str, folder: Path, progress: Progress, outside: Sequence[str]
) -> tuple[str, Any]:
    from sim.dashboard.question import planned
    from sim.model.interventions.outside import load_folder
    from sim.studies.run_study import run_study

    for place in outside:
        load_folder(place)
    study = run_study(planned(command, words), folder, line, progress)
    if study.failures:
        return FAILED, f"{several(len(study.failures), 'run')} failed, the first: {study.failures[0]['message']}"[:250]
    kept = f"{several(study.replicates, 'replicate')} {'is' if study.replicates == 1 else 'are'} stored"
    return (STOPPED, f"stopped; {kept}") if study.interrupted else (DONE, kept)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
