"""Watch a run as a researcher with perfect access would: every order, every vendor, every buyer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.model.ecosystem import Ecosystem
from sim.model.market import codes


@dataclass
class Observation:
    """What was seen between two days of one run."""

    ecosystem: Ecosystem
    first: int
    buyers: list[NDArray[np.int64]] = field(default_factory=list)  # one number per customer, per day
    values: list[NDArray[np.int64]] = field(default_factory=list)  # cents
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
        seen.values.append(today["value"][online].astype(np.int64))
        seen.orders += len(today)
        seen.cross_border += int((today["origin"] != today["home"]).sum())
    return seen


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


def survival(entered: NDArray[np.int64], left: NDArray[np.int64], end: int, at: int) -> float:
    """Return the Kaplan-Meier share of entrants still there ``at`` days after entry (``left`` < 0: still there)."""
    gone = left >= 0
    duration = np.where(gone, left, end) - entered
    alive = 1.0
    for t in np.unique(duration[gone & (duration <= at)]):
        at_risk = np.count_nonzero(duration >= t)
        alive *= 1.0 - np.count_nonzero(gone & (duration == t)) / at_risk
    return float(alive)
