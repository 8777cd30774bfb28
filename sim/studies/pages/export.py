"""What a study folder holds for people: CSV and XLSX tables, pictures, the report, and a text that explains them."""

from __future__ import annotations

import io
import traceback
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.settings.values import several
from sim.studies.pages.headings import headings
from sim.studies.pages.pictures import draw
from sim.studies.pages.report import answer_of, study_html
from sim.studies.question.analysis import Analysis
from sim.studies.storage.atomic import atomic
from sim.studies.storage.cells import as_csv
from sim.studies.storage.records import digest_of_bytes
from sim.studies.storage.study import Study

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

FILES = {
    "README.txt": "this text",
    "report.html": "the answer, for who decides: one page, nothing else needed to read it",
    "summary.csv": "one row per configuration and outcome, with its interval",
    "summary.xlsx": "answer, tables, design, settings and the meaning of every column, for a spreadsheet",
    "outcomes.csv": "one row per run: its design point and every outcome",
    "design.csv": "one row per design point: what varies",
    "columns.csv": "every heading of every table: its unit and what it means, for Excel, R and the like",
    "observed.csv": "the series of your own data, by date and day of the run",
    "figures": "pictures as PNG and SVG",
    "runs": "every outcome of every run as Parquet (outcomes-*), and tables of the runs (daily-*, groups-*, journal-*)",
    "failures": "runs that failed: settings and traceback of each",
    "problems.txt": "what could not be made, and why",
    "study.json": "the design in full: every setting of every configuration",
    "_lock": "keeps a second command off while one writes here",
    "provenance.json": "command, versions, kind of machine, Git state, seed, sessions, digest of the outcomes",
}


def export(study: Study) -> list[str]:
    """Write every table, then pictures and texts; return what could not be made, in a line each.

    OSError goes on: it is the disk, not the tables.
    """
    study.drawn = None
    makers: dict[str, Callable[[], Any]] = {
        "design": lambda: _csv(study, "design", study.design),
        "outcomes": lambda: _csv(study, "outcomes", study.outcomes),
        "columns": lambda: _csv(study, "columns", headings(study)),
        **{name: _writer(study, name) for name in _tables(study)},
        **{f"files of {part.name}": _files(part, study) for part in study.analyses if len(study.effects)},
        "summary.xlsx": lambda: _workbook(study),
        "figures": lambda: _figures(study),
        "report": lambda: _report(study),
    }
    notes, problems = list(study.problems), list(study.problems)
    for name, make in makers.items():
        try:
            make()
        except OSError:
            raise
        except Exception as error:
            problems.append(f"{name} could not be made: {type(error).__name__}: {' '.join(str(error).split())}")
            notes.append(f"{problems[-1]}\n{traceback.format_exc()}")
    notes += study.left_out
    if notes:
        _write(study.folder / "problems.txt", "\n".join(notes) + "\n")
    else:
        (study.folder / "problems.txt").unlink(missing_ok=True)
    _write(study.folder / "README.txt", _explanation(study))
    study.problems, study.drawn = problems, None
    return problems


def note_files(study: Study) -> None:
    """Note in the provenance what the tables for people are, so that one that was changed is not taken for them."""
    digests = dict(study.provenance.get("digests") or {})
    digests["files"] = {name: digest_of_bytes(as_csv(table)) for name, table in study.tables.items()}
    study.provenance = {**study.provenance, "digests": digests}


def _tables(study: Study) -> list[str]:
    """Names of the tables of a study, the summary first."""
    return sorted(study.tables, key=lambda name: name != "summary")


def _files(part: Analysis, study: Study) -> Callable[[], None]:
    return lambda: part.write(study)


def _writer(study: Study, name: str) -> Callable[[], None]:
    return lambda: _csv(study, name, study.tables[name])


def _csv(study: Study, name: str, table: pd.DataFrame) -> None:
    with atomic(study.folder / f"{name}.csv") as draft:
        draft.write_bytes(as_csv(table))


def _write(file: Path, text: str) -> None:
    with atomic(file) as draft:
        draft.write_text(text, encoding="utf-8")


def _workbook(study: Study) -> None:
    """Write summary.xlsx."""
    from sim.studies.pages.workbook import write_workbook

    whole = io.BytesIO()  # in memory first: a workbook that a full disk cuts short complains when it is taken away
    write_workbook(whole, study, answer_of(study))
    with atomic(study.folder / "summary.xlsx") as draft:
        draft.write_bytes(whole.getvalue())


def _drawn(study: Study) -> dict[str, Figure]:
    """Return the pictures of a study, drawn once for the folder and the report."""
    if study.drawn is None:
        study.drawn = draw(study)
    return study.drawn


def _figures(study: Study) -> None:
    from sim.views.style import save

    figures = _drawn(study)
    if figures:
        (study.folder / "figures").mkdir(exist_ok=True)
    for name, figure in figures.items():
        save(figure, study.folder / "figures" / name)


def _report(study: Study) -> None:
    if len(study.effects):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = study_html(study, _drawn(study))
        _write(study.folder / "report.html", text)


def _explanation(study: Study) -> str:
    """Describe the folder in plain text."""
    present = {file.name for file in study.folder.iterdir()} | {"README.txt"}
    told = dict(FILES)
    for part in study.analyses:
        told |= {f"{name}.csv": text for name, text in part.tables.items()} | dict(part.files)
    width = max(len(name) for name in told if name in present)
    runs = several(study.effects["run_id"].nunique(), "run")
    failed = f", {len(study.failures)} failed (see failures/)" if study.failures else ""
    lines = [
        study.title or study.folder.name,
        *([study.question] if study.question else []),
        "",
        f"{several(len(study.cases), 'configuration')}, {runs}{failed}; seed "
        f"{study.record['seed']}; model {study.record['model']['version']} ({study.record['model']['source']}).",
        f"Made by: {study.command}",
        "The same command with output= this folder runs only what is missing. To check it: python -m sim reproduce.",
        "Read it in Python with sim.load(folder): .design, .outcomes, .effects, .daily, .tables.",
        "",
        *(f"{name:{width}}  {text}" for name, text in told.items() if name in present),
    ]
    return "\n".join(lines) + "\n"
