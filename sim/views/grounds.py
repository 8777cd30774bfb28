"""What the figures of a run or study stand on, read from its settings: for the caution block of every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.effects.size import ENOUGH
from sim.views.cautions import Grounds


def grounds_of(settings: Iterable[Any]) -> Grounds:
    """Say what the figures of these configurations stand on: the thinnest of their worlds, and responses set anew."""
    every = list(settings)
    assumed = dict.fromkeys(name for one in every for name in assumed_responses(one))
    thinnest = min((getattr(one, "buyers", 0) for one in every), default=0)
    return Grounds(
        thinnest, ENOUGH, tuple(assumed), _beyond_ranges(every), min(filter(None, map(_left, every)), default=0)
    )


def _left(settings: Any) -> int:
    """Count the days that are run after the first barrier begins; 0 without one, or where a trigger decides it."""
    given = getattr(settings, "interventions", None) or {}
    barriers = [barrier for barrier in given.values() if not isinstance(barrier, Mapping)]
    if not barriers or any(barrier.trigger for barrier in barriers):
        return 0
    return max(int(settings.days) - min(int(barrier.start) for barrier in barriers), 0)


def assumed_responses(settings: Any) -> tuple[str, ...]:
    """Name the parameters that impose a response on which a scenario rests, and that are set otherwise than usual.

    Every scenario rests on some as they are: that is no caution, and is told with what the model does not know. A
    barrier that is a mere mapping of its settings does not say what it moves, so nothing is told of it.
    """
    given = getattr(settings, "interventions", None) or {}
    barriers = [barrier for barrier in given.values() if not isinstance(barrier, Mapping)]
    if not barriers:
        return ()
    from sim.model.assumed import assumed_responses as assumed
    from sim.model.engine.parameters import parameters_of

    usual = {p.name: p.value for p in parameters_of(type(settings.ecosystem)())}
    return tuple(found.name for found in assumed(settings.ecosystem, barriers) if found.value != usual.get(found.name))


def _beyond_ranges(every: Iterable[Any]) -> tuple[str, ...]:
    """Tell, once for each parameter, from where to where it is set beyond the range of the evidence."""
    set_to: dict[tuple[str, float, float], list[float]] = {}
    for one in every:
        for axis, value in outside_evidence(one):
            set_to.setdefault((axis.name, axis.low, axis.high), []).append(value)
    return tuple(
        f"{name}={min(values):g}{f' to {max(values):g}' if max(values) > min(values) else ''} "
        f"(fitted from {low:g} to {high:g})"
        for (name, low, high), values in set_to.items()
    )


def outside_evidence(settings: Any) -> tuple[tuple[Any, float], ...]:
    """Give the parameters that are set beyond the range in which the model is held to the evidence: axis and value."""
    ecosystem = getattr(settings, "ecosystem", None)
    if ecosystem is None or isinstance(ecosystem, Mapping):  # as a record holds it
        return ()
    from sim.validation.calibration.axes import curated, current

    usual = type(ecosystem)()
    values = ((axis, current(ecosystem, axis.name)) for axis in curated())
    return tuple(
        (axis, value)
        for axis, value in values
        if not axis.low <= value <= axis.high and value != current(usual, axis.name)
    )
