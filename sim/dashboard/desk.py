"""What the pages of one dashboard share: the study that is running, and where results are stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.dashboard.job import RUNNING, Job, begin
from sim.dashboard.question import Question
from sim.dashboard.stored import PLACES, Stored, stored
from sim.settings import SettingsError


@dataclass(eq=False)
class Desk:
    """One for each dashboard: it has one user, so one study runs at a time."""

    folders: tuple[str, ...] = ()
    root: Path = Path("results")
    job: Job | None = None

    @property
    def busy(self) -> bool:
        if self.job is not None:
            self.job.poll()
        return self.job is not None and self.job.state == RUNNING

    def start(self, question: Question) -> Job:
        """Run a question; raise SettingsError where it cannot be meant, or another study is running."""
        if self.busy:
            raise SettingsError("a study is running; stop it first", key="run")
        self.job = begin(question)
        return self.job

    def close(self) -> None:
        """Stop what is running, and wait until it has stored what is finished."""
        if self.job is not None and self.busy:
            self.job.stop()
            self.job.process.join(timeout=10)
            if self.job.process.is_alive():
                self.job.process.kill()

    def studies(self) -> list[Stored]:
        return stored(self.root)

    def study(self, name: str) -> Stored | None:
        """Give a stored study by the name of its folder."""
        return next((study for study in self.studies() if study.name == name), None)

    def file(self, place: str, name: str, file: str) -> Path | None:
        """Give a file that may be fetched: of those known by name, in a folder that is listed; else None."""
        if place not in PLACES:
            return None
        found = [study for study in self.studies() if study.name == name and study.folder.parent.name == place]
        known = [*found[0].files().values(), *found[0].pictures()] if found else []
        return next((path for path in known if path.name == file), None)
