"""What a barrier says is checked before it acts: a fault is told with barrier, lever and day."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sim.model.acts.act import Act
from sim.model.engine.levers import Lever, Modifier
from sim.model.interventions.act_guard import choices, echo, faults
from sim.model.interventions.base import Intervention, Today

if TYPE_CHECKING:
    from sim.model.engine.levers import Levers

T = TypeVar("T")
MOST_SAID = 10_000
"""Modifiers, or acts, of one barrier on one day: one that goes on for ever would never be done."""
LARGEST, LARGEST_COMPOSED = 1e9, 1e12
"""Largest amount of a modifier, and largest value of a lever; beyond, figures overflow and nobody is told."""
MOST_TOLD = 290
_LABELS = {tuple}
_RANGES = {"scale": (0.0, LARGEST), "join": (0.0, 1.0), "add": (-LARGEST, LARGEST)}
"""How far a modifier may move a lever, by how it is composed with others."""


class BarrierFault(ValueError):
    """A barrier says what cannot be; carries ``key``, as every mistake of a user does."""

    def __init__(self, barrier: str, problem: str, day: int) -> None:
        self.key = f"interventions.{barrier}"
        head, end = f"barrier {echo(barrier)[1:-1]}: ", f" on day {day}"
        room = MOST_TOLD - len(head) - len(end)
        super().__init__(f"{head}{problem if len(problem) <= room else problem[: room - 1] + '…'}{end}")
        self._made_of = barrier, problem, day

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel from a worker, whole."""
        return type(self), self._made_of


def modifiers(name: str, barrier: Intervention, today: Today, levers: Levers) -> list[Modifier]:
    """Return what a barrier does to levers today; raise BarrierFault where that cannot be."""
    found = _answers(name, today, barrier.modifiers)
    before = levers.vetted.get(name, ())
    for place, modifier in enumerate(found):
        problem = _problem(modifier, before[place] if place < len(before) else None, levers)
        if problem:
            raise BarrierFault(name, problem, today.day)
    if len(found) != len(before) or any(map(_elsewhere, found, before)):
        levers.vetted[name] = [Modifier(m.lever, m.amount, _copy_of(m.where)) for m in found]
    return found


def acts(name: str, barrier: Intervention, today: Today) -> list[Act]:
    """Return what a barrier orders today; raise BarrierFault where that cannot be."""
    found = _answers(name, today, barrier.acts)
    for act in found:
        problem = next(faults(act), "") if isinstance(act, Act) else f"{echo(act)} is no Act"
        if problem:
            raise BarrierFault(name, problem, today.day)
    return found


def check_together(said: Sequence[tuple[str, Modifier]], levers: Levers, day: int) -> None:
    """Raise BarrierFault where what barriers do to a lever comes to no figure together."""
    for lever in {modifier.lever for _, modifier in said}:
        value = levers[lever]
        if not bool((np.abs(value) <= LARGEST_COMPOSED).all()):  # nor is NaN
            names = list(dict.fromkeys(name for name, modifier in said if modifier.lever == lever))
            together = f", with {echo(', '.join(names[:-1]))[1:-1]}" if len(names) > 1 else ""
            raise BarrierFault(names[-1], f"lever {lever.name} comes to {float(np.max(value)):g}{together}: no figure "
                               f"is beyond {LARGEST_COMPOSED:g}", day)  # fmt: skip


def _answers(name: str, today: Today, ask: Callable[[Today], Iterable[T]]) -> list[T]:
    try:
        found = list(islice(ask(today), MOST_SAID + 1))
    except (Exception, SystemExit) as error:  # a barrier may be anybody's; a worker must not end of it
        told = " ".join(str(error).split()) or "no message"
        raise BarrierFault(name, f"{type(error).__name__}: {told[:200]},", today.day) from error
    if len(found) > MOST_SAID:
        raise BarrierFault(name, f"it says more than {MOST_SAID:,} things", today.day)
    return found


def _copy_of(where: Mapping[str, Sequence[str]] | None) -> dict[str, tuple[str, ...]] | None:
    """Return what a barrier said of where, in case it says something else with the same object tomorrow."""
    return None if where is None else {axis: tuple(labels) for axis, labels in where.items()}


def _elsewhere(modifier: Modifier, before: Modifier) -> bool:
    """Tell whether a modifier bears on anything else than the one before, or says so in a form that has to be vetted.

    ``before``: as noted by :func:`_copy_of`.
    """
    where, known = modifier.where, before.where
    if modifier.lever is not before.lever or where is None or known is None:
        return modifier.lever is not before.lever or where is not known
    return type(where) is not dict or set(map(type, where.values())) != _LABELS or where != known


def _problem(modifier: Any, before: Modifier | None, levers: Levers) -> str:
    """Return what is wrong with a modifier, "" if nothing; ``before``: the one that was found in order in its place."""
    if not isinstance(modifier, Modifier):
        return f"{echo(modifier)} is no Modifier"
    if before is not None and not _elsewhere(modifier, before):
        return _amount(modifier)
    lever = modifier.lever
    if not isinstance(lever, Lever):
        return f"{echo(lever)} is no Lever; sim.model.market.levers has them"
    if lever not in levers:
        return f"lever {echo(lever.name)} is none of the model; sim.model.market.levers has them"
    return _amount(modifier) or next(_places(modifier, levers), "")


def _amount(modifier: Modifier) -> str:
    """Return what is wrong with how far a lever is moved."""
    lever, amount = modifier.lever, modifier.amount
    low, high = _RANGES[lever.combine]
    if type(amount) is float and low <= amount <= high:
        return ""
    if isinstance(amount, bool) or not isinstance(amount, numbers.Real):
        return f"lever {lever.name}: {echo(amount)} is not a number"
    if isinstance(amount, float) and not math.isfinite(amount):
        return f"lever {lever.name}: {amount} is not a finite number"
    if not low <= amount <= high:
        shown = f"{amount:g}" if isinstance(amount, float) or abs(amount) < 10**300 else "a number of hundreds of digits"
        return f"lever {lever.name}: {shown} is out of range ({low:g} to {high:g})"
    return ""


def _places(modifier: Modifier, levers: Levers) -> Iterator[str]:
    name, where = modifier.lever.name, modifier.where
    if where is not None and not isinstance(where, Mapping):
        yield f"lever {name}: where={echo(where)} is no mapping of axes to labels"
        return
    for axis, labels in (where or {}).items():
        if axis not in modifier.lever.shape:
            yield f"lever {name} has no axis {axis if isinstance(axis, str) and len(axis) < 40 else echo(axis, 40)}"
            continue
        if not isinstance(labels, (tuple, list)):
            yield f"lever {name}: {axis}={echo(labels)} is no tuple of labels"
            continue
        for label in labels:
            if label not in levers.axes[axis]:
                told = label if isinstance(label, str) and len(label) <= 60 else echo(label)
                yield f"lever {name}: no {axis} is called '{told}'; {choices(label, levers.axes[axis])}"
