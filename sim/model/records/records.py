"""Daily tables of a run: whole numbers as counted, figures of state, and trade by marketplace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.columns import LEVELS, SELLERS, TABLE, observed
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market import codes, counters
from sim.model.market.closing import name_of
from sim.model.market.column import Column, Mean, Total
from sim.model.market.state import State
from sim.model.market.world import World
from sim.model.records.levels import Reading, write_carried, write_levels

if TYPE_CHECKING:
    import pandas as pd

STATES = tuple(column.name for column in LEVELS)
"""Figures of state at the end of a day."""
_COUNTS = {column.name: column for column in counters.COUNTS}
_BY_MARKET = (counters.M_ORDERS, counters.M_REVENUE)
OF_MARKETS = (*(counters.MARKET_COUNTS[counter].name for counter in _BY_MARKET), SELLERS.name)
"""What is kept of each marketplace by day, in the order of ``Records.markets``."""


class Records:
    """Arrays of a run, filled day by day; ``days`` rows each."""

    def __init__(self, days: int, state: State) -> None:
        markets = len(state.markets)
        self.state = state
        self.days = days
        self.written = 0
        self.counts = np.zeros((days, counters.SIZE), dtype=np.int64)
        self.states = np.zeros((days, len(STATES)))
        self.markets = np.zeros((days, markets, len(OF_MARKETS)), dtype=np.int64)
        self._reading = Reading()

    def copy(self, state: State) -> Records:
        """Return an independent copy that goes on with ``state``."""
        twin = object.__new__(Records)
        twin.state = state
        twin.days, twin.written = self.days, self.written
        twin.counts, twin.states, twin.markets = self.counts.copy(), self.states.copy(), self.markets.copy()
        twin._reading = Reading()
        return twin

    def write(self, world: World) -> None:
        """Write today's row, and begin to count anew."""
        state, work, d = world.state, world.work, self.written
        n = work.by_market.shape[0]
        if n > self.markets.shape[1]:
            self.markets = self._widened(n)
        read = state.news, state.seen, state.arriving, work.today, state.markets, work.slots
        rows = self.counts, self.states, self.markets
        if _write(d, self._reading.take(world), read, work.counts, work.by_market, rows):
            write_carried(world, self.states[d])
        self.written += 1

    def _widened(self, markets: int) -> np.ndarray:
        """Return what is kept of marketplaces with room for so many; only what was written is copied."""
        wider = np.zeros((self.days, markets, len(OF_MARKETS)), dtype=np.int64)
        wider[: self.written, : self.markets.shape[1]] = self.markets[: self.written]
        return wider

    def observed(self, ago: int = 0) -> dict[str, float]:
        """Return what a trigger sees today of the day written last, or so many before; nothing before there was one."""
        d = self.written - 1 - ago
        return observed(self.counts[d], self.states[d]) if d >= 0 else {}

    def column(self, name: str) -> np.ndarray:
        """Return one count or level by day as float64, money in EUR, shape (days written,)."""
        n = self.written
        if name in STATES:
            return self.states[:n, STATES.index(name)].copy()
        if name not in _COUNTS:
            raise ValueError(f"no column {name} is written down")
        values = self.counts[:n, _COUNTS[name].index].astype(np.float64)
        return values / 100.0 if _COUNTS[name].kind == "money" else values

    def of_markets(self, name: str) -> np.ndarray:
        """Return a figure of each marketplace by day (see OF_MARKETS), as counted, int64 (days, marketplaces)."""
        return self.markets[:, :, OF_MARKETS.index(name)]

    def _derived(self, column: Column) -> np.ndarray:
        """Return any column of the daily table by day, shape (days written,)."""
        if isinstance(column, Total):
            return np.sum([self.column(name) for name in column.of], axis=0)
        if not isinstance(column, Mean):
            return self.column(column.name)
        bottom = next((c for c in TABLE if c.name == column.bottom and isinstance(c, Total)), None)
        under = self._derived(bottom) if bottom is not None else self.column(column.bottom)
        top = self.column(column.top)
        return (top / column.parts if column.parts > 1 else top) / np.maximum(under, 1.0)

    def daily(self) -> pd.DataFrame:
        """Return one row per day; money in EUR, averages over those who decided that day."""
        import pandas as pd

        days = {"day": np.arange(self.written)}
        return pd.DataFrame(days | {column.name: self._derived(column) for column in TABLE})

    def groups(self) -> pd.DataFrame:
        """Return trade by day and group (marketplace, product, country, channel), long form, money in EUR."""
        import pandas as pd

        n = self.written
        frames = []
        for block in counters.BLOCKS:
            cells = self.counts[:n, block.first : block.end].reshape(n, len(block.labels), block.width)
            frames.append(_long(block.kind, block.labels, block.figures, cells))
        used = np.flatnonzero(self.markets[:n].any(axis=(0, 2)))
        traded = self.markets[:n][:, used]
        figures = (*(counters.MARKET_COUNTS[i] for i in _BY_MARKET), SELLERS)
        frame = _long("marketplace", tuple(name_of(int(r)) for r in used), figures, traded)
        frames.append(frame[(frame["orders"] > 0) | (frame["vendors"] > 0)])
        table = pd.concat(frames, ignore_index=True)
        # figures that not every kind of group has
        some = [name for name in table if table[name].isna().any() or name == SELLERS.name]
        money = {figure.name for block in counters.BLOCKS for figure in block.figures if figure.kind == "money"}
        counted = [name for name in some if name not in money]
        return table.fillna(dict.fromkeys(some, 0)).astype(dict.fromkeys(counted, "int64"))

    def journal(self) -> pd.DataFrame:
        """Return every event so far: day, event, marketplace, vendor (-1 none), cause, amount in EUR."""
        return _journal(self.state)


