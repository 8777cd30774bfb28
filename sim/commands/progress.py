"""Progress of a study on standard error: a bar on a terminal, one line at the end elsewhere."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from sim.studies.execution.progress import Progress


class Bar(Progress):
    """Show replicates done, time gone and time left.

    It is redrawn by the driver's own ticks: a drawing thread would be copied half into forked workers.
    """

    def __init__(self, noun: str = "replicates") -> None:
        self._noun = noun
        self.console = Console(stderr=True)
        self._bar: RichProgress | None = None
        self._begun = time.monotonic()
        self._done, self._total = 0, 0

    def start(self, total: int, workers: int) -> None:
        self._total, self._begun = total, time.monotonic()
        if not self.console.is_terminal:
            return
        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        console = self.console
        self._bar = RichProgress(TextColumn(self._noun), *columns, console=console, auto_refresh=False, transient=True)
        self._bar.start()
        self._task = self._bar.add_task(self._noun, total=total)
        self._bar.refresh()

    def advance(self, done: int, total: int) -> None:
        self._done = done
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
            self._bar.refresh()

    def tick(self) -> None:
        if self._bar is not None:
            self._bar.refresh()

    def note(self, text: str) -> None:
        self.console.print(text, highlight=False, markup=False, soft_wrap=True)

    def stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        if self._total:
            seconds = time.monotonic() - self._begun
            self.note(f"{self._done} of {self._total} {self._noun} in {seconds:.1f} s")
