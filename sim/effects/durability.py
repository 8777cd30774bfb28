"""Durability of an effect: how deep it is, when half of it is gone, when trade is back.

Everything here is a pure function of daily arrays. With the world with the barrier (``treated``) and its twin without
it (``twin``, same seed, same draws), and Y the sum over the last 28 days, the effect on day t is

    E(t) = 1 - sum over replicates of Y_treated(t) / sum over replicates of Y_twin(t),

the **pooled** curve. Because the window trails, even a total stop takes 28 days to show in full.

Why pooled, and why the first excursion only: two worlds that once differ drift apart by chance (a leader exit-scams its
customers in one of them and not in the other), so the largest gap of a single pair in two years is large without any
barrier, and comes on any day. The sum over replicates cancels what is chance; what a barrier does, it does in all of
them after its start.

The **start** is the day on which the first barrier began; where triggers choose it, a day of its own in each replicate
(:mod:`sim.effects.clock`), and t counts from it.

The **first excursion** begins on the first day from the start on which E >= 5 % and ends on the first day from which E
stays below 5 % for 28 days.

* depth: largest E of the excursion, and day of depth: its day. A largest value is too large on average, as it is
  chosen for being so; how much is told by the bootstrap: choose the day on each resample of the replicates, read the
  original curve on that day, and take the mean excess off (:mod:`sim.effects.pooled`). What is estimated is thus the
  effect on the day that is reported. Kept within 0 and 1: no more can be missing than there is.
* half-life: days from the day of depth until E <= depth / 2 and stays so for 28 days, at most to the end of the
  excursion. An excursion less than 10 % deep may end before its half is reached; then none is reported.
* recovery: days from the start to the end of the excursion.
* Both are censored where the run ends first, at the last day that could have been confirmed, 28 days before its end.
* Where E never reaches 5 %, or the depth of the first excursion is not 5 % once corrected: no effect of 5 % or more.
  Depth is then the largest E of the first 90 days (after the ramp); half-life does not exist, recovery is 0 days here
  and is not reported. What the barrier averted may still be told from none.
* Later excursions are not attributed to the barrier, so that chance does not get many tries. Whether it goes on working
  is told by one figure instead: the share of revenue missing from the end of the first excursion to that of the run.
* An excursion counts only if E on the day of depth is more than drift shows on any day of the run, or, where the
  whole first year has lost revenue beyond chance, than it shows on that day (:attr:`sim.effects.pooled.Pooled.chance`,
  level 5 %, one-sided); otherwise it cannot be told from chance. A bound for the day of depth alone would not do:
  worlds that only drift apart would exceed it, somewhere in two years, in many studies.
* A day on which the twin has no trade in its window can show no effect: E is 0 when the treated world has none
  either, and NaN otherwise; NaN counts as "no effect".

The same definitions applied to each replicate alone give the spread between runs, which contains the drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WINDOW = 28
"""Days summed into one value of the effect curve."""
STAY = 28
"""Days in a row on which a level must hold before it counts."""
RECOVERED = 0.05
"""Effect from which an excursion begins, and below which trade counts as back."""
EARLY = 90
"""Days after the start (and ramp) whose largest effect is the depth where there is no excursion."""
OBSERVED = 56
"""Days before the start whose mean is the level an observer without a twin compares with."""


@dataclass(frozen=True, slots=True)
class Excursions:
    """The first excursion of each curve; every field has shape (curves,), days are counted from the start.

    ``found``: whether E reaches 5 %; ``onset``: NaN where it does not; ``depth`` and ``rebound`` (most negative E, at
    most 0) are shares of the twin's trade; ``half_life`` is counted from the day of depth.
    """

    found: Flags
    onset: Floats
    depth: Floats
    day_of_depth: Floats
    half_life: Floats
    half_life_censored: Flags
    recovery: Floats
    recovery_censored: Flags
    rebound: Floats
    day_of_rebound: Floats


def trailing_sum(daily: ArrayLike, window: int = WINDOW) -> Floats:
    """Sum each day with the ``window - 1`` days before it (fewer at the beginning); shape (replicates, days).

    Windows are added up one by one rather than as differences of a running total, so that a window without trade
    is exactly 0 and not a rounding error.
    """
    values = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    padded = np.pad(values, ((0, 0), (window - 1, 0)))
    return np.asarray(sliding_window_view(padded, window, axis=1).sum(axis=-1))


def missing_share(treated: Floats, twin: Floats) -> Floats:
    """Share of the twin's trade that is missing: 1 - treated / twin; arrays of the same shape."""
    if treated.shape != twin.shape:
        raise ValueError(f"treated has shape {treated.shape}, its twin {twin.shape}: they must be the same")
    missing = np.where(treated == 0.0, 0.0, np.nan)
    np.divide(twin - treated, twin, out=missing, where=twin > 0.0)
    return missing


