"""How long things last: survival of entrants, and hazards by age of what was watched for a while only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

YEAR = 365.0


def survival(entered: NDArray[np.int64], left: NDArray[np.int64], end: int, at: int) -> float:
    """Return the Kaplan-Meier share of entrants still there ``at`` days after entry (``left`` < 0: still there)."""
    gone = left >= 0
    duration = np.where(gone, left, end) - entered
    alive = 1.0
    for t in np.unique(duration[gone & (duration <= at)]):
        at_risk = np.count_nonzero(duration >= t)
        alive *= 1.0 - np.count_nonzero(gone & (duration == t)) / at_risk
    return float(alive)


def hazard(
    opened: NDArray[np.int64], closed: NDArray[np.int64], window: tuple[int, int], ages: tuple[float, float]
) -> float:
    """Return endings a day among those of an age in [first, last), of what happened within the window of days.

    ``opened``, ``closed``: days, shape (n,), ``closed`` < 0 where it goes on. NaN where nothing of that age was there.
    """
    (first, last), (young, old) = window, ages
    end = np.where(closed >= 0, closed, last)
    days = np.clip(np.minimum(np.minimum(end, last), opened + old) - np.maximum(first, opened + young), 0.0, None)
    age = closed - opened
    ended = (closed >= first) & (closed < last) & (age >= young) & (age < old)
    exposure = float(days.sum())
    return float(np.count_nonzero(ended) / exposure) if exposure > 0.0 else float("nan")


def dies_within(
    opened: NDArray[np.int64], closed: NDArray[np.int64], window: tuple[int, int], days: float = YEAR, bins: int = 12
) -> float:
    """Return the chance of ending before an age, from hazards by age: those that were there before count as well."""
    width = days / bins
    rates = np.array([hazard(opened, closed, window, (b * width, (b + 1) * width)) for b in range(bins)])
    return float(1.0 - np.exp(-np.nansum(rates) * width)) if np.isfinite(rates).any() else float("nan")


def contrast(one: float, other: float) -> float:
    """Return how far apart two rates are, between -1 (only the other) and 1 (only the one); 0 where they are equal."""
    total = one + other
    return float((one - other) / total) if total > 0.0 else float("nan")
