"""Daily revenue of both arms, from which the durability of an effect is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.effects import durability as measure
from sim.effects.arms import Arms
from sim.effects.start import Start, aligned

Floats = NDArray[np.float64]
EMPTY = np.zeros((0, 0))


@dataclass(frozen=True, eq=False)
class Curves:
    """Revenue (EUR a day) of the world with the barrier and of its twin, each of shape (replicates, days).

    ``replicates``: their numbers, shape (replicates,); ``start``: position of the first day of the barrier;
    ``ramp``: days until it has its full strength. Where the barrier began on different days, rows are moved so that
    it begins in one column, and NaN after the end of their run. Small enough to be kept for every scenario of a study.
    """

    replicates: NDArray[np.int64]
    treated: Floats
    twin: Floats
    start: int
    ramp: int = 0

    def __post_init__(self) -> None:
        if self.treated.shape != self.twin.shape:
            raise ValueError(
                f"treated has shape {self.treated.shape}, its twin {self.twin.shape}: they must be the same"
            )
        if len(self.treated) and not 0 <= self.start < self.treated.shape[1]:
            days = self.treated.shape[1]
            raise ValueError(f"start={self.start} lies outside the run: it has {days} days (0 to {days - 1})")

    @classmethod
    def of(cls, daily: pd.DataFrame, start: Start, ramp: int = 0) -> Curves:
        """Take them from a daily table: columns replicate, arm, day, revenue.

        Replicates with one arm are left out, and those in which the barrier never began.
        """
        return cls.of_arms(Arms(daily), start, ramp)

    @classmethod
    def of_arms(cls, arms: Arms, start: Start, ramp: int = 0) -> Curves:
        """Take them from arms already laid side by side."""
        if isinstance(start, Mapping):
            arms = arms.only(np.array(list(start), dtype=np.int64))
        if not len(arms.replicates):
            return cls(arms.replicates, EMPTY, EMPTY, 0, ramp)
        both = arms.both("revenue")
        if not isinstance(start, Mapping):
            return cls(arms.replicates, *both, arms.index(start), ramp)
        first = np.array([arms.index(start[int(number)]) for number in arms.replicates])
        (treated, column), (twin, _) = (aligned(arm, first) for arm in both)
        return cls(arms.replicates, treated, twin, column, ramp)

    @classmethod
    def from_arrays(cls, treated: ArrayLike, twin: ArrayLike, start: int, ramp: int = 0) -> Curves:
        """Take them from arrays of shape (replicates, days) or (days,), replicates numbered from 0."""
        one, other = (np.atleast_2d(np.asarray(arm, dtype=np.float64)) for arm in (treated, twin))
        return cls(np.arange(len(one)), one, other, start, ramp)

    @property
    def arms(self) -> tuple[Floats, Floats]:
        """Revenue of the world with the barrier and of its twin."""
        return self.treated, self.twin

    def only(self, replicates: NDArray[np.int64]) -> Curves:
        """Keep these replicates, in ascending order."""
        kept = np.isin(self.replicates, replicates)
        return Curves(self.replicates[kept], self.treated[kept], self.twin[kept], self.start, self.ramp)

    def observed(self) -> Curves | None:
        """The same against the mean of the 56 days before, or None where the run starts with the barrier.

        It is all an observer of the real world has, and mistakes trend and ordinary closures for effects.
        """
        if self.start == 0 or not len(self.replicates):
            return None
        level = measure.level_before(self.treated, self.start)[:, None]
        twin = np.where(np.isnan(self.treated), np.nan, level)
        return Curves(self.replicates, self.treated, twin, self.start, self.ramp)

    def single(self) -> Floats:
        """Effect curve of each replicate alone, shape (replicates, days)."""
        return measure.effect_curve(self.treated, self.twin)
