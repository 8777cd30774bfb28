"""What vendors do: who stops, who moves under a name, what is on offer, what those ask who start anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes

if TYPE_CHECKING:
    from sim.validation.replay import Replay


def _survivor(r: Replay) -> int:
    """Return the row of the largest marketplace that was not closed."""
    trade = r.by_market(-28, 0, column="orders")
    return next(int(m) for m in np.argsort(-trade, kind="stable") if m not in r.closed)


def vendors_stopped(r: Replay, days: int, size: str = "all") -> float:
    """Measure the share of the largest survivor's vendors (all, small, large) gone for good within so many days."""
    a = r.accounts_before
    here = a[(a["market"] == _survivor(r)) & (a["closed"] < 0)]
    v = r.struck.state.vendors[here["vendor"]]
    gone = (v["state"] >= codes.RETIRED) & (v["left"] <= r.start + days)
    if size != "all":
        seen = here["positive"] + here["carried"]  # what a visitor sees of a vendor's size
        gone = gone[seen <= np.median(seen)] if size == "small" else gone[seen > np.median(seen)]
    return float(gone.mean()) if len(gone) else float("nan")


def small_stop_more(r: Replay, days: int) -> float:
    """Measure by how much small vendors of the largest survivor stop more often than large ones."""
    return vendors_stopped(r, days, "small") - vendors_stopped(r, days, "large")


def listings_gone(r: Replay, first: int, last: int) -> float:
    """Measure the share of listings (vendors' accounts) of the week before that is missing between two days."""
    daily = r.struck.records.of_markets("vendors").sum(axis=1).astype(float)
    before = daily[r.start - 7 : r.start].mean()
    return float(1.0 - daily[r.start + first : r.start + last].mean() / max(before, 1e-9))


def listings_of_survivor(r: Replay, first: int, last: int) -> float:
    """Measure the largest survivor's listings between two days against the week before."""
    daily = r.struck.records.of_markets("vendors")[:, _survivor(r)].astype(float)
    return float(daily[r.start + first : r.start + last].mean() / max(daily[r.start - 7 : r.start].mean(), 1e-9))


def _who(r: Replay, code: int, days: int = 60) -> NDArray[np.int64]:
    """Return vendors there on the eve with an event of a kind within so many days."""
    rows = r.struck.state.events[: r.struck.state.n_events]
    rows = rows[(rows["code"] == code) & (rows["day"] >= r.start) & (rows["day"] < r.start + days)]
    vendors = np.unique(rows["vendor"]).astype(np.int64)
    return vendors[vendors < r.prices_struck.shape[1]]


def known_are_larger(r: Replay) -> float:
    """Measure how far vendors who move under their name rank above those who start anew, by ratings before, -1 to 1."""
    good = np.zeros(r.prices_struck.shape[1])
    np.add.at(good, r.accounts_before["vendor"], r.accounts_before["positive"])
    named, anew = good[_who(r, codes.MOVE)], good[_who(r, codes.RENAME)]
    if not (len(named) and len(anew)):
        return float("nan")
    above = (named[:, None] > anew).mean() - (named[:, None] < anew).mean()
    return float(above)


def _price_gap(r: Replay) -> NDArray[np.float64]:
    """Return by how much those who started anew ask less than in the twin, weekly means, shape (weeks,)."""
    vendors = _who(r, codes.RENAME)
    if len(vendors) == 0:
        return np.zeros(0)
    state = [run.state.vendors["left"][vendors] for run in (r.struck, r.twin)]
    end = r.start + len(r.prices_struck)
    there = ((state[0] < 0) | (state[0] >= end)) & ((state[1] < 0) | (state[1] >= end))
    vendors = vendors[there]
    if len(vendors) == 0:
        return np.zeros(0)
    gap = 1.0 - (r.prices_struck[:, vendors] / np.maximum(r.prices_twin[:, vendors], 1e-6)).mean(axis=1)
    weeks = len(gap) // 7
    return gap[: 7 * weeks].reshape(weeks, 7).mean(axis=1).astype(float)


def price_fall_of_renamed(r: Replay) -> float:
    """Measure the largest weekly mean by which vendors who started anew ask less than in the twin."""
    gap = _price_gap(r)
    return float(gap.max()) if len(gap) else float("nan")


def price_recovery_of_renamed(r: Replay) -> float:
    """Measure days until that gap is down to a tenth of its depth; the days followed where it is not."""
    gap = _price_gap(r)
    if len(gap) == 0 or gap.max() <= 0.0:
        return float("nan")
    deepest = int(np.argmax(gap))
    back = np.flatnonzero(gap[deepest:] <= 0.1 * gap[deepest])
    return float(7 * (deepest + back[0]) if len(back) else len(r.prices_struck))
