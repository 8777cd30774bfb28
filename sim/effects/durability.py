"""Durability of an effect: how deep it is, when half of it is gone, when trade is back, what was averted.

Everything here is a pure function of daily arrays of shape (replicates, days), the world with the barrier
(``treated``) and its twin without it (``twin``, same seed, same draws); one array of shape (days,) is one replicate.

The effect on day t is ``e(t) = 1 - Y_treated(t) / Y_twin(t)`` with Y the sum over the last 28 days. Because the
window trails, even a total stop takes 28 days to show in full, and the day of depth lies up to 28 days after the
worst single day.

Conventions, chosen so that no figure says more than the run can show:

* "stays so" means on 28 days in a row. A crossing can therefore be confirmed no later than 28 days before the end
  of the run: a duration that is not confirmed by then is right-censored at that day.
* Recovery is searched from the first day on which the effect reaches 5 %, so that a barrier that takes long to bite
  is not called over before it began. Where it never reaches 5 %, recovery is 0 days, uncensored.
* A depth below 1 % is no effect: it has no half-life (NaN, uncensored).
* A day on which the twin has no trade in its window can show no effect: e is 0 when the treated world has none
  either, and NaN otherwise; NaN counts as "no effect" in durations.
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
"""Effect below which trade counts as back."""
NO_EFFECT = 0.01
"""Depth, or averted share, below which there is nothing whose duration or destination could be told."""
OBSERVED = 56
"""Days before the start whose mean is the level an observer without a twin compares with."""


@dataclass(frozen=True, slots=True)
class Durability:
    """What the effect curves of some replicates show; every field but ``curve`` has shape (replicates,).

    ``curve``: e(t), shape (replicates, days). ``depth`` and ``rebound`` (at most 0) are shares of the twin's trade;
    ``day_of_depth``, ``half_life`` and ``recovery`` are days, the first and the last counted from the start, the
    half-life from the day of depth.
    """

    curve: Floats
    depth: Floats
    day_of_depth: Floats
    half_life: Floats
    half_life_censored: Flags
    recovery: Floats
    recovery_censored: Flags
    rebound: Floats


def trailing_sum(daily: ArrayLike, window: int = WINDOW) -> Floats:
    """Sum each day with the ``window - 1`` days before it (fewer at the beginning); shape (replicates, days).

    Windows are added up one by one rather than as differences of a running total, so that a window without trade
    is exactly 0 and not a rounding error.
    """
    values = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    padded = np.pad(values, ((0, 0), (window - 1, 0)))
    return np.asarray(sliding_window_view(padded, window, axis=1).sum(axis=-1))


def effect_curve(treated: ArrayLike, twin: ArrayLike, window: int = WINDOW) -> Floats:
    """Return e(t), the share of the twin's trade of the last ``window`` days that is missing; (replicates, days)."""
    with_barrier, without = trailing_sum(treated, window), trailing_sum(twin, window)
    if with_barrier.shape != without.shape:
        raise ValueError(f"treated has shape {with_barrier.shape}, its twin {without.shape}: they must be the same")
    missing = np.where(with_barrier == 0.0, 0.0, np.nan)
    np.divide(without - with_barrier, without, out=missing, where=without > 0.0)
    return missing


def first_lasting(holds: Flags, origin: ArrayLike, stay: int = STAY) -> tuple[Floats, Flags]:
    """Find the first day from ``origin`` on which ``holds`` begins to be true for ``stay`` days in a row.

    ``holds``: shape (replicates, days); ``origin``: day, one number or shape (replicates,). Return the day and
    whether it is censored; a censored day is the last one on which the stay could have been confirmed (at least
    the origin itself).
    """
    replicates, days = holds.shape
    first = np.broadcast_to(np.asarray(origin, dtype=np.float64), (replicates,))
    last_confirmable = days - stay
    if last_confirmable < 0:
        return first.copy(), np.ones(replicates, dtype=np.bool_)
    lasting = sliding_window_view(holds, stay, axis=1).all(axis=-1)
    lasting = lasting & (np.arange(last_confirmable + 1) >= first[:, None])
    found = lasting.any(axis=1)
    day = np.where(found, lasting.argmax(axis=1), np.maximum(last_confirmable, first))
    return day.astype(np.float64), np.logical_not(found)