def effect_curve(treated: ArrayLike, twin: ArrayLike, window: int = WINDOW) -> Floats:
    """Return the effect curve of each replicate alone, shape (replicates, days)."""
    return missing_share(trailing_sum(treated, window), trailing_sum(twin, window))


def first_lasting(holds: Flags, origin: ArrayLike, stay: int = STAY) -> tuple[Floats, Flags]:
    """Find the first day from ``origin`` on which ``holds`` begins to be true for ``stay`` days in a row.

    ``holds``: shape (curves, days); ``origin``: day, one number or shape (curves,). Return the day and whether it is
    censored; a censored day is the last one on which the stay could have been confirmed (at least the origin itself).
    """
    curves, days = holds.shape
    first = np.broadcast_to(np.asarray(origin, dtype=np.float64), (curves,))
    last_confirmable = days - stay
    if last_confirmable < 0:
        return first.copy(), np.ones(curves, dtype=np.bool_)
    held = np.zeros((curves, days + 1), dtype=np.int32)
    np.cumsum(holds, axis=1, out=held[:, 1:])
    lasting = held[:, stay:] - held[:, :-stay] == stay
    lasting &= np.arange(last_confirmable + 1) >= first[:, None]
    found = lasting.any(axis=1)
    day = np.where(found, lasting.argmax(axis=1), np.maximum(last_confirmable, first))
    return day.astype(np.float64), np.logical_not(found)


def first_excursions(after: Floats, ramp: int = 0, level: float = RECOVERED) -> Excursions:
    """Measure the first excursion of every curve; ``after``: E from the start on, shape (curves, days).

    ``level``: effect from which an excursion begins; infinite: none does, and depth is that of the first 90 days.
    """
    days = np.arange(after.shape[1])
    known = np.where(np.isnan(after), -np.inf, after)
    hit = known >= level
    found: Flags = np.asarray(hit.any(axis=1))
    onset = np.where(found, hit.argmax(axis=1), 0)
    end, end_censored = first_lasting(~hit, onset)
    end_censored &= found
    last = np.where(found, np.where(end_censored, len(days), end), ramp + EARLY)
    inside = np.where((days >= onset[:, None]) & (days < last[:, None]), known, -np.inf)
    deepest, depth = inside.argmax(axis=1), inside.max(axis=1)
    halved, half_censored = first_lasting(~(known > depth[:, None] / 2.0), deepest)
    lowest = np.where(np.isnan(after), 0.0, after)
    return Excursions(
        found=found,
        onset=np.where(found, onset, np.nan),
        depth=np.where(np.isfinite(depth), depth, np.nan),
        day_of_depth=np.where(np.isfinite(depth), deepest, np.nan),
        half_life=np.where(found, np.where(end_censored, halved, np.minimum(halved, end)) - deepest, np.nan),
        half_life_censored=half_censored & end_censored,
        recovery=np.where(found, end, 0.0),
        recovery_censored=end_censored,
        rebound=np.minimum(lowest.min(axis=1), 0.0),
        day_of_rebound=lowest.argmin(axis=1).astype(np.float64),
    )


def level_before(daily: ArrayLike, start: int, days: int = OBSERVED) -> Floats:
    """Mean of the last ``days`` days before the start (of those there are), shape (replicates,)."""
    values = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    return np.asarray(values[:, max(start - days, 0) : start].mean(axis=1))


def averted(treated: ArrayLike, twin: ArrayLike) -> Floats:
    """Sum of twin minus treated over all days, shape (replicates,): what the barrier kept from happening."""
    difference = np.atleast_2d(np.asarray(twin, dtype=np.float64)) - np.atleast_2d(np.asarray(treated, np.float64))
    return np.asarray(difference.sum(axis=1))
