"""A study that is running: a process of its own, how far it is, and how it is stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sim.dashboard.process import DONE, FAILED, LISTENS, STOPPED, work
from sim.dashboard.question import Question
from sim.studies.storage.folder import folder_of

RUNNING = "running"
ENDS = (DONE, STOPPED, FAILED)
GRACE = 8.0
"""Seconds in which a study that is asked to stop stores what is finished; then it is ended."""


@dataclass(eq=False)
class Job:
    """``state``: running, or how it ended, with ``told`` in a line; ``folder``: where the study is kept;
    ``listens``: whether the process can be asked to stop, or has nothing to store yet."""

    line: str
    folder: Path
    process: BaseProcess
    pipe: Any
    state: str = RUNNING
    told: str = "starting; the first run compiles the model, which takes up to a minute"
    done: int = 0
    total: int = 0
    begun: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    asked_to_stop: float = 0.0
    listens: bool = False

    @property
    def seconds(self) -> float:
        return (self.ended or time.monotonic()) - self.begun

    @property
    def share(self) -> float:
        """Share of the runs that are finished."""
        return self.done / self.total if self.total else 0.0

    def left(self) -> float | None:
        """Give the seconds that are left, by the pace so far; None before the first run is finished."""
        if not self.done or self.state != RUNNING:
            return None
        return self.seconds / self.done * (self.total - self.done)

    def poll(self) -> None:
        """Take in what the study told since."""
        silent = False
        try:
            while self.state == RUNNING and self.pipe.poll():
                self._hear(*self.pipe.recv())
        except (EOFError, OSError):  # the process is gone, and all it said is heard
            silent = True
        if self.state == RUNNING and (silent or not self.process.is_alive()):
            ended = STOPPED if self.asked_to_stop else FAILED
            self._end(ended, "stopped" if ended == STOPPED else "the study ended by itself and did not say why")
        if self.state == RUNNING and self.asked_to_stop and time.monotonic() - self.asked_to_stop > GRACE:
            self.process.kill()

    def stop(self) -> None:
        """Ask the study to stop, as Ctrl-C does; what is finished is kept."""
        if self.state != RUNNING or self.process.pid is None:
            return
        self.asked_to_stop = self.asked_to_stop or time.monotonic()
        self.told = "stopping; what is finished is stored"
        if self.listens and os.name == "posix":
            os.kill(self.process.pid, signal.SIGINT)
        else:
            self.process.terminate()

    def _hear(self, what: str, value: Any) -> None:
        if what == LISTENS:
            self.listens = True
        elif what == "total":
            self.total = int(value)
        elif what == "advance":
            self.done, self.total = int(value[0]), int(value[1])
            self.told = "running"
        elif what == "note":
            self.told = str(value)
        elif what in ENDS:
            self._end(what, str(value))

    def _end(self, state: str, told: str) -> None:
        self.state, self.told, self.ended = state, told, time.monotonic()


def begin(question: Question) -> Job:
    """Start the study of a question; raise SettingsError where it cannot be meant."""
    folder = folder_of(question.plan())
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    words = (question.command, question.words(), question.line(), str(folder), theirs, question.folders)
    process = context.Process(target=work, args=words)
    process.start()
    theirs.close()
    return Job(question.line(), folder, process, mine)
