"""Stored studies beside each other: the outcomes of each scenario with its interval, and the curves of effects."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.effects.start import ramp
from sim.views import words
from sim.views.effect import curves
from sim.views.figures import start_days

if TYPE_CHECKING:
    from sim.studies.storage.study import Study

OUTCOMES = ("peak", "stays", "half_life", "recovery", "averted_first_year_share", "averted_first_year",
            "displaced_share", "cost_first_year", "averted_per_1000_eur")  # fmt: skip
"""Outcomes that are compared, by the name they have in tables."""


def scenarios(studies: Mapping[str, Study]) -> dict[str, Any]:
    """Give the scenarios of several studies by a name that tells them apart."""
    several = len(studies) > 1
    return {
        f"{scenario} ({name})" if several else scenario: result
        for name, study in studies.items()
        for scenario, result in study.results.items()
        if result.settings.interventions
    }


def table(found: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give a row for each outcome: its label, and for each scenario the estimate with its interval, in words."""
    rows = []
    for outcome in OUTCOMES:
        row = {"outcome": ""}
        for name, result in found.items():
            told = result.summary[result.summary["outcome"] == outcome]
            if not len(told):
                continue
            one = told.iloc[0].to_dict()
            row["outcome"] = str(one["label"])
            row[name] = _cell(one, result.settings.days)
        if row["outcome"]:
            rows.append(row)
    return rows


def _cell(row: Mapping[str, Any], longest: float) -> str:
    if pd.isna(row["estimate"]):
        note = row.get("note")
        return str(note) if isinstance(note, str) and note else "not told"
    unit = str(row["unit"])
    value = words.quantity(float(row["estimate"]), unit, longest)
    bounds = words.interval(float(row["low"]), float(row["high"]), unit, longest)
    return f"{value} ({bounds})" if bounds != "-" else value


def effects(found: Mapping[str, Any]) -> dict[str, Sequence[tuple[int, float, float, float]]]:
    """Give the share of trade that is missing by days since the start: (day, pooled, low, high), by scenario."""
    lines: dict[str, Sequence[tuple[int, float, float, float]]] = {}
    for name, result in found.items():
        if not len(result.daily) or "revenue" not in result.daily:
            continue
        curve = curves(result.daily, start_days(result), ramp(result.settings.interventions), result.repeats)
        curve = curve[curve["since"] >= -MARGIN]
        lines[name] = [
            (int(r.since), float(r.pooled), float(r.low), float(r.high))
            for r in curve.itertuples()
            if math.isfinite(r.pooled)
        ]
    return lines


MARGIN = 28
"""Days before the start that are drawn."""
