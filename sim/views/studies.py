"""Pictures of studies: which of them a study's tables allow, each drawn by the file of its analysis."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.views import style
from sim.views.charts import MOST_ROWS, SIZE, label_of
from sim.views.discovery import discovery_advice, discovery_table, plot_box
from sim.views.portfolio import plot_portfolios, portfolio_advice, portfolio_table
from sim.views.responses import plot_responses
from sim.views.robustness import plot_robustness, robustness_advice, robustness_table
from sim.views.sensitivity import matters_most, plot_sensitivity
from sim.views.ways import plot_ways


def draw_study(study: Any) -> dict[str, Figure]:
    """Draw what a study's tables allow, by name."""
    tables, figures = study.tables, {}
    criterion = str(study.record["options"]["criterion"])
    label, unit = label_of(tables["summary"], criterion)
    with style.look():
        if len(study.design) > 1 and len(study.design.columns) > 1 and "sensitivity" not in tables:
            figures["responses"] = plot_responses(tables["summary"], study.design, criterion)
        for name, rows, plot in (
            ("channels", _rows(tables.get("channels")), plot_ways),
            ("sensitivity", _rows(tables.get("sensitivity")), plot_sensitivity),
            ("robustness", _rows(tables.get("robustness")), plot_robustness),
        ):
            if rows:
                height = max(3.2, 1.9 + 0.42 * min(rows, MOST_ROWS))
                figure, axes = style.chart(SIZE[0], height)
                plot(axes, tables[name], label)
                figures[name] = figure
        if _rows(tables.get("boxes")):
            figure, axes = style.chart(*SIZE)
            plot_box(
                axes, study.outcomes, tables["boxes"], criterion, float(study.record["options"]["threshold"]), label
            )
            figures["boxes"] = figure
        if _rows(tables.get("portfolios")):
            figure, axes = style.chart(*SIZE)
            plot_portfolios(axes, tables["portfolios"], label, unit, float(study.record["options"]["budget_eur"]))
            figures["portfolios"] = figure
    return figures


def _rows(table: pd.DataFrame | None) -> int:
    return 0 if table is None else len(table)


def study_advice(study: Any) -> list[str]:
    """Say what a study's tables come to, in sentences; nothing where they have no analysis but responses."""
    tables, options = study.tables, study.record["options"]
    _, unit = label_of(tables["summary"], str(options["criterion"]))
    texts: list[str] = []
    if _rows(tables.get("portfolios")):
        texts += portfolio_advice(tables["portfolios"], unit, float(options["budget_eur"]))
    if _rows(tables.get("robustness")):
        texts += robustness_advice(tables["robustness"])
    if "boxes" in tables:
        texts += discovery_advice(tables["boxes"])
    if _rows(tables.get("sensitivity")):
        texts.append(f"{matters_most(tables['sensitivity'])}.")
    return texts


def table_in_words(study: Any, name: str) -> pd.DataFrame:
    """Give a table of a study with its columns and figures in words, where it has such a form."""
    label, unit = label_of(study.tables["summary"], str(study.record["options"]["criterion"]))
    table = study.tables[name]
    if name == "portfolios":
        return portfolio_table(table, label, unit)
    if name == "robustness":
        return robustness_table(table, unit)
    return discovery_table(table) if name == "boxes" else table