def durability(treated: ArrayLike, twin: ArrayLike, start: int, window: int = WINDOW) -> Durability:
    """Measure depth, half-life, recovery and rebound of the barrier that begins on day ``start``.

    ``treated``, ``twin``: any daily amount (EUR, orders), shape (replicates, days) or (days,). Raise ValueError when
    the start lies outside the days or the shapes differ.
    """
    curve = effect_curve(treated, twin, window)
    days = curve.shape[1]
    if not 0 <= start < days:
        raise ValueError(f"start={start} lies outside the run: it has {days} days (0 to {days - 1})")
    after = curve[:, start:]
    known = ~np.isnan(after)
    top = np.where(known, after, -np.inf)
    deepest = top.argmax(axis=1) + start
    depth = np.where(known.any(axis=1), top.max(axis=1), np.nan)
    rebound = np.minimum(np.where(known, after, 0.0).min(axis=1), 0.0)

    halved, half_life_censored = first_lasting(~(curve > depth[:, None] / 2.0), deepest)
    some = depth >= NO_EFFECT
    half_life = np.where(some, halved - deepest, np.nan)

    affected = curve >= RECOVERED
    affected[:, :start] = False
    bites = affected.any(axis=1)
    back, recovery_censored = first_lasting(~affected, np.where(bites, affected.argmax(axis=1), start))
    return Durability(
        curve=curve,
        depth=depth,
        day_of_depth=np.where(some, deepest - start, np.nan).astype(np.float64),
        half_life=half_life,
        half_life_censored=half_life_censored & some,
        recovery=np.where(bites, back - start, 0.0),
        recovery_censored=recovery_censored & bites,
        rebound=rebound,
    )


def observed(treated: ArrayLike, start: int, window: int = WINDOW) -> Durability:
    """Measure the same with the mean of the 56 days before the start in place of the twin.

    It is all an observer of the real world has, and mistakes trend and ordinary closures for effects. Where the run
    starts with the barrier there is no level to compare with and every figure is NaN.
    """
    values = np.atleast_2d(np.asarray(treated, dtype=np.float64))
    if start > 0:
        return durability(values, np.broadcast_to(level_before(values, start)[:, None], values.shape), start, window)
    nothing = np.full(len(values), np.nan)
    no = np.zeros(len(values), dtype=np.bool_)
    return Durability(np.full(values.shape, np.nan), nothing, nothing, nothing, no, nothing, no, nothing)


def level_before(daily: ArrayLike, start: int, days: int = OBSERVED) -> Floats:
    """Mean of the last ``days`` days before the start (of those there are), shape (replicates,)."""
    values = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    return np.asarray(values[:, max(start - days, 0) : start].mean(axis=1))


def averted(treated: ArrayLike, twin: ArrayLike) -> Floats:
    """Sum of twin minus treated over all days, shape (replicates,): what the barrier kept from happening."""
    difference = np.atleast_2d(np.asarray(twin, dtype=np.float64)) - np.atleast_2d(np.asarray(treated, np.float64))
    return np.asarray(difference.sum(axis=1))


def displaced(extra: ArrayLike, averted_orders: ArrayLike, twin_orders: ArrayLike) -> Floats:
    """Share of the averted orders that went elsewhere (``extra`` orders there), shape (replicates,).

    NaN where less than 1 % of the twin's orders was averted: a share of nothing tells nothing.
    """
    moved = np.asarray(extra, dtype=np.float64)
    total, twin = np.asarray(averted_orders, np.float64), np.asarray(twin_orders, np.float64)
    share = np.full(total.shape, np.nan)
    np.divide(moved, total, out=share, where=total > NO_EFFECT * twin)
    return share
