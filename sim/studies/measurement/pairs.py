"""A replicate's two arms as arrays straight from its tables: what outcomes are measured on, without reshaping.

Those of all replicates of a stored table: ``Arms`` in ``sim/effects/arms.py``, of which a pair is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.effects.arms import Arms
from sim.effects.replicates import NEAR

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


class Pair(Arms):
    """The barrier's daily table beside its twin's, of one replicate; both have every day."""

    def __init__(self, treated: pd.DataFrame, twin: pd.DataFrame) -> None:
        self._treated, self._twin = treated, twin
        self.replicates = np.zeros(1, dtype=np.int64)
        self.days = twin["day"].to_numpy(np.int64)

    def __contains__(self, column: str) -> bool:
        return column in self._twin.columns

    def both(self, column: str) -> tuple[Floats, Floats]:
        return self._row(self._treated, column), self._row(self._twin, column)

    def baseline(self, column: str) -> Floats:
        return self._row(self._twin, column)

    @staticmethod
    def _row(table: pd.DataFrame, column: str) -> Floats:
        return np.array(table[column], dtype=np.float64)[None, :]


def near_share(records: Any, start: int) -> float:
    """Share of the orders from day ``start`` on that were sent within the country; NaN where there are none."""
    orders = _by_channel(records)
    total = sum(float(sent[start:].sum()) for sent in orders.values())
    near = sum(float(sent[start:].sum()) for name, sent in orders.items() if name in NEAR)
    return near / total if total else float("nan")


def _by_channel(records: Any) -> dict[str, Any]:
    """Orders by channel of delivery and day: from the counts of a day, as ``Records.groups`` reads them."""
    if hasattr(records, "counts"):
        from sim.model.market import counters
        from sim.model.market.geography import CHANNELS

        n = records.written
        block = records.counts[:n, counters.BY_CHANNEL : counters.END].reshape(n, len(CHANNELS), 4)
        return {name: block[:, i, 0] for i, name in enumerate(CHANNELS)}
    groups = records.groups()
    sent = groups[groups["kind"] == "channel"]
    return {str(name): table.sort_values("day")["orders"].to_numpy() for name, table in sent.groupby("group")}
