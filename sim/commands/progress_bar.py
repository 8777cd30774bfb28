"""Progress of a study on standard error: a bar on a terminal, a line now and then elsewhere, and one at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from sim.settings.values import several
from sim.studies.execution.progress import Progress

SPEAK_EVERY = 5.0
"""Seconds between two lines about design points that are checked."""


LOG_EVERY = 30.0
"""Seconds between two lines of a log, where there is no terminal to draw a bar on."""


class Bar(Progress):
    """Show replicates done, time gone and time left.

    It is redrawn by the driver's own ticks: a drawing thread would be copied half into forked workers.
    """

    def __init__(self, noun: str = "replicates") -> None:
        self._noun = noun  # in the plural
        self.console = Console(stderr=True)
        self._bar: RichProgress | None = None
        self._begun = self._spoken = time.monotonic()
        self._done, self._total = 0, 0
        self._workers, self._warm = 1, (0, 0.0)
        self._stage, self._most, self._before = "", 0, 0

    def stage(self, name: str, most: int = 0) -> None:
        self._stage, self._most = f"{name}: ", most or self._most

    def start(self, total: int, workers: int) -> None:
        self._done, self._total, self._begun = 0, total, time.monotonic()
        self._spoken = self._begun
        self._workers, self._warm = workers, (0, self._begun)
        if not self.console.is_terminal:
            return
        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        console = self.console
        self._bar = RichProgress(
            TextColumn(f"{self._stage}{self._noun}"), *columns, console=console, auto_refresh=False, transient=True
        )
        self._bar.start()
        self._task = self._bar.add_task(self._noun, total=total)
        self._bar.refresh()

    def advance(self, done: int, total: int) -> None:
        self._done = done
        now = time.monotonic()
        if done <= self._workers:  # the first of each worker load or compile the model, as no later one does
            self._warm = (done, now)
        if self._bar is None and done < total and now - self._spoken >= LOG_EVERY:
            self._spoken = now
            warm, since = self._warm
            rest = f"; about {_left((now - since) / (done - warm) * (total - done))} to go" if done > warm else ""
            self.note(f"{self._stage}{done:,} of {self._counted(total)}{rest}")
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
            self._bar.refresh()

    def _counted(self, total: int) -> str:
        return several(total, self._noun.removesuffix("s"))

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
            self._before += self._done
            whole = f"; {self._before:,} of at most {self._most:,} so far" if self._most else ""
            self.note(f"{self._stage}{self._done:,} of {self._counted(self._total)} in {seconds:.1f} s{whole}")


def _left(seconds: float) -> str:
    return (
        f"{seconds:,.0f} s"
        if seconds < 120
        else f"{seconds / 60:,.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:,.0f} h"
    )


@contextmanager
def composition_progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give what hears how many design points are composed and checked; it speaks up where that takes a while."""
    begun = spoken = time.monotonic()

    def heard(done: int, total: int) -> None:
        nonlocal spoken
        now = time.monotonic()
        if not quiet and now - spoken >= SPEAK_EVERY:
            spoken = now
            left = f"; about {_left((now - begun) / done * (total - done))} to go" if done else ""
            print(f"{done:,} of {several(total, 'configuration')} are checked{left}", file=sys.stderr, flush=True)

    yield heard
