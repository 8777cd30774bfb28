"""Progress of a study in a notebook: one line that is written anew, without times once it is done."""

from __future__ import annotations

import sys
import time
from typing import Any

from sim.settings.values import several
from sim.studies.execution.progress import Progress

AGAIN = 0.3
"""Seconds after which the line is written anew at the earliest."""


def heard_by(progress: Progress | bool | None) -> Progress:
    """Choose who hears of a study: who is given; else a line in a notebook, and nobody elsewhere."""
    if isinstance(progress, Progress):
        return progress
    return Line() if progress or (progress is None and in_notebook()) else Progress()


def in_notebook() -> bool:
    """Tell whether this is the kernel of a notebook."""
    shell = sys.modules.get("IPython")
    return shell is not None and type(shell.get_ipython()).__name__ == "ZMQInteractiveShell"


class Line(Progress):
    """Show how many runs are done and how long the rest will take; at the end how many were done.

    The last text names no time, so that a notebook that is made again has the same bytes.
    """

    def __init__(self) -> None:
        self._done, self._total, self._begun, self._shown = 0, 0, 0.0, 0.0
        self._handle: Any = None
        self._stage = ""

    def stage(self, name: str, most: int = 0) -> None:
        self._stage = f"{name}: "

    def start(self, total: int, workers: int) -> None:
        self._done, self._total, self._begun = 0, total, time.monotonic()
        self._write(f"{self._stage}0 of {several(total, 'run')}")

    def advance(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        now = time.monotonic()
        if now - self._shown >= AGAIN and 0 < done < total:
            left = (now - self._begun) / done * (total - done)
            self._write(f"{self._stage}{done:,} of {several(total, 'run')}; about {left:,.0f} s to go")

    def note(self, text: str) -> None:
        print(text, file=sys.stderr)  # of this machine, and nothing to keep in a notebook

    def stop(self) -> None:
        if self._total:
            self._write(f"{self._stage}{self._done:,} of {several(self._total, 'run')}")
            self._handle = None  # what is run next has a line of its own

    def _write(self, text: str) -> None:
        self._shown = time.monotonic()
        if not in_notebook():
            print(text, file=sys.stderr, flush=True)
            return
        from IPython.display import display

        shown = {"text/plain": text}
        if self._handle is None:
            self._handle = display(shown, raw=True, display_id=True)
        else:
            self._handle.update(shown, raw=True)
