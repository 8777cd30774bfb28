"""The workbook of a study: what it answers, every table, the design, the settings, and the meaning of every column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import pandas as pd

from sim.effects import OUTCOMES
from sim.effects.outcomes import STEADY_STATE
from sim.effects.start import BEGAN
from sim.studies.pages.meanings import meaning
from sim.studies.question.composer import flat_barriers
from sim.studies.storage.study import Study
from sim.views.workbook import MOST_ROWS, write_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

HALF_LIFE = "half_life"
"""Counted from the day of depth, which differs from run to run: how long it could be seen is not one number."""


def write_workbook(file: BinaryIO, study: Study, answer: Sequence[str] = ()) -> None:
    """Write the tables of a study as XLSX; ``answer``: its sentences, which the first sheet begins with."""
    tables = tables_of(study)
    sheets = {"answer": _answer(study, answer, tables), **tables, "columns": _columns(tables)}
    write_sheets(file, sheets, _units(tables), _beyond(study.effects))


def tables_of(study: Study) -> dict[str, pd.DataFrame]:
    """Give the tables of a study by name: the summary first, then those of its analyses, the design, the settings."""
    base = flat_barriers(study.cases[0].settings)
    settings = pd.DataFrame({"setting": list(base), "value": [_plain(value) for value in base.values()]})
    rest = {name: study.tables[name] for name in sorted(study.tables) if name != "summary"}
    return {"summary": study.tables["summary"], **rest, "design": study.design, "settings": settings}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, float, str)) else str(value)


def _answer(study: Study, answer: Sequence[str], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    cut = [name for name, table in tables.items() if len(table) > MOST_ROWS]
    rows = [("title", study.title or study.folder.name), ("question", study.question)]
    rows += [("answer", sentence) for sentence in answer]
    rows += [("caution", caution.text) for caution in study.analyses[0].careful(study)]
    rows += [("made by", study.command)]
    rows += [("note", f"'{name}' has its first {MOST_ROWS:,} rows here; {name}.csv has all") for name in cut]
    rows += [("note", "the sheet 'columns' explains every column; '> 702' is longer than the 702 days that were seen")]
    return pd.DataFrame([row for row in rows if row[1]], columns=["", "what this workbook holds"])


def _columns(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Explain every column of every sheet, then every outcome that rows may be about."""
    rows = [(name, str(column), *meaning(str(column), name)) for name, table in tables.items() for column in table]
    about = set(tables["summary"]["outcome"]) if "outcome" in tables["summary"] else set()
    outcomes = [(o.name, o.label, o.unit) for o in OUTCOMES.values()]
    outcomes += [(fact.name, fact.label, fact.unit) for fact in STEADY_STATE]
    rows += [("outcomes", name, label, unit) for name, label, unit in outcomes if name in about]
    return pd.DataFrame(rows, columns=["sheet", "name", "meaning", "unit"])


def _units(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return {str(column): meaning(str(column), name)[1] for name, table in tables.items() for column in table}


def _beyond(effects: pd.DataFrame) -> Callable[[Mapping[str, Any], str], str]:
    """Write a duration that outlasts the run as longer than the longest that was seen of it: > 702."""
    open_ = effects[effects["censored"].astype(bool)] if len(effects) else effects
    moved = set(effects.loc[effects["outcome"] == BEGAN, "scenario"])  # began on another day in each run
    longest = open_.groupby(["scenario", "point", "outcome"])["value"].max().to_dict() if len(open_) else {}

    def text(row: Mapping[str, Any], column: str) -> str:
        if column == "replicates_needed" or column == "pairs_needed":
            return "not to be reached"
        outcome = str(row.get("outcome", "")).removeprefix("run_")
        seen = longest.get((row.get("scenario"), row.get("point", 0), outcome))
        return "> the run" if seen is None or outcome == HALF_LIFE or row.get("scenario") in moved else f"> {seen:,.0f}"

    return text
