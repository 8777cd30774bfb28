"""Own facts as checks of the steady state: those of the table, what a series says of the leader, and what seizures say
of the channels.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import mean, stdev
from typing import Any

from sim.observations.content import Data, Row
from sim.observations.mapping import PERIODS
from sim.observations.problems import DataError
from sim.observations.world import turnover
from sim.validation.checks import Check, plain_value

PART = "own"
LEAST = 8
"""Weeks of a series, or months where its figures are of months, before which nothing is said of how the leader's share
varies; and months of seizures."""
MONTH = 30
"""Days over which seizures are summed."""


def checks_of(data: Data) -> list[Check]:
    """Give the facts of a folder as checks; raise DataError, naming the row, on one that cannot be measured."""
    found = [_check(data, row) for row in data.rows("facts")]
    labels = [check.label for check in found]
    for check, row in zip(found, data.rows("facts"), strict=True):
        if labels.count(check.label) > 1:
            raise DataError(f"{_place(data, row)}: two facts are called '{check.label}'", "give each its own label")
    return [*found, *_leader(data), *_seized(data)]


def _place(data: Data, row: Row) -> str:
    return f"{data.tables['facts'].file} row {row.number}"


def _check(data: Data, row: Row) -> Check:
    from sim.validation.measures import STEADY

    cells = row.cells
    arguments = tuple(map(plain_value, str(cells.get("arguments", "")).split()))
    if not cells["low"] < cells["high"]:
        raise DataError(f"{_place(data, row)}: low={cells['low']:g} is not below high={cells['high']:g}")
    try:
        inspect.signature(STEADY[cells["measure"]]).bind(None, *arguments)
    except TypeError as error:
        name = cells["measure"]
        problem = f"{_place(data, row)}: {name} with arguments '{cells.get('arguments', '')}': {error}"
        raise DataError(problem, f"as in {name}{_signature(STEADY[name])}") from None
    return Check(PART, f"{PART}-{row.number}", cells["label"], cells.get("unit", ""), cells["low"], cells["high"],
                 cells.get("source", "own data"), cells["measure"], arguments)  # fmt: skip


def _signature(measure: Any) -> str:
    return f"({', '.join(list(inspect.signature(measure).parameters)[1:])})"


def _leader(data: Data) -> Iterator[Check]:
    """Yield the share of the largest marketplace: mean of the time before the first event, with its spread."""
    shares = list(_leads(data))
    if len(shares) < LEAST:
        return
    span = next(name for name, days in PERIODS.items() if days == _length(data))
    yield from _around(shares, "leader", f"share of the largest marketplace by {span}, mean", span, "own series",
                       "mean_of", "leader_share")  # fmt: skip


def _around(
    shares: Sequence[float], name: str, label: str, span: str, source: str, measure: str, argument: str
) -> Iterator[Check]:
    """Yield the mean of shares over spans of time as a fact, two standard deviations wide; none where they are one."""
    middle, spread = mean(shares), 2.0 * stdev(shares)
    low, high = max(middle - spread, 0.0), min(middle + spread, 1.0)
    if low < high:
        yield Check(PART, f"{PART}-{name}", label, "share", round(low, 4), round(high, 4), source, measure, (argument,),
                    f"mean of {len(shares)} {span}s, two standard deviations")  # fmt: skip


def _seized(data: Data) -> Iterator[Check]:
    """Yield the share of each channel in the parcels seized: mean of the months, with its spread.

    How many are seized hangs on how many are looked at where, which a table does not tell; their shares compare.
    """
    rows = [row.cells for row in data.rows("seizures")]
    first = min((cells["date"] for cells in rows), default=None)
    months: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for cells in rows:
        months[int((cells["date"] - first).days // MONTH)][cells["channel"]] += cells["items"]
    whole = [sums for sums in months.values() if sum(sums.values()) > 0.0]
    if len(whole) < LEAST:
        return
    for channel in sorted({name for sums in whole for name in sums}):
        shares = [sums[channel] / sum(sums.values()) for sums in whole]
        label = f"seized parcels that came by {channel}"
        yield from _around(shares, f"seized-{channel}", label, "month", "own seizures", "seizures_by", channel)


def _length(data: Data) -> float:
    """Days over which a share is taken: a week, or what a figure of the series is of where that is more."""
    return max(float(PERIODS["week"]), data.tables["series"].per)


def _leads(data: Data) -> Iterator[float]:
    """Yield the share of the largest marketplace in each span whose figures were over when the first event came."""
    traded = turnover(data)
    if not traded:
        return
    per, length, first = data.tables["series"].per, _length(data), min(day for day, _, _ in traded)
    event = min((row.cells["date"] for row in data.rows("events")), default=date.max)
    spans: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for day, name, value in traded:
        if (event - day).days >= per:
            middle = (day - first).days + per / 2  # by it each month is in a span of its own, long or short
            spans[int(middle // length)][name] += value
    for sums in spans.values():
        if sum(sums.values()) > 0.0:
            yield max(sums.values()) / sum(sums.values())