@kernel
def _write(d, told, world, counts, by_market, rows):  # type: ignore[no-untyped-def]
    """Write day ``d`` down into ``rows``: counts, levels and what is kept of each marketplace (OF_MARKETS), by day.

    ``told``, ``world`` and what is returned: see :func:`write_levels`; ``counts``, ``by_market``: counters of the day,
    which are cleared (those of accounts were when they were booked).
    """
    daily, lasting, rest = told
    world, counts, by_market = borrow(world), borrow(counts), borrow(by_market)
    counted, levels, traded = borrow(rows)
    markets = world[4]
    halted = write_levels((daily, borrow(lasting), rest), world, counts, levels[d])
    for i in range(counts.shape[0]):
        counted[d, i] = counts[i]
        counts[i] = 0
    for row in range(by_market.shape[0]):
        for place in range(len(_BY_MARKET)):
            traded[d, row, place] = by_market[row, _BY_MARKET[place]]
        traded[d, row, len(_BY_MARKET)] = markets[row].sellers if markets[row].state == codes.OPEN else 0
        by_market[row, :] = 0
    return halted


def _long(kind: str, labels: tuple[str, ...], figures: tuple[Column, ...], cells: np.ndarray) -> pd.DataFrame:
    """Lay counters by group out in long form; ``cells``: (days, labels, figures)."""
    import pandas as pd

    n = cells.shape[0]
    table = {
        "day": np.repeat(np.arange(n), len(labels)),
        "kind": kind,
        "group": np.tile(np.array(labels, dtype=object), n),
    }
    for i, figure in enumerate(figures):
        values = cells[:, :, i].ravel()
        table[figure.name] = values / 100.0 if figure.kind == "money" else values
    return pd.DataFrame(table)


def _journal(state: State) -> pd.DataFrame:
    import pandas as pd

    few = pd.DataFrame(state.journal, columns=["day", "event", "market", "vendor", "cause", "amount"])
    rows = state.events[: state.n_events]
    names = np.array(codes.EVENTS, dtype=object)
    many = pd.DataFrame(
        {
            "day": rows["day"], "event": names[rows["code"]], "market": rows["market"], "vendor": rows["vendor"],
            "cause": "", "amount": rows["amount"] / 100.0,
        }
    )  # fmt: skip
    table = pd.concat([few, many], ignore_index=True) if len(few) else many
    table = table.sort_values("day", kind="stable", ignore_index=True)
    table.insert(2, "marketplace", [name_of(m) if m >= 0 else "" for m in table.pop("market")])
    return table.astype({"day": "int64", "vendor": "int64", "amount": "float64"})
