"""What becomes of trade: its level, who has it, when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.validation.replay import Replay


def revenue_index(r: Replay, first: int, last: int) -> float:
    """Measure revenue between two days against the eight weeks before."""
    before = r.before()
    return r.revenue(first, last) / before if before > 0.0 else float("nan")


def against_twin(r: Replay, column: str, first: int, last: int) -> float:
    """Measure the relative change of a daily figure against the twin."""
    usual = r.mean(column, first, last, twin=True)
    return r.mean(column, first, last) / usual - 1.0 if usual > 0.0 else float("nan")


def index_of(r: Replay, column: str, first: int, last: int) -> float:
    """Measure a daily figure between two days against the eight weeks before."""
    before = r.mean(column, -56, 0)
    return r.mean(column, first, last) / before if before > 0.0 else float("nan")


def top_share(r: Replay, count: int, first: int, last: int) -> float:
    """Measure the share of revenue of the largest marketplaces."""
    trade = np.sort(r.by_market(first, last))[::-1]
    return float(trade[:count].sum() / max(trade.sum(), 1e-9))


def share_of_rank(r: Replay, rank: int, first: int, last: int) -> float:
    """Measure the share of revenue of the largest (1), second (2), … marketplace."""
    trade = np.sort(r.by_market(first, last))[::-1]
    return float(trade[rank - 1] / max(trade.sum(), 1e-9))


def hhi(r: Replay, first: int, last: int) -> float:
    """Measure the concentration of revenue over marketplaces."""
    trade = r.by_market(first, last)
    return float(np.square(trade / max(trade.sum(), 1e-9)).sum())


def days_until_back(r: Replay, column: str, gap: float, window: int) -> float:
    """Measure days until a figure's moving mean is within ``gap`` of the twin's again; the horizon where it is not."""
    struck, twin = (run.records.column(column)[r.start :] for run in (r.struck, r.twin))
    ones = np.ones(window) / window
    low = np.convolve(struck, ones, "valid") / np.maximum(np.convolve(twin, ones, "valid"), 1e-9) < 1.0 - gap
    if not low.any():
        return 0.0
    back = np.flatnonzero(~low[int(np.argmax(low)) :])
    return float(np.argmax(low) + back[0]) if len(back) else float(len(struck))


def price_change(r: Replay, first: int, last: int) -> float:
    """Measure the relative change of prices against the four weeks before."""
    price = r.struck.records.daily()["price_index"]
    return float(price[r.start + first : r.start + last].mean() / price[r.start - 28 : r.start].mean() - 1.0)


def orders_per_vendor(r: Replay, first: int, last: int) -> float:
    """Measure orders for each active vendor against the four weeks before."""
    now, usual = (r.mean("orders", *w) / max(r.mean("active_vendors", *w), 1.0) for w in ((first, last), (-28, 0)))
    return now / usual if usual > 0.0 else float("nan")


def further_change(r: Replay, column: str, day: int, width: int) -> float:
    """Measure how a figure changes with a day, against the twin: after it, less before it."""
    return against_twin(r, column, day, day + width) - against_twin(r, column, day - width, day)
