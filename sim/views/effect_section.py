"""The effect over time in a report: a chart to be looked into, the picture for paper, and a run's other pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.effects.start import ramp
from sim.views import style
from sim.views.effect import BEFORE, curves
from sim.views.figures import draw, start_days
from sim.views.finding import Finding
from sim.views.interactive import Axis, chart
from sim.views.league import deepest, plot_effects
from sim.views.league_section import SIZE
from sim.views.page import Html, element, picture

ACROSS = Axis("days since the barrier began", "days")
UP = Axis("trade missing against the twin world", "share")


def lines_of(results: Mapping[str, Any], findings: Mapping[str, Finding]) -> dict[str, pd.DataFrame]:
    """Give the effect curve of every scenario that began, as :func:`sim.views.effect.curves` makes it.

    Each is made once: the picture in the folder and the chart in the page show the same.
    """
    return {
        name: _line_of(result) for name, result in results.items() if name in findings and findings[name].replicates
    }


def _line_of(result: Any) -> pd.DataFrame:
    made: dict[str, pd.DataFrame] = getattr(result, "made", {})
    if "line" not in made:
        rise, repeats = ramp(result.settings.interventions), getattr(result, "repeats", 1)
        made["line"] = curves(result.daily, start_days(result), rise, repeats)
    return made["line"]


def effects_figure(lines: Mapping[str, pd.DataFrame], findings: Mapping[str, Finding]) -> Figure:
    """Draw the curves of all scenarios in one picture."""
    with style.look():
        figure, axes = style.chart(*SIZE)
        plot_effects(axes, lines, deepest(findings, lines))
    return figure


def effect_section(
    results: Mapping[str, Any], findings: Mapping[str, Finding], drawn: Mapping[str, Figure]
) -> list[Html]:
    """Give the blocks of the section: the chart first, its picture in its place on paper; ``drawn``: known pictures."""
    lines = lines_of(results, findings)
    if not lines:
        return [element("p", "No barrier began.", class_="note")]
    if len(results) > 1:
        return [_chart(lines, picture(drawn.get("effects") or effects_figure(lines, findings), "effects"))]
    figures = draw(next(iter(results.values())), *SIZE, left_out=[])
    first = _chart(lines, picture(figures["effect"], "effect") if "effect" in figures else Html(""))
    rest = [name for name in ("revenue", "marketplaces", "displacement") if name in figures]
    return [first, *(picture(figures[name], name) for name in rest)]


def _chart(lines: Mapping[str, pd.DataFrame], still: Html) -> Html:
    shown = {}
    for name, line in lines.items():
        near = line[line["since"] >= -BEFORE]
        shown[name] = near.rename(columns={"since": "x", "pooled": "y"})[["x", "y", "low", "high"]]
    return chart(shown, ACROSS, UP, still)
