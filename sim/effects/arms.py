"""The two arms of a daily table as arrays of the same replicates and days: of all replicates, as they are stored.

One replicate's arms, as a worker has them: ``Pair`` in ``sim/studies/measurement/pairs.py``. What pairing gains:
``sim/effects/pairing.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BASELINE, BARRIER = "baseline", "barrier"


class Arms:
    """Replicates that have both arms, side by side.

    A replicate with one arm is left out: there is nothing to pair it with. Days that only the baseline has (before a
    branch) count as the same in both arms.
    """

    def __init__(self, daily: pd.DataFrame) -> None:
        self._baseline = daily[daily["arm"] == BASELINE]
        self._barrier = daily[daily["arm"] == BARRIER]
        common = np.intersect1d(self._baseline["replicate"].unique(), self._barrier["replicate"].unique())
        self.replicates: NDArray[np.int64] = common.astype(np.int64)
        """Numbers of the replicates, ascending; shape (replicates,)."""
        self.days: NDArray[np.int64] = np.sort(self._baseline["day"].unique()).astype(np.int64)
        """Days of the run, ascending; shape (days,)."""

    def __contains__(self, column: str) -> bool:
        return column in self._baseline.columns

    def only(self, replicates: NDArray[np.int64]) -> Arms:
        """Keep these replicates of those that have both arms."""
        kept = np.intersect1d(self.replicates, replicates)
        arms = (self._baseline, self._barrier)
        return Arms(pd.concat([arm[arm["replicate"].isin(kept)] for arm in arms]))

    def index(self, day: int) -> int:
        """Position of a day among the days; raise ValueError when the run does not reach it."""
        position = int(np.searchsorted(self.days, day))
        if position >= len(self.days):
            raise ValueError(f"start={day} is beyond the run, whose last day is {self.days[-1]}")
        return position

    def both(self, column: str) -> tuple[Floats, Floats]:
        """Return a column of the barrier arm and of its twin, each of shape (replicates, days)."""
        twin, treated = (self._spread(arm, column) for arm in (self._baseline, self._barrier))
        before = np.isnan(treated) & (self.days < self._branch())
        return np.where(before, twin, treated), twin

    def baseline(self, column: str) -> Floats:
        """Return a column of the twin, shape (replicates, days)."""
        return self._spread(self._baseline, column)

    def _branch(self) -> int:
        return int(self._barrier["day"].min())

    def _spread(self, arm: pd.DataFrame, column: str) -> Floats:
        wide = arm.pivot(index="replicate", columns="day", values=column)
        return wide.reindex(index=self.replicates, columns=self.days).to_numpy(dtype=np.float64)
