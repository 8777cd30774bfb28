"""Kaplan-Meier: durations of which some did not end before the run did.

A run in which trade is not back by the horizon says "longer than this", and an average of such numbers would say
too little. Source: Kaplan and Meier 1958; Greenwood's variance on the log(-log) scale as in Kalbfleisch and Prentice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.effects.bootstrap import CONFIDENCE, Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survival:
    """The share that lasts longer than each time at which something ended; all fields have shape (event times,).

    ``times`` in the unit of the durations; ``at_risk`` and ``events`` are counts; ``survival`` with the bounds ``low``
    and ``high``. ``longest`` is the longest duration seen, ended or not.
    """

    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    low: Floats
    high: Floats
    longest: float

    def at(self, time: float) -> float:
        """Share that lasts longer than ``time``."""
        index = int(np.searchsorted(self.times, time, side="right"))
        return float(self.survival[index - 1]) if index else 1.0

    def median(self) -> Interval:
        """Time by which half has ended, with its interval; infinite where the curve does not come down to a half."""
        return Interval(*(self._falls_to(curve, 0.5) for curve in (self.survival, self.low, self.high)))

    def quantile(self, share: float) -> float:
        """Time by which a share of the durations has ended; infinite where fewer end within the run."""
        return self._falls_to(self.survival, 1.0 - share)

    def _falls_to(self, curve: Floats, level: float) -> float:
        """Time at which a curve falls to a level; the middle of the times between which it lies at just that level."""
        below = np.flatnonzero(curve <= level + 1e-12)
        if not len(below):
            return math.inf
        first = below[0]
        level_there = first + 1 < len(curve) and abs(float(curve[first]) - level) < 1e-12
        return float(self.times[first : first + 2].mean() if level_there else self.times[first])

    def restricted_mean(self, horizon: float | None = None) -> float:
        """Mean duration up to ``horizon`` (default: the longest seen), the area under the curve."""
        end = self.longest if horizon is None else horizon
        inside = self.times < end
        edges = np.concatenate([[0.0], self.times[inside], [end]])
        return float((np.diff(edges) * np.concatenate([[1.0], self.survival[inside]])).sum())


def kaplan_meier(durations: ArrayLike, censored: ArrayLike, confidence: float = CONFIDENCE) -> Survival:
    """Estimate how long durations last when some are censored; NaN durations are left out.

    ``durations``: any unit, shape (n,); ``censored``: bool, shape (n,), True where the end was not seen.
    """
    time = np.asarray(durations, dtype=np.float64)
    ended = ~np.asarray(censored, dtype=np.bool_)[~np.isnan(time)]
    time = time[~np.isnan(time)]
    times = np.unique(time[ended])
    at_risk = (time[None, :] >= times[:, None]).sum(axis=1).astype(np.float64)
    events = ((time[None, :] == times[:, None]) & ended).sum(axis=1).astype(np.float64)
    survival = np.cumprod(1.0 - events / at_risk)

    partial = survival > 0.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    low, high = np.zeros_like(survival), np.zeros_like(survival)
    greenwood = np.cumsum(events[partial] / (at_risk[partial] * (at_risk[partial] - events[partial])))
    log = np.log(survival[partial])
    factor = np.exp(z * np.sqrt(greenwood) / np.abs(log))
    low[partial], high[partial] = survival[partial] ** factor, survival[partial] ** (1.0 / factor)
    if len(times) and not partial[-1]:
        # Greenwood says nothing once nobody is left; the exact binomial bound for "all of the last ones ended" does.
        before = high[-2] if len(times) > 1 else 1.0
        high[-1] = before * (1.0 - (0.5 - confidence / 2.0) ** (1.0 / at_risk[-1]))
    return Survival(times, at_risk, events, survival, low, high, float(time.max()) if len(time) else math.nan)
