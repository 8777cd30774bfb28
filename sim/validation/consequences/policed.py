"""One marketplace whose vendor was arrested, against the others, as a study of differences compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.market import codes

if TYPE_CHECKING:
    from sim.validation.replay import Replay

_BEFORE = 28


def _policed(r: Replay) -> int:
    """Return the row of the marketplace on which those arrested on the first day sold most, -1 if nobody was."""
    events = r.struck.state.events[: r.struck.state.n_events]
    struck = events["vendor"][(events["code"] == codes.ARREST) & (events["day"] == r.start)]
    a = r.accounts_before
    theirs = a[np.isin(a["vendor"], struck) & (a["closed"] < 0)]
    return int(theirs["market"][np.argmax(theirs["recent"])]) if len(theirs) else -1


def against_others(r: Replay, column: str, first: int, last: int) -> float:
    """Measure how a figure of the policed marketplace changed, against that of all others there before and after."""
    policed = _policed(r)
    if policed < 0:
        return float("nan")
    there = r.struck.state.markets["closed"][: r.struck.state.n_markets]
    daily = r.struck.records.of_markets(column).astype(float)
    stayed = [m for m in range(len(there)) if m != policed and not 0 <= there[m] < r.start + last]
    if 0 <= there[policed] < r.start + last:
        return float("nan")
    change = []
    for rows in ([policed], stayed):
        usual = daily[r.start - _BEFORE : r.start, rows].sum() / _BEFORE
        now = daily[r.start + first : r.start + last, rows].sum() / (last - first)
        change.append(now / usual if usual > 0.0 else float("nan"))
    return float(change[0] / change[1] - 1.0)
