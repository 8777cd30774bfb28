"""The four pictures of a run: revenue, effect, marketplaces and displacement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.effects.destinations import destinations
from sim.effects.start import Start, ramp, start_of
from sim.views import style, words
from sim.views.displacement import plot_displacement
from sim.views.effect import curves, plot_effect
from sim.views.finding import finding_of
from sim.views.marketplaces import closures, plot_marketplaces, typical_replicate, weekly_shares
from sim.views.overlay import mark_events, plot_observed
from sim.views.revenue import plot_revenue, weekly


def first_day(interventions: Mapping[str, Any], otherwise: int) -> int:
    """Day on which the first barrier begins; ``otherwise`` where there is none.

    ``interventions``: barriers by name, as objects or as dictionaries, each with its start.
    """
    starts = [b["start"] if isinstance(b, Mapping) else b.start for b in interventions.values()]
    return int(min(starts, default=otherwise))


def start_days(result: Any) -> Start:
    """Day on which the first barrier of a result begins: one, or by replicate where a trigger decided it."""
    return start_of(result.effects, first_day(result.settings.interventions, result.settings.start))


def draw(
    result: Any, width: float = style.WIDTH, height: float = style.HEIGHT, left_out: list[str] | None = None
) -> dict[str, Figure]:
    """Draw the figures of a result (settings, daily, groups, journal, effects, summary), by name.

    ``width``, ``height``: inches. 'revenue' and 'marketplaces' are always there, 'effect' and 'displacement' where
    there is a barrier that began. ``left_out`` takes a line for each that cannot be drawn; without
    it, what hinders is raised. Where no replicate was finished there is nothing to draw.
    """
    if not len(result.daily):
        return {}
    start, possible = start_days(result), first_day(result.settings.interventions, result.settings.start)
    daily = result.daily
    if start == {}:  # there is nothing but the baseline to show
        start, daily = possible, daily[daily["arm"] == "baseline"]
    finding = finding_of(result)
    scale, repeats = finding.value("scale"), getattr(result, "repeats", 1)
    barriers = [words.spoken(name) for name in result.settings.interventions]
    name = barriers[0] if len(barriers) == 1 else "first barrier"

    def revenue(axes: Axes) -> None:
        model = weekly(daily, start, scale if scale > 0.0 else 1.0)
        seen = ""
        if getattr(result, "observed", None) is not None and isinstance(start, int):
            seen = plot_observed(axes, result.observed, model, start)
        plot_revenue(axes, model, finding, name, seen)

    def effect(axes: Axes) -> None:
        plot_effect(axes, curves(daily, start, ramp(result.settings.interventions), repeats), finding, name)

    def marketplaces(axes: Axes) -> None:
        replicate, arm = typical_replicate(result.effects, daily)
        own = start.get(replicate, possible) if isinstance(start, Mapping) else start
        shares = weekly_shares(result.groups, replicate, arm, own)
        plot_marketplaces(axes, shares, closures(result.journal, replicate, arm, own), replicate, arm)

    def displacement(axes: Axes) -> None:
        plot_displacement(axes, destinations(result.effects, repeats), finding)

    makers: list[tuple[Callable[[Axes], None], bool, float]] = [
        (revenue, True, 1.0),
        (effect, bool(finding.replicates), 1.0),
        (marketplaces, result.groups is not None and len(result.groups) > 0, 1.0),
        (displacement, bool(finding.replicates), 2 / 3),
    ]
    figures: dict[str, Figure] = {}
    with style.look():
        for make, shown, share in makers:
            if not shown:
                continue
            figure, axes = style.chart(width, height * share)
            try:
                make(axes)
                if isinstance(start, int):
                    mark_events(axes, result.settings.interventions, start, getattr(result.settings, "day_zero", None))
            except Exception as error:
                if left_out is None:
                    raise
                left_out.append(style.not_drawn(make.__name__, error))
            else:
                figures[make.__name__] = figure
    return figures
