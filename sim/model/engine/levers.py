"""Levers: named values that barriers modify and agents read.

A lever has a base value from the parameters. Each day the active barriers contribute modifiers; these compose, in
any order, into today's value. Nothing is remembered: when a barrier stops, its modifiers are gone and the lever is
back at its base, whatever other barriers did meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Combine = Literal["scale", "add", "join"]


@dataclass(frozen=True, slots=True, eq=False)
class Lever:
    """A value that policy can move; those that say the same are one object, also where one has travelled.

    ``shape`` names its axes ("country", "channel", "facilitator"); an empty tuple is one number.
    ``combine``: scale (modifiers multiply), add (they sum), join (shares that add up as independent chances:
    1 - (1-a)(1-b)).
    """

    name: str
    doc: str
    unit: str
    shape: tuple[str, ...] = ()
    combine: Combine = "scale"
    low: float = 0.0
    high: float = float("inf")

    _made: ClassVar[dict[tuple[Any, ...], Lever]] = {}  # looked up many times a day: found by who they are

    def __new__(
        cls, name: str, doc: str, unit: str, shape: tuple[str, ...] = (), combine: Combine = "scale",
        low: float = 0.0, high: float = float("inf"),
    ) -> Lever:  # fmt: skip
        return cls._made.setdefault((name, doc, unit, shape, combine, low, high), object.__new__(cls))

    def __reduce__(self) -> tuple[Any, ...]:
        return Lever, (self.name, self.doc, self.unit, self.shape, self.combine, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Modifier:
    """What one barrier does to one lever today; ``where`` selects labels per axis (axis left out: everywhere)."""

    lever: Lever
    amount: float
    where: Mapping[str, tuple[str, ...]] | None = None


class Levers:
    """Today's value of every lever of a catalogue.

    ``axes`` maps an axis name to its labels. Values are read as ``levers[LEVER]``: a float64 array of the lever's
    shape (0-dimensional for a plain number) that is updated in place, so compiled code may keep a view of it.
    """

    def __init__(self, catalogue: Iterable[Lever], axes: Mapping[str, tuple[str, ...]]) -> None:
        self.axes = dict(axes)
        self._base: dict[Lever, NDArray[np.float64]] = {}
        self._today: dict[Lever, NDArray[np.float64]] = {}
        for lever in catalogue:
            self._base[lever] = np.zeros([len(axes[a]) for a in lever.shape])
            self._today[lever] = self._base[lever].copy()
        self._places: dict[Any, Any] = {}  # by lever and by what of it is meant
        self._applied: tuple[Modifier, ...] = ()
        self._moved: frozenset[Lever] = frozenset()
        self.vetted: dict[str, Sequence[Modifier]] = {}  # by barrier, what of it was found in order last
        self.changes = 0  # how often any value was set anew
        self._changed = dict.fromkeys(self._base, 0)  # at which of these each lever was

    def __getitem__(self, lever: Lever) -> NDArray[np.float64]:
        return self._today[lever]

    def __contains__(self, lever: object) -> bool:
        return lever in self._base

    def set_base(self, lever: Lever, value: float | NDArray[np.float64]) -> None:
        """Set the value the lever has without any barrier."""
        self._base[lever][...] = value
        self._recompute((lever,))

    def apply(self, modifiers: Iterable[Modifier]) -> bool:
        """Make these the modifiers of today, replacing yesterday's; tell whether they are others."""
        today = tuple(modifiers)
        if today == self._applied:
            return False
        before, moved_before = self._applied, self._moved
        self._applied, self._moved = today, frozenset(m.lever for m in today)
        self._recompute(moved_before | self._moved, before)
        return True

    def last_change(self, levers: Iterable[Lever]) -> int:
        """Return when any of these was last set anew: while that is the same, so is whatever follows from them."""
        return max(map(self._changed.__getitem__, levers))

    def moved(self, *levers: Lever) -> bool:
        """Return whether a barrier modifies one of these today."""
        return bool(self._moved) and not self._moved.isdisjoint(levers)

    def _recompute(self, levers: Iterable[Lever], before: tuple[Modifier, ...] | None = None) -> None:
        """Work levers out anew; of those on which the modifiers ``before`` bore alike, nothing is to be done."""
        self.changes += 1
        now, old = _by_lever(self._applied), None if before is None else _by_lever(before)
        for lever in levers:
            mine = now.get(lever, [])
            if old is not None and mine == old.get(lever, []):
                continue
            value = self._base[lever].copy()
            for modifier in mine:
                index = self._index(lever, modifier.where)
                if lever.combine == "scale":
                    value[index] *= modifier.amount
                elif lever.combine == "add":
                    value[index] += modifier.amount
                else:
                    value[index] = 1.0 - (1.0 - value[index]) * (1.0 - modifier.amount)
            self._changed[lever] = self.changes
            np.minimum(np.maximum(value, lever.low, out=value), lever.high, out=self._today[lever])

    def _index(self, lever: Lever, where: Mapping[str, tuple[str, ...]] | None) -> Any:
        """Return the places of a lever that are meant, looked up once."""
        if not where:
            return ...
        asked = (lever, *((axis, tuple(labels)) for axis, labels in where.items()))
        if asked not in self._places:
            self._places[asked] = self._look_up(lever, where)
        return self._places[asked]

    def _look_up(self, lever: Lever, chosen: Mapping[str, tuple[str, ...]]) -> Any:
        unknown = set(chosen) - set(lever.shape)
        if unknown:
            raise ValueError(f"lever {lever.name} has no axis {', '.join(sorted(unknown))}")
        rows = []
        for axis in lever.shape:
            labels = self.axes[axis]
            rows.append([labels.index(label) for label in chosen[axis]] if axis in chosen else range(len(labels)))
        if all(len(row) == 1 or row == range(len(row)) for row in rows):  # which NumPy finds sooner
            return tuple(row[0] if len(row) == 1 else slice(None) for row in rows)
        return np.ix_(*[np.asarray(r, dtype=np.intp) for r in rows])


def _by_lever(modifiers: Iterable[Modifier]) -> dict[Lever, list[Modifier]]:
    found: dict[Lever, list[Modifier]] = {}
    for modifier in modifiers:
        found.setdefault(modifier.lever, []).append(modifier)
    return found
