"""Watch a run as a researcher with perfect access would: every order, every vendor, every buyer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.model.ecosystem import Ecosystem
from sim.model.market import codes

RETAIL = 180_000
"""Cents: revenue of vendors was measured over listings of at most USD 2,000 (D63), at 0.9."""


@dataclass
class Observation:
    """What was seen between two days of one run."""

    ecosystem: Ecosystem
    first: int
    buyers: list[NDArray[np.int64]] = field(default_factory=list)  # one number per customer, per day
    vendors: list[NDArray[np.int32]] = field(default_factory=list)  # row of the vendor of each order, per day
    markets: list[NDArray[np.int16]] = field(default_factory=list)  # row of the marketplace, -1 in a direct deal
    values: list[NDArray[np.int64]] = field(default_factory=list)  # cents, of orders over a marketplace
    vendor_cents: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # retail only
    accounts_before: NDArray[np.void] | None = None  # ACCOUNT, as the window began
    cross_border: int = 0
    orders: int = 0
    vendor_sold_before: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def days(self) -> int:
        """Length of the window."""
        return self.ecosystem.day - self.first


def observe(ecosystem: Ecosystem, first: int, last: int) -> Observation:
    """Run to day ``first``, then watch until day ``last``."""
    ecosystem.run(first)
    state = ecosystem.state
    seen = Observation(ecosystem, first)
    seen.vendor_sold_before = state.vendors["sold"][: state.n_vendors].astype(np.int64)
    seen.accounts_before = state.accounts[: state.n_accounts].copy()
    customer = np.arange(len(state.buyers), dtype=np.int64)
    following = len(state.buyers)
    before = state.buyers["state"].copy()
    while ecosystem.day < last:
        ecosystem.step()
        now = state.buyers["state"]
        arrived = np.flatnonzero((before == codes.AWAY) & (now == codes.ACTIVE))
        customer[arrived] = following + np.arange(len(arrived))
        following += len(arrived)
        before = now.copy()
        today = ecosystem.orders_today()
        seen.buyers.append(customer[today["buyer"]])
        online = (today["flags"] & codes.DIRECT) == 0
        seen.vendors.append(today["vendor"].astype(np.int32))
        seen.markets.append(np.where(online, today["market"], -1).astype(np.int16))
        seen.values.append(today["value"][online].astype(np.int64))
        _add_revenue(seen, today[online & (today["value"] <= RETAIL)])
        seen.orders += len(today)
        seen.cross_border += int((today["origin"] != today["home"]).sum())
    return seen


def _add_revenue(seen: Observation, orders: NDArray[np.void]) -> None:
    """Add today's orders to what each vendor took in."""
    if len(orders):
        rows = orders["vendor"].astype(np.int64)
        more = int(rows.max()) + 1 - len(seen.vendor_cents)
        if more > 0:
            seen.vendor_cents = np.pad(seen.vendor_cents, (0, more))
        np.add.at(seen.vendor_cents, rows, orders["value"].astype(np.int64))


def gini(values: NDArray[np.float64]) -> float:
    """Return the Gini coefficient of non-negative values."""
    x = np.sort(values)
    n = len(x)
    if n == 0 or x.sum() == 0:
        return float("nan")
    return float((2.0 * np.arange(1, n + 1) - n - 1.0) @ x / (n * x.sum()))


def top_share(values: NDArray[np.float64], share: float) -> float:
    """Return what part of the sum the largest ``share`` of values holds (fractional at the edge)."""
    x = np.sort(values)[::-1]
    if len(x) == 0 or x.sum() == 0:
        return float("nan")
    k = share * len(x)
    whole = int(k)
    part = x[whole] * (k - whole) if whole < len(x) else 0.0
    return float((x[:whole].sum() + part) / x.sum())
