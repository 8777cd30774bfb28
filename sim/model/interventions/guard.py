"""What a barrier says is checked before it acts: a fault is told with barrier, lever and day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from sim.model.acts.act import Act
from sim.model.engine.levers import Modifier
from sim.model.interventions.base import Intervention, Today

if TYPE_CHECKING:
    from sim.model.engine.levers import Levers

T = TypeVar("T")


class BarrierFault(ValueError):
    """A barrier says what cannot be; carries ``key``, as every mistake of a user does."""

    def __init__(self, barrier: str, problem: str) -> None:
        self.key = f"interventions.{barrier}"
        super().__init__(f"barrier {barrier}: {problem}")


def modifiers(name: str, barrier: Intervention, today: Today, levers: Levers) -> list[Modifier]:
    """Return what a barrier does to levers today; raise BarrierFault where that cannot be."""
    found = _answers(name, today, barrier.modifiers)
    for modifier in found:
        problem = _problem(modifier, levers) if isinstance(modifier, Modifier) else f"{modifier!r} is no Modifier"
        if problem:
            raise BarrierFault(name, f"{problem} on day {today.day}")
    return found


def acts(name: str, barrier: Intervention, today: Today) -> list[Act]:
    """Return what a barrier orders today; raise BarrierFault where that cannot be."""
    found = _answers(name, today, barrier.acts)
    for act in found:
        if not isinstance(act, Act):
            raise BarrierFault(name, f"{act!r} is no Act on day {today.day}")
        if not 0.0 <= act.probability <= 1.0:
            raise BarrierFault(name, f"{type(act).__name__}.probability={act.probability} is not within 0 to 1 "
                               f"on day {today.day}")  # fmt: skip
    return found


def _answers(name: str, today: Today, ask: Callable[[Today], Iterable[T]]) -> list[T]:
    try:
        return list(ask(today))
    except (Exception, SystemExit) as error:  # a barrier may be anybody's; a worker must not end of it
        told = " ".join(str(error).split()) or "no message"
        raise BarrierFault(name, f"{type(error).__name__}: {told}, on day {today.day}") from error


def _problem(modifier: Modifier, levers: Levers) -> str:
    lever, amount = modifier.lever, modifier.amount
    low, high = {"scale": (0.0, math.inf), "join": (0.0, 1.0), "add": (-math.inf, math.inf)}[lever.combine]
    if not math.isfinite(amount):
        return f"lever {lever.name}: {amount} is not a finite number"
    if not low <= amount <= high:
        return f"lever {lever.name}: {amount:g} is out of range ({low:g} to {high:g})"
    return next(_places(modifier, levers), "")


def _places(modifier: Modifier, levers: Levers) -> Iterator[str]:
    for axis, labels in (modifier.where or {}).items():
        if axis not in modifier.lever.shape:
            yield f"lever {modifier.lever.name} has no axis {axis}"
            continue
        for label in labels:
            if label not in levers.axes[axis]:
                yield f"lever {modifier.lever.name}: no {axis} is called '{label}' ({', '.join(levers.axes[axis])})"
