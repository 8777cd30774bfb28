"""Headings of the tables for people, each with unit and meaning: from where the column, or the outcome, is declared."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.effects.outcomes import OUTCOMES, STEADY_STATE
from sim.model.columns import SELLERS, TABLE
from sim.model.market.counters import BLOCKS, M_ORDERS, M_REVENUE, MARKET_COUNTS
from sim.studies.pages.meanings import COLUMNS, OWN, meaning
from sim.studies.question.axes import records
from sim.studies.storage.study import Study

GROUPED = (MARKET_COUNTS[M_ORDERS], MARKET_COUNTS[M_REVENUE], SELLERS)
"""Figures of a marketplace in the table of groups."""


def headings(study: Study) -> pd.DataFrame:
    """List every heading: the table it stands in ("" for several), its name, unit and meaning; what varies as well."""
    rows = pd.DataFrame([*_rows(), *_varied(study)], columns=["table", "name", "unit", "meaning"])
    return rows.drop_duplicates(["table", "name"], ignore_index=True)


def _varied(study: Study) -> Iterator[tuple[str, str, str, str]]:
    """Yield the settings that vary in the design, as their records explain them."""
    names = [name for name in study.design if name != "point"]
    if not names:
        return
    worlds = {tuple(case.settings.interventions): case.settings for case in study.cases}  # points may be thousands
    known = {name: record for settings in worlds.values() for name, record in records(settings).items()}
    for name in names:
        record = known.get(str(name).lstrip("+"))
        yield ("design", str(name), record.unit if record else "", record.doc if record else "what was chosen")


def _rows() -> Iterator[tuple[str, str, str, str]]:
    yield from (("", name, unit, text) for name, (text, unit) in COLUMNS.items())
    yield from ((table, name, unit, text) for (table, name), (text, unit) in OWN.items())
    yield from (("effects", name, outcome.unit, outcome.label) for name, outcome in OUTCOMES.items())
    yield from (("outcomes", f"{name}_censored", *meaning(f"{name}_censored")[::-1]) for name in OUTCOMES)
    yield from (("steady state", fact.name, fact.unit, fact.label) for fact in STEADY_STATE)
    yield from (("daily", column.name, column.unit, column.meaning) for column in TABLE)
    figures = [column for block in BLOCKS for column in block.figures]
    yield from (("groups", column.name, column.unit, column.meaning) for column in (*figures, *GROUPED))
