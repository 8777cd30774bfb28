"""Random draws by counter: a draw is a pure function of (seed, day, row, decision).

There is no generator with a state. ``key(seed, day, row)`` names who draws when; ``random_bits(key, decision)`` is the
draw: 64 bits, three nested rounds of the splitmix64 finaliser. So one changed draw changes only what depends on it, the
order of rows does not matter, threads need no streams of their own, and twins of a pair share every draw they have in
common. A decision is a whole number; populations share row numbers, hence no two of them may share a decision.

A decision that needs many numbers at once takes its bits as a key: ``random_bits(random_bits(key, decision), k)``.

The scalar functions are for compiled code and are inlined there. ``keys`` and ``uniforms`` do the same for NumPy
arrays, ``Draws`` for plain Python; all three return the same numbers.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.model.engine.kernels import helper, kernel

NEVER = 2**62
"""What :func:`geometric` returns where the chance is zero: a day that no run reaches."""

_ROW, _DAY, _REPLICATE = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7
_MIX_A, _MIX_B = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = 2**64 - 1
_G_ROW, _G_DAY = np.uint64(_ROW), np.uint64(_DAY)
_A, _B = np.uint64(_MIX_A), np.uint64(_MIX_B)
_S30, _S27, _S31, _S11, _S12, _ONE = (np.uint64(n) for n in (30, 27, 31, 11, 12, 1))


@helper
def mix(x: Any) -> Any:
    """Return 64 well-mixed bits of a uint64 (the splitmix64 finaliser; a bijection)."""
    x = (x ^ (x >> _S30)) * _A
    x = (x ^ (x >> _S27)) * _B
    return x ^ (x >> _S31)


@helper
def key(seed: Any, day: Any, row: Any) -> Any:
    """Return the uint64 that stands for one row on one day of a run."""
    return mix(mix(np.uint64(seed) + np.uint64(row) * _G_ROW) + np.uint64(day) * _G_DAY)


@helper
def random_bits(key: Any, decision: Any) -> Any:
    """Return 64 random bits (uint64) for a decision; also a key for many draws of that decision."""
    return mix(np.uint64(key) + (np.uint64(decision) + _ONE) * _G_ROW)


@helper
def unit(bits: Any) -> float:
    """Turn 64 random bits into a float64 in [0, 1)."""
    return np.int64(np.uint64(bits) >> _S11) * 1.1102230246251565e-16


@helper
def open_unit(bits: Any) -> float:
    """Turn 64 random bits into a float64 in (0, 1), both ends excluded."""
    return (np.int64(np.uint64(bits) >> _S12) + 0.5) * 2.220446049250313e-16


@helper
def uniform(key: Any, decision: Any) -> float:
    """Draw a float64 in [0, 1)."""
    return unit(random_bits(key, decision))


@helper
def geometric(key: Any, decision: Any, p: float) -> Any:
    """Draw the number of trials (int64 >= 1) up to the first success at chance ``p``; ``NEVER`` where p <= 0."""
    if p >= 1.0:
        return np.int64(1)
    if not p > 0.0:
        return np.int64(NEVER)
    trials = math.log(1.0 - unit(random_bits(key, decision))) / math.log1p(-p)
    return np.int64(NEVER) if trials > 4.0e18 else np.int64(trials) + np.int64(1)


@helper
def exponential(key: Any, decision: Any) -> float:
    """Draw a float64 >= 0 with mean 1: the cumulated hazard at which something happens."""
    return -math.log(1.0 - uniform(key, decision))


@helper
def hazard_of(chance: float) -> float:
    """Return the hazard of a day on which something happens with a chance: what it adds to the cumulated hazard."""
    return -math.log1p(-chance) if chance < 1.0 else 1.0e9


@helper
def normal_quantile(p: float) -> float:
    """Return the standard normal quantile of ``p`` in (0, 1); relative error below 1.2e-9 (Acklam)."""
    if 0.02425 <= p <= 0.97575:
        q = p - 0.5
        r = q * q
        top = -3.969683028665376e01 * r + 2.209460984245205e02
        top = ((top * r - 2.759285104469687e02) * r + 1.383577518672690e02) * r - 3.066479806614716e01
        low = -5.447609879822406e01 * r + 1.615858368580409e02
        low = ((low * r - 1.556989798598866e02) * r + 6.680131188771972e01) * r - 1.328068155288572e01
        return (top * r + 2.506628277459239e00) * q / (low * r + 1.0)
    q = math.sqrt(-2.0 * math.log(p if p < 0.5 else 1.0 - p))
    top = -7.784894002430293e-03 * q - 3.223964580411365e-01
    top = ((top * q - 2.400758277161838e00) * q - 2.549732539343734e00) * q + 4.374664141464968e00
    low = ((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q + 3.754408661907416e00
    tail = (top * q + 2.938163982698783e00) / (low * q + 1.0)
    return tail if p < 0.5 else -tail


@helper
def normal(key: Any, decision: Any) -> float:
    """Draw a standard normal variate from random bits, by inversion."""
    return normal_quantile(open_unit(random_bits(key, decision)))


def keys(seed: int, day: int, rows: ArrayLike) -> NDArray[np.uint64]:
    """Return ``key`` of every row; ``rows`` non-negative integers of any shape."""
    counter = np.asarray(rows).astype(np.uint64)
    return _mix_array(_mix_array(np.uint64(seed) + counter * _G_ROW) + np.uint64((int(day) * _DAY) & _MASK))


def random_bits_by_row(seed: int, decision: int, day: int, rows: ArrayLike) -> NDArray[np.uint64]:
    """Return ``random_bits`` of every row for one decision."""
    return _mix_array(keys(seed, day, rows) + np.uint64(((int(decision) + 1) * _ROW) & _MASK))


def uniforms(seed: int, decision: int, day: int, rows: ArrayLike) -> NDArray[np.float64]:
    """Return ``uniform`` of every row for one decision."""
    counter = np.asarray(rows).astype(np.uint64)
    drawn = np.empty(counter.shape)
    steps = np.uint64((int(day) * _DAY) & _MASK), np.uint64(((int(decision) + 1) * _ROW) & _MASK)
    _draw_each(np.uint64(seed), *steps, counter.ravel(), drawn.ravel())
    return drawn


@kernel
def _draw_each(seed, day, decision, rows, out):  # type: ignore[no-untyped-def]
    """Write into ``out`` the ``uniform`` of every row; ``day`` and ``decision``: what they add to a key."""
    for i in range(rows.shape[0]):
        out[i] = unit(mix(mix(mix(seed + rows[i] * _G_ROW) + day) + decision))


def replicate_seed(seed: int, replicate: int) -> int:
    """Return the run seed of a replicate, in [0, 2**63): neighbouring seeds and replicates have nothing in common.

    One bit is given up so that it is an int64 to compiled code whatever its value.
    """
    return _mix_int(_mix_int((int(seed) * _ROW + _DAY) & _MASK) + (int(replicate) + 1) * _REPLICATE) >> 1


class Draws:
    """The same draws for the few agents that decide in plain Python (about 1 µs each, nothing to compile)."""

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)

    def random_bits(self, decision: int, day: int, row: int = 0) -> int:
        """Return 64 random bits."""
        who = _mix_int(_mix_int(self.seed + int(row) * _ROW) + int(day) * _DAY)
        return _mix_int(who + (int(decision) + 1) * _ROW)

    def uniform(self, decision: int, day: int, row: int = 0) -> float:
        """Return a float in [0, 1)."""
        return (self.random_bits(decision, day, row) >> 11) * 1.1102230246251565e-16

    def exponential(self, decision: int, day: int, row: int = 0) -> float:
        """Return a float >= 0 with mean 1."""
        return -math.log(1.0 - self.uniform(decision, day, row))


def _mix_array(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = (x ^ (x >> _S30)) * _A
    x = (x ^ (x >> _S27)) * _B
    return x ^ (x >> _S31)


def _mix_int(x: int) -> int:
    x &= _MASK
    x = ((x ^ (x >> 30)) * _MIX_A) & _MASK
    x = ((x ^ (x >> 27)) * _MIX_B) & _MASK
    return x ^ (x >> 31)
