"""A study with what it answers: tables, pictures, report and workbook, for notebooks and scripts."""

from __future__ import annotations

import dataclasses
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sim.settings.output import check_output
from sim.studies.pages.keeping import keep
from sim.studies.pages.pictures import draw
from sim.studies.pages.report import answer_of, study_html
from sim.studies.pages.written import report_to, workbook_to
from sim.studies.storage.folder import new_folder
from sim.studies.storage.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Answered(Study):
    """What :func:`sim.compare`, :func:`sim.sweep` and :func:`sim.load` give.

    Tidy frames: ``design`` (a row per design point), ``outcomes`` (a row per run, a column per outcome), ``effects``
    (a row per run and outcome: value, unit, censored), ``summary`` (a row per configuration and outcome, with its 95 %
    interval), ``daily``, and every table of its analyses by name, such as ``league``, ``sensitivity``, ``boxes``,
    ``robustness`` or ``portfolios`` (None where it has none).
    """

    place: TemporaryDirectory[str] | None = None
    """Where its runs are, as long as it lives; None once they are in a folder of their own."""

    @classmethod
    def of(cls, study: Study, place: TemporaryDirectory[str] | None = None) -> Answered:
        """Take a study as it was read."""
        made = cls(**{field.name: getattr(study, field.name) for field in dataclasses.fields(Study)})
        made.place = place
        return made

    @property
    def answer(self) -> list[str]:
        """What it answers, in sentences; the first its report begins with."""
        return answer_of(self)

    def plot(self) -> dict[str, Figure]:
        """Draw its pictures (Matplotlib figures), by name; what cannot be drawn is told in ``left_out``."""
        return draw(self)

    def report(self, file: str | Path | None = None) -> str:
        """Return the report as one HTML page that needs nothing else; ``file``: also write it there."""
        return report_to(study_html(self, draw(self)), file)

    def to_excel(self, file: str | Path) -> Path:
        """Write the answer, every table, the settings and the meaning of every column as XLSX; return the path."""
        from sim.studies.pages.workbook import write_workbook

        return workbook_to(file, lambda opened: write_workbook(opened, self, self.answer))

    def save(self, folder: str | Path | None = None) -> Path:
        """Write the study folder as the command line does and return it; by default a new one under results.

        Raises SettingsError where the folder holds something already, or cannot be written.
        """
        names = [name.replace("+", "-") for name in dict.fromkeys(case.scenario for case in self.cases)]
        target = Path(folder).expanduser() if folder is not None else new_folder("studies", names)
        check_output(target)
        self.problems = keep(self, target, self.command, self.place)
        self.place = None
        return target

    def __repr__(self) -> str:
        return f"<Study: {self}>"

    def _repr_html_(self) -> str:
        """Show the answer in a notebook."""
        return "".join(f"<p>{escape(text)}</p>" for text in (str(self), *self.answer))
