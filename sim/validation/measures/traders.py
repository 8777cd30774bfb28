"""Vendors and customers: concentration, revenue, survival, reputation, direct contact."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes
from sim.model.market.geography import COUNTRIES, EU
from sim.validation.lifetimes import survival
from sim.validation.observation import Observation, gini, top_share

_MONTH = 30.44
_YOUNGEST = 7  # days: takings of fewer are no rate
_RATED = 10  # ratings from which a rating says something


def _sold_in_window(o: Observation) -> NDArray[np.float64]:
    """Return units sold in the window by every vendor so far."""
    sold = o.ecosystem.vendors.table()["sold"].astype(np.int64)
    sold[: len(o.vendor_sold_before)] -= o.vendor_sold_before
    return sold.astype(float)


def _sold(o: Observation) -> NDArray[np.float64]:
    return _sold_in_window(o)[o.ecosystem.vendors.present()]


def _takings(o: Observation) -> NDArray[np.float64]:
    """Return EUR taken in the window by vendors who trade at its end."""
    table = o.ecosystem.vendors.table()
    cents = np.pad(o.vendor_cents, (0, max(len(table["sold"]) - len(o.vendor_cents), 0)))
    return cents[o.ecosystem.vendors.present()] / 100.0


def _days_present(o: Observation) -> NDArray[np.float64]:
    entered = o.ecosystem.vendors.table()["entered"][o.ecosystem.vendors.present()]
    return np.maximum(o.ecosystem.day - np.maximum(entered, o.first), _YOUNGEST).astype(float)


def vendor_gini(o: Observation) -> float:
    """Measure the Gini coefficient of units sold."""
    return gini(_sold(o))


def units_of_top(o: Observation, share: float) -> float:
    """Measure the part of units sold by the largest vendors."""
    return top_share(_sold(o), share)


def revenue_gini(o: Observation) -> float:
    """Measure the Gini coefficient of vendors' revenue."""
    return gini(_takings(o))


def revenue_of_top(o: Observation, share: float) -> float:
    """Measure the part of revenue of the largest vendors."""
    return top_share(_takings(o), share)


def without_sale(o: Observation) -> float:
    """Measure the share of vendors without a sale."""
    return float((_sold(o) == 0).mean())


def sells_seldom(o: Observation) -> float:
    """Measure the share of vendors who sell less than once a week."""
    return float((_sold(o) / _days_present(o) * 7.0 < 1.0).mean())


def monthly_revenue(o: Observation, share: float) -> float:
    """Measure a quantile of vendors' revenue a month, EUR."""
    rates = _takings(o) / _days_present(o) * _MONTH
    return float(np.quantile(rates, share)) if len(rates) else float("nan")


def vendor_survival(o: Observation, at: float) -> float:
    """Measure the share of entrants still trading after so many days."""
    v = o.ecosystem.vendors.table()
    rows = (v["entered"] >= o.first) & (v["entered"] >= 0)
    return survival(v["entered"][rows], v["left"][rows], o.ecosystem.day, int(at))


def vendors_throughout(o: Observation, days: float) -> float:
    """Measure the share of vendors at the start of the window who are there so many days later."""
    v = o.ecosystem.vendors.table()
    stayed = [int(np.count_nonzero((v["entered"] <= o.first) & ((v["left"] < 0) | (v["left"] > day))))
              for day in (o.first, o.first + int(days))]  # fmt: skip
    return stayed[1] / max(stayed[0], 1)


def eu_vendors(o: Observation) -> float:
    """Measure the share of vendors of the European Union in units sold."""
    sold = _sold_in_window(o)
    home = np.isin(o.ecosystem.vendors.table()["home"], [COUNTRIES.index(c) for c in EU])
    return float(sold[home].sum() / max(sold.sum(), 1.0))


def direct_contact(o: Observation) -> float:
    """Measure the share of customers with a trusted vendor who have contacts of this one, and deal directly at will.

    Who trusts none yet (nothing has arrived so far, or what did was bad) is no part of it.
    """
    buyers = o.ecosystem.state.buyers
    customers = (buyers["state"] == codes.ACTIVE) & (buyers["loyal"] >= 0)
    return float(((buyers["contact"][customers] & codes.CONTACT) > 0).mean())


def _ratings(accounts: NDArray[np.void], vendors: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return good and bad ratings of each vendor over all accounts, shape (vendors,) each."""
    good, bad = np.zeros(vendors), np.zeros(vendors)
    np.add.at(good, accounts["vendor"], accounts["positive"])
    np.add.at(bad, accounts["vendor"], accounts["negative"])
    return good, bad


def leave_after_bad_ratings(o: Observation, days: float) -> float:
    """Measure how much likelier the worse rated half leaves within so many days, among vendors of like size.

    Size decides more than ratings who stays, and a small vendor has no bad rating yet: compared within thirds by size.
    """
    v = o.ecosystem.vendors.table()
    assert o.accounts_before is not None
    good, bad = _ratings(o.accounts_before, len(v["left"]))
    there = (v["entered"] <= o.first) & ((v["left"] < 0) | (v["left"] >= o.first)) & (good + bad >= _RATED)
    good, bad, left = good[there], bad[there], v["left"][there]
    gone = (left >= 0) & (left < o.first + days)
    third = np.minimum(_ranks(good + bad) * 3 // max(len(good), 1), 2)
    gaps = []
    for part in range(3):
        rows = third == part
        share = bad[rows] / (good[rows] + bad[rows])
        worse = share > np.median(share) if rows.any() else share > 0
        if worse.any() and not worse.all():
            gaps.append(gone[rows][worse].mean() - gone[rows][~worse].mean())
    return float(np.mean(gaps)) if gaps else float("nan")


def rating_and(o: Observation, column: str) -> float:
    """Measure the rank correlation of the rating that buyers see with another figure of a vendor (price, sales)."""
    present = o.ecosystem.vendors.present()
    v = o.ecosystem.vendors.table()
    state, par = o.ecosystem.state, o.ecosystem.parameters.institutions
    good, bad = (part[present] for part in _ratings(state.accounts[: state.n_accounts], len(v["left"])))
    if len(good) < 3:
        return float("nan")
    rating = good / (good + par.bad_weight * bad + par.reputation_prior)
    return float(np.corrcoef(_ranks(rating), _ranks(v[column][present].astype(float)))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks from 0, ties shared."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - 0.5 * (counts + 1.0))[where]
