"""The four pictures of a run: revenue, effect, marketplaces and displacement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from sim.effects import destinations
from sim.views import style
from sim.views.displacement import plot_displacement
from sim.views.effect import curves, plot_effect
from sim.views.marketplaces import closures, plot_marketplaces, typical_replicate, weekly_shares
from sim.views.revenue import plot_revenue, weekly
from sim.views.verdict import Finding


def first_day(interventions: Mapping[str, Any], otherwise: int) -> int:
    """Day on which the first barrier begins; ``otherwise`` where there is none.

    ``interventions``: barriers by name, as objects or as dictionaries, each with its start.
    """
    starts = [b["start"] if isinstance(b, Mapping) else b.start for b in interventions.values()]
    return int(min(starts, default=otherwise))


def ramp(interventions: Mapping[str, Any]) -> int:
    """Days until the barriers that begin first have their full strength."""
    days = [
        (b["start"], b.get("ramp", 0)) if isinstance(b, Mapping) else (b.start, b.ramp) for b in interventions.values()
    ]
    first = min((start for start, _ in days), default=0)
    return int(max((rise for start, rise in days if start == first), default=0))


def draw(result: Any, width: float = style.WIDTH, height: float = style.HEIGHT) -> dict[str, Figure]:
    """Draw the figures of a result (settings, daily, groups, journal, effects, summary), by name.

    ``width``, ``height``: inches. 'revenue' and 'marketplaces' are always there, 'effect' and 'displacement' where
    there is a barrier.
    """
    start = first_day(result.settings.interventions, result.settings.start)
    finding = Finding(result.summary, result.effects)
    scale = finding.value("scale")
    barriers = [name.replace("_", " ") for name in result.settings.interventions]
    name = barriers[0] if len(barriers) == 1 else "first barrier"
    figures: dict[str, Figure] = {}
    with style.look():
        figure, axes = style.chart(width, height)
        plot_revenue(axes, weekly(result.daily, start, scale if scale > 0.0 else 1.0), finding, name)
        figures["revenue"] = figure
        if len(result.effects):
            figure, axes = style.chart(width, height)
            plot_effect(axes, curves(result.daily, start, ramp(result.settings.interventions)), finding, name)
            figures["effect"] = figure
        if result.groups is not None and len(result.groups):
            replicate, arm = typical_replicate(result.effects, result.daily)
            figure, axes = style.chart(width, height)
            shares = weekly_shares(result.groups, replicate, arm, start)
            plot_marketplaces(axes, shares, closures(result.journal, replicate, arm, start), replicate, arm)
            figures["marketplaces"] = figure
        if len(result.effects):
            figure, axes = style.chart(width, height * 2 / 3)
            plot_displacement(axes, destinations(result.effects), finding)
            figures["displacement"] = figure
    return figures
