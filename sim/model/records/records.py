"""Daily tables of a run: whole numbers as counted, figures of state, and trade by marketplace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.market import codes, counters
from sim.model.market.closing import name_of
from sim.model.market.geography import CHANNELS, COUNTRIES, PRODUCTS
from sim.model.market.state import State

if TYPE_CHECKING:
    import pandas as pd

STATES = (
    "active_buyers", "marketplaces", "leader_share", "hhi", "escrow", "escrow_lost", "alarm", "upset",
    "seen_seized", "demand", "unserved", "hosting", "exchange", "packaging", "cost", "strict_admission",
    "parcels_moving", "lawful_opened",
)  # fmt: skip
"""Figures of state at the end of a day."""


class Records:
    """Arrays of a run, filled day by day; ``days`` rows each."""

    def __init__(self, days: int, state: State) -> None:
        markets = len(state.markets)
        self.state = state
        self.days = days
        self.written = 0
        self.counts = np.zeros((days, counters.SIZE), dtype=np.int64)
        self.states = np.zeros((days, len(STATES)))
        self.markets = np.zeros((days, markets, 3), dtype=np.int64)  # orders, revenue, sellers

    def copy(self, state: State) -> Records:
        """Return an independent copy that goes on with ``state``."""
        twin = object.__new__(Records)
        twin.state = state
        twin.days, twin.written = self.days, self.written
        twin.counts, twin.states, twin.markets = self.counts.copy(), self.states.copy(), self.markets.copy()
        return twin

    def write(self, counts: np.ndarray, states: tuple[float, ...], by_market: np.ndarray, sellers: np.ndarray) -> None:
        """Write today's row; ``by_market`` as counted (markets, counters.M_SIZE)."""
        d = self.written
        if by_market.shape[0] > self.markets.shape[1]:
            more = by_market.shape[0] - self.markets.shape[1]
            self.markets = np.pad(self.markets, ((0, 0), (0, more), (0, 0)))
        self.counts[d] = counts
        self.states[d] = states
        n = by_market.shape[0]
        self.markets[d, :n, 0] = by_market[:, counters.M_ORDERS]
        self.markets[d, :n, 1] = by_market[:, counters.M_REVENUE]
        self.markets[d, :n, 2] = sellers
        self.written += 1

    def column(self, name: str) -> np.ndarray:
        """Return one figure by day as float64, money in EUR, shape (days written,)."""
        n = self.written
        if name in STATES:
            return self.states[:n, STATES.index(name)].copy()
        values = self.counts[:n, counters.NAMES.index(name)].astype(np.float64)
        return values / 100.0 if name in _MONEY else values

    def daily(self) -> pd.DataFrame:
        """Return one row per day; money in EUR, averages over those who decided that day."""
        import pandas as pd

        n = self.written
        table: dict[str, Any] = {"day": np.arange(n)}
        for name in (*counters.NAMES, *STATES):
            table[name] = self.column(name)
        looked, wishes, vendors = (np.maximum(table[c], 1.0) for c in ("looked", "wishes", "active_vendors"))
        table["trust"] = table["trust"] / counters.MILLION / looked
        table["perceived_risk"] = table.pop("risk") / counters.MILLION / wishes
        table["price_index"] = table.pop("price") / counters.MILLION / vendors
        table["stealth"] = table["stealth"] / counters.MILLION / vendors
        orders = np.maximum(table["orders"], 1.0)
        table["fe_share"] = table["early_orders"] / orders
        table["all_feedback"] = table["positive"] + table["negative"]
        feedback = np.maximum(table["all_feedback"], 1.0)
        table["positive_feedback"] = table["positive"] / feedback
        table["negative_feedback"] = table["negative"] / feedback
        del table["looked"]
        return pd.DataFrame(table)

    def groups(self) -> pd.DataFrame:
        """Return trade by day and group (marketplace, product, country, channel), long form, money in EUR."""
        import pandas as pd

        n = self.written
        frames = []
        blocks = (
            ("product", PRODUCTS, counters.BY_PRODUCT, 2),
            ("country", COUNTRIES, counters.BY_COUNTRY, 2),
            ("channel", CHANNELS, counters.BY_CHANNEL, 4),
        )
        for kind, labels, first, width in blocks:
            block = self.counts[:n, first : first + width * len(labels)].reshape(n, len(labels), width)
            frame = _long(kind, labels, block[:, :, 0], block[:, :, 1])
            if width == 4:
                frame["parcels"] = block[:, :, 2].ravel()
                frame["seized"] = block[:, :, 3].ravel()
            frames.append(frame)
        used = np.flatnonzero(self.markets[:n].any(axis=(0, 2)))
        block = self.markets[:n][:, used]
        frame = _long("marketplace", tuple(name_of(int(r)) for r in used), block[:, :, 0], block[:, :, 1])
        frame["vendors"] = block[:, :, 2].ravel()
        frames.append(frame[(frame["orders"] > 0) | (frame["vendors"] > 0)])
        table = pd.concat(frames, ignore_index=True)
        return table.fillna({"parcels": 0, "seized": 0, "vendors": 0}).astype(
            {"parcels": "int64", "seized": "int64", "vendors": "int64"}
        )

    def journal(self) -> pd.DataFrame:
        """Return every event so far: day, event, marketplace, vendor (-1 none), cause, amount in EUR."""
        return _journal(self.state)


_MONEY = frozenset(
    (
        "revenue",
        "direct_revenue",
        "refunded",
        "commission",
        "buyers_paid",
        "buyers_back",
        "exchange_in",
        "upstream_in",
        "authority_in",
    )
)


def _long(kind: str, labels: tuple[str, ...], orders: np.ndarray, revenue: np.ndarray) -> pd.DataFrame:
    import pandas as pd

    n = orders.shape[0]
    return pd.DataFrame(
        {
            "day": np.repeat(np.arange(n), len(labels)),
            "kind": kind,
            "group": np.tile(np.array(labels, dtype=object), n),
            "orders": orders.ravel(),
            "revenue": revenue.ravel() / 100.0,
        }
    )


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
