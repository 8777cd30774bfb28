"""A day's work shared among threads: who does how much, and adding up what each counted."""

from __future__ import annotations

from itertools import pairwise

from sim.model.engine.kernels import kernel

WORTH_THREADS = 8192
"""Buyers or orders of a day below which starting threads costs more than it saves."""

_HEAD_START = 1024
"""Buyers or orders that the first part has more than the others: another thread takes some time to begin."""


def parts_of(work: int, threads: int) -> int:
    """Return into how many parts a day's work is divided."""
    return threads if work >= WORTH_THREADS else 1


def split(due: int, threads: int) -> list[tuple[int, int]]:
    """Return the bounds of each part of the day's list of buyers."""
    if parts_of(due, threads) == 1:
        return [(0, due)]
    ahead = head_start(due)
    return list(pairwise([0, *(ahead + (due - ahead) * p // threads for p in range(1, threads + 1))]))


def head_start(work: int) -> int:
    """Return how much more of a day's work the first part has; never more than an eighth of it."""
    return min(_HEAD_START, work // 8)


@kernel
def add_up(into, parts):  # type: ignore[no-untyped-def]
    """Add per-part counters (part, row, column) into ``into`` (row, column) and clear them."""
    for t in range(parts.shape[0]):
        for i in range(into.shape[0]):
            for j in range(into.shape[1]):
                into[i, j] += parts[t, i, j]
                parts[t, i, j] = 0
