"""What a study folder holds for people: CSV and XLSX tables, pictures, the report, and a text that explains them."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.effects import OUTCOMES
from sim.effects.outcomes import STEADY_STATE
from sim.studies.atomic import atomic
from sim.studies.cells import as_text, without_formulas
from sim.studies.composed import flat_barriers
from sim.studies.study import DERIVED, Study

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {
    "run_id": "identity of a run: hash of its settings, replicate and model version",
    "case": "number of the configuration",
    "scenario": "barriers at work",
    "world": "what differs in the world they act in; empty: nothing",
    "point": "number of the design point",
    "replicate": "number of the replicate; the same number is the same world in every scenario",
    "outcome": "what is measured",
    "label": "what is measured, in words",
    "unit": "unit of the figures",
    "n": "replicates that have a figure",
    "estimate": "best estimate over the replicates; inf: not within the run",
    "low": "lower bound of the 95 % interval",
    "high": "upper bound of the 95 % interval",
    "censored_share": "share of runs, or resamples, in which a duration was not over by the end",
    "method": "how the interval was made",
    "note": "why there is no figure, where there is none",
}
MOST_ROWS = 1_000_000
"""Rows of a sheet; the CSV has all."""
FILES = {
    "README.txt": "this text",
    "report.html": "the answer, for who decides: one page, nothing else needed to read it",
    "summary.csv": "one row per configuration and outcome, with its interval",
    "summary.xlsx": "the same for a spreadsheet, with the settings and the meaning of every column",
    "outcomes.csv": "one row per run: its design point and every outcome",
    "design.csv": "one row per design point: what varies",
    "league.csv": "scenarios ranked by each criterion, with paired differences and chances of being best",
    "synergy.csv": "what combinations do more or less than their parts",
    "channels.csv": "what share of the recovery each channel of re-organisation carried",
    "pairing.csv": "how many times wider intervals would be had the same runs not been paired",
    "lasting.csv": "Kaplan-Meier curves of the time until trade was back, by scenario",
    "sensitivity.csv": "how much each parameter matters, and how much is chance",
    "boxes.csv": "regions of the parameters in which the criterion is met, with coverage and density",
    "robustness.csv": "each scenario over all states of the world: regret, satisficing, percentile",
    "regret.csv": "what each scenario loses in each state against the best one there",
    "portfolios.csv": "sets of barriers that no other set beats in both cost and effect",
    "figures": "pictures as PNG and SVG",
    "runs": "every outcome of every run as Parquet (outcomes-*), and daily tables (daily-*)",
    "failures": "runs that failed: settings and traceback of each",
    "study.json": "the design in full: every setting of every configuration",
    "provenance.json": "command, versions, kind of machine, Git state, seed, sessions, digest of the outcomes",
}


def export(study: Study) -> list[str]:
    """Write every table, picture and text; return what could not be made, in a line each."""
    makers: dict[str, Callable[[], Any]] = {
        "design": lambda: _csv(study, "design", study.design),
        "outcomes": lambda: _csv(study, "outcomes", study.outcomes),
        **{name: _writer(study, name) for name in ("summary", *DERIVED) if name in study.tables},
        "summary.xlsx": lambda: _workbook(study),
        "figures": lambda: _figures(study),
        "report": lambda: _report(study),
    }
    notes, problems = list(study.problems), list(study.problems)
    for name, make in makers.items():
        try:
            make()
        except OSError:
            raise  # the disk, not the tables
        except Exception as error:
            problems.append(f"{name} could not be made: {type(error).__name__}: {' '.join(str(error).split())}")
            notes.append(f"{problems[-1]}\n{traceback.format_exc()}")
    if notes:
        (study.folder / "problems.txt").write_text("\n".join(notes), encoding="utf-8")
    _write(study.folder / "README.txt", _explained(study))
    study.problems = problems
    return problems


def _writer(study: Study, name: str) -> Callable[[], None]:
    return lambda: _csv(study, name, study.tables[name])


def _csv(study: Study, name: str, table: pd.DataFrame) -> None:
    with atomic(study.folder / f"{name}.csv") as draft:
        as_text(table).to_csv(draft, index=False, lineterminator="\n")


def _write(file: Path, text: str) -> None:
    with atomic(file) as draft:
        draft.write_text(text, encoding="utf-8")


def _workbook(study: Study) -> None:
    """Write summary.xlsx where openpyxl is installed (extra ``excel``)."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        return
    base = flat_barriers(study.cases[0].settings)
    settings = pd.DataFrame({"setting": list(base), "value": [_cell(value) for value in base.values()]})
    meanings = [(name, text, "") for name, text in COLUMNS.items()]
    meanings += [(name, outcome.label, outcome.unit) for name, outcome in OUTCOMES.items()]
    meanings += [(fact.name, fact.label, fact.unit) for fact in STEADY_STATE]
    sheets = {
        "summary": study.tables["summary"],
        **{name: study.tables[name] for name in DERIVED if name in study.tables},
        "design": study.design,
        "settings": settings,
        "columns": pd.DataFrame(meanings, columns=["name", "meaning", "unit"]),
    }
    with (
        atomic(study.folder / "summary.xlsx") as draft,
        draft.open("wb") as file,
        pd.ExcelWriter(file, engine="openpyxl") as book,
    ):
        for name, table in sheets.items():
            table.head(MOST_ROWS).to_excel(book, sheet_name=name, index=False)
        without_formulas(book.book)


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, float, str)) else str(value)


def _figures(study: Study) -> None:
    from sim.views.studies import draw_study
    from sim.views.style import save

    figures = draw_study(study)
    if figures:
        (study.folder / "figures").mkdir(exist_ok=True)
    for name, figure in figures.items():
        save(figure, study.folder / "figures" / name)


def _report(study: Study) -> None:
    from sim.studies.reporting import study_html

    text = study_html(study)
    if text:
        _write(study.folder / "report.html", text)


def _explained(study: Study) -> str:
    """Describe the folder in plain text."""
    present = {file.name for file in study.folder.iterdir()} | {"README.txt"}
    width = max(map(len, FILES))
    failed = f", {len(study.failures)} failed (see failures/)" if study.failures else ""
    lines = [
        study.title or study.folder.name,
        *([study.question] if study.question else []),
        "",
        f"{len(study.cases)} configurations, {study.effects['run_id'].nunique()} runs{failed}; seed "
        f"{study.record['seed']}; model {study.record['model']['version']} ({study.record['model']['source']}).",
        f"Made by: {study.command}",
        "The same command with output= this folder runs only what is missing. To check it: python -m sim reproduce.",
        "Read it in Python with sim.load(folder): .design, .outcomes, .effects, .daily, .tables.",
        "",
        *(f"{name:{width}}  {text}" for name, text in FILES.items() if name in present),
    ]
    return "\n".join(lines) + "\n"
