"""Draws by weight, from running sums (cumulative weights)."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.engine.processor import index


@helper
def pick(cumulative, u):  # type: ignore[no-untyped-def]
    """Return the first position whose cumulative share exceeds u, the last where none does."""
    i = 0
    for j in range(cumulative.shape[0] - 1):  # all of a short list: where to stop would be a guess
        i += cumulative[j] <= u
    return i


@helper
def find(cumulative, lo, hi, u):  # type: ignore[no-untyped-def]
    """Return a position in [lo, hi) drawn by weight; ``cumulative`` holds running sums, one longer than the rows."""
    target = cumulative[lo] + u * (cumulative[hi] - cumulative[lo])
    n = hi - lo
    a = lo
    while n > 1:  # without a branch that the processor would have to guess
        half = n >> 1
        a += half * (cumulative[a + half] <= target)
        n -= half
    return a


@helper
def locate(cumulative, guide, cells, lo, hi, target):  # type: ignore[no-untyped-def]
    """Return the position in [lo, hi) that covers ``target`` among the running sums, or the nearest; ``lo`` if empty.

    ``guide[c]`` is the first position whose running sum lies in cell >= c: where to begin looking.
    """
    c = min(index(target * cells), guide.shape[0] - 2)
    a, b = max(lo, min(guide[c], hi - 1)), min(hi - 1, guide[c + 1])
    while a < b:
        mid = (a + b) >> 1
        if cumulative[index(mid + 1)] <= target:
            a = mid + 1
        else:
            b = mid
    return a
