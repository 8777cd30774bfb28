"""The start of an effect: the day from which it is counted, which a trigger moves from replicate to replicate.

A barrier with a trigger does nothing before its condition holds, so days, first-year sums and the pooled curve are
counted from the day on which the first barrier really began. A replicate in which none did says nothing about the
effect, neither that there is one nor that there is none: it has the outcome ``began`` without a value, no other
outcome, and no part in any estimate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Barriers = Mapping[str, Any]
"""Barriers by name, as objects or as mappings, each with start, ramp and trigger."""
Start = int | Mapping[int, int]
"""Day from which an effect is counted: one for all replicates, or one each; a replicate without one never began."""

BEGAN = "began"
"""Outcome: the day on which the first barrier began; only where a trigger decides it."""
TRIGGERED = "trigger"
"""Event of the journal: a trigger fired; its cause is the name of the barrier."""


def _of(barrier: Any, name: str, otherwise: Any = None) -> Any:
    return barrier.get(name, otherwise) if isinstance(barrier, Mapping) else getattr(barrier, name, otherwise)


def _surest(barriers: Barriers) -> float:
    """Day by which a barrier begins in any case; infinite where all have triggers."""
    return min((_of(b, "start") for b in barriers.values() if not _of(b, "trigger")), default=math.inf)


def start_is_triggered(barriers: Barriers) -> bool:
    """Tell whether the day on which the first barrier begins depends on a trigger."""
    surest = _surest(barriers)
    return any(_of(b, "trigger") and _of(b, "start") < surest for b in barriers.values())


def ramp(barriers: Barriers) -> int:
    """Give the days until every barrier that may begin first has its full strength."""
    surest = _surest(barriers)
    first = [b for b in barriers.values() if _of(b, "start") <= surest] if start_is_triggered(barriers) else []
    first = first or [b for b in barriers.values() if _of(b, "start") == surest]
    return int(max((_of(b, "ramp", 0) for b in first), default=0))


def first_start(barriers: Barriers, fired: Mapping[str, int]) -> int | None:
    """Give the day on which the first barrier began in a run, None if none did; ``fired``: day of each trigger."""
    days = [fired.get(name) if _of(b, "trigger") else _of(b, "start") for name, b in barriers.items()]
    return min((int(day) for day in days if day is not None), default=None)


def starts_by_replicate(barriers: Barriers, journal: pd.DataFrame, replicates: Sequence[int]) -> dict[int, int]:
    """Give the day on which the first barrier began in each of the replicates in which one did.

    ``journal``: columns replicate, arm, day, event, cause.
    """
    rows = journal[(journal["event"] == TRIGGERED) & (journal["arm"] == "barrier")] if len(journal) else journal
    fired: dict[int, dict[str, int]] = {int(number): {} for number in replicates}
    for row in rows.itertuples():
        fired.setdefault(int(row.replicate), {})[str(row.cause)] = int(row.day)
    days = {number: first_start(barriers, fired[int(number)]) for number in replicates}
    return {int(number): day for number, day in days.items() if day is not None}


def start_of(effects: pd.DataFrame, otherwise: int) -> Start:
    """Read from effects when the barrier began, by replicate; ``otherwise`` where no trigger decided it."""
    rows = effects[effects["outcome"] == BEGAN]
    if not len(rows):
        return otherwise
    rows = rows[rows["value"].notna()]
    return {int(number): int(day) for number, day in zip(rows["replicate"], rows["value"], strict=True)}


def without_idle(effects: pd.DataFrame) -> pd.DataFrame:
    """Leave out replicates in which no barrier began; ``began`` is the only row they have."""
    return effects[(effects["outcome"] != BEGAN) | effects["value"].notna()]


def count_idle(effects: pd.DataFrame) -> int:
    """Count the replicates of a scenario in which no barrier began."""
    return int(((effects["outcome"] == BEGAN) & effects["value"].isna()).sum())


def aligned(values: Floats, first: NDArray[np.int64]) -> tuple[Floats, int]:
    """Move rows so that all begin in the same column; return them and that column.

    ``values``: shape (replicates, days); ``first``: position of the day each row begins, shape (replicates,). As many
    days before are kept as every row has, and as many after as at least half of the rows have; where the others end
    before that, they are NaN. Rows that begin on the same day are returned as they are.
    """
    before = int(first.min())
    if (first == before).all():
        return values, before
    left = np.sort(values.shape[1] - first)[::-1]
    after = int(left[(len(left) - 1) // 2])
    moved = np.full((len(values), before + after), np.nan)
    for row, (day, own) in enumerate(zip(first, values, strict=True)):
        kept = own[day - before : day + after]
        moved[row, : len(kept)] = kept
    return moved, before
