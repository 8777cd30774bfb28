"""Durability of an effect: what of it passes, how fast, and what of it stays.

Everything here is a pure function of daily arrays. With the world with the barrier (``treated``) and its twin without
it (``twin``, same seed, same draws), and Y the sum over the last 28 days, the effect on day t is

    E(t) = 1 - sum over replicates of Y_treated(t) / sum over replicates of Y_twin(t),

the **pooled** curve. Because the window trails, even a total stop takes 28 days to show in full.

Why pooled: two worlds that once differ drift apart by chance (a leader exit-scams in one of them and not in the
other), so the largest gap of a single pair in two years is large without any barrier, and comes on any day. The sum
over replicates cancels what is chance; what a barrier does, it does in all of them after its start.

The **start** is the day on which the first barrier began; where triggers choose it, a day of its own in each replicate
(:mod:`sim.effects.start`), and t counts from it.

* peak: largest E of the first year (after the ramp), and its day. A largest value is too large on average, as it is
  chosen for being so; how much is told by the bootstrap: choose the day on each resample of the replicates, read the
  original curve on that day, and take the mean excess off (:mod:`sim.effects.pooled`). Never less than
  E of the first 28 days: that day is not chosen, and the worst cannot lie below it.
* stays: share of revenue missing in the second year after the start; of the last whole year where the run ends before;
  not known where that would begin in the first 90 days.
* depth: peak less what stays, the part that passes.
* half-life: days from the day of the peak until E <= stays + depth / 2 and stays so for 28 days. Censored where the
  run ends first, at the last day that could have been confirmed, 28 days before its end.
* recovery: days from the start until E lies below a line (3, 5, 10 %) for 28 days. It means something only where the
  curve crosses the line at an angle, so it is told only where what is missing *after* that day, to the end of the run,
  lies below the line beyond noise, and E does not lie above it again for 28 days; or never, where what is missing in
  the end lies above it beyond noise. Otherwise the effect hovers around the line, and no day is told.
* There is an effect if E at the peak is more than drift shows on any day of the run, or if the first four weeks or
  the first year have lost revenue beyond chance (:attr:`sim.effects.pooled.Pooled.chance`, level 5 %, one-sided). No
  line decides it. Otherwise neither peak nor depth, half-life or recovery is told; nor are the first three where
  nothing that passes is told from none, as the largest value of what only stays is chance. Nor is a half-life where
  the day of the worst, from which it counts, may be one or another by eight weeks.
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
"""Effect below which trade counts as back: a convention of this program, so 3 and 10 % are told beside it."""
LINES = {"recovery_10": 0.10, "recovery": RECOVERED, "recovery_3": 0.03}
"""Effects below which a day is looked for, by outcome."""
YEAR = 365
EARLY = 90
"""Days after the start in which a year that tells what stays may not begin."""
OBSERVED = 56
"""Days before the start whose mean is the level an observer without a twin compares with."""


@dataclass(frozen=True, slots=True)
class Course:
    """The course of each curve; every field has shape (curves,), days are counted from the start.

    ``peak``, ``depth`` (peak less what stays) and ``rebound`` (most negative E, at most 0) are shares of the twin's
    trade; ``half_life`` is counted from the day of the peak, NaN where nothing passes.
    """

    peak: Floats
    day_of_peak: Floats
    depth: Floats
    half_life: Floats
    half_life_censored: Flags
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


def course(after: Floats, stays: ArrayLike = 0.0, ramp: int = 0, day: int | None = None) -> Course:
    """Measure the course of every curve; ``after``: E from the start on, shape (curves, days).

    ``stays``: what stays of each, shape (curves,), NaN where that is not known; ``ramp``: days until the barrier has
    its full strength; ``day``: of the peak, where it is not to be looked for.
    """
    known = np.where(np.isnan(after), -np.inf, after)
    first = known[:, : YEAR + ramp]
    deepest = first.argmax(axis=1) if day is None else np.full(len(after), day)
    peak = np.take_along_axis(known, deepest[:, None], axis=1)[:, 0]
    peak = np.where(np.isfinite(peak), peak, np.nan)
    rest = np.broadcast_to(np.nan_to_num(np.asarray(stays, dtype=np.float64)), peak.shape)
    depth = peak - rest
    half = (rest + depth / 2.0)[:, None]
    halved, censored = first_lasting(~(known > half), deepest)
    passes = depth > 0.0
    lowest = np.where(np.isnan(after), 0.0, after)
    return Course(
        peak=peak,
        day_of_peak=np.where(np.isnan(peak), np.nan, deepest),
        depth=depth,
        half_life=np.where(passes, halved - deepest, np.nan),
        half_life_censored=censored & passes,
        rebound=np.minimum(lowest.min(axis=1), 0.0),
        day_of_rebound=lowest.argmin(axis=1).astype(np.float64),
    )


def crossing(after: Floats, line: float, ramp: int = 0) -> tuple[Floats, Flags]:
    """Find when each curve is below a line for 28 days, from the first day of the first year on which it is not.

    ``after``: E from the start on, shape (curves, days). A curve that reaches a higher line as well is looked at from
    there on: it cannot be back within 3 % before it is within 10 %. Return the day, 0 for a curve that never reaches
    the line, and whether it is censored.
    """
    known = np.where(np.isnan(after), -np.inf, after)
    first = known[:, : YEAR + ramp]
    found = (first >= line).any(axis=1)
    origin = np.zeros(len(after))
    for other in {line, *(higher for higher in LINES.values() if higher > line)}:
        origin = np.maximum(origin, (first >= other).argmax(axis=1))  # 0 where it is never reached
    day, censored = first_lasting(known < line, origin)
    return np.where(found, day, 0.0), censored & found


def second_year(days: int) -> tuple[int, int] | None:
    """Give first and last day (exclusive) of the year that tells what stays; None where a run is too short.

    ``days``: from the start to the end of the run.
    """
    first = min(YEAR, days - YEAR)
    return (first, first + YEAR) if first >= EARLY else None


def level_before(daily: ArrayLike, start: int, days: int = OBSERVED) -> Floats:
    """Mean of the last ``days`` days before the start (of those there are), shape (replicates,)."""
    values = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    return np.asarray(values[:, max(start - days, 0) : start].mean(axis=1))


def averted(treated: ArrayLike, twin: ArrayLike) -> Floats:
    """Sum of twin minus treated over all days, shape (replicates,): what the barrier kept from happening."""
    difference = np.atleast_2d(np.asarray(twin, dtype=np.float64)) - np.atleast_2d(np.asarray(treated, np.float64))
    return np.asarray(difference.sum(axis=1))
