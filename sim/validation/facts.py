"""Stylised facts of the steady state: what was measured, in which range, and how the model is measured for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.model.market.geography import COUNTRIES, EU
from sim.validation.observation import Observation, gini, survival, top_share

EUR = 0.9
"""EUR per USD, at which figures in USD are compared."""


@dataclass(frozen=True)
class Fact:
    """One measured fact: ``low`` to ``high`` is the range of the source, or of its uncertainty as noted."""

    id: str
    label: str
    unit: str
    low: float
    high: float
    source: str
    measure: Callable[[Observation], float]


def _sold(o: Observation) -> np.ndarray:
    """Return units sold in the window by vendors who trade at its end."""
    v = o.ecosystem.vendors.table()
    sold = v["sold"].astype(np.int64)
    sold[: len(o.vendor_sold_before)] -= o.vendor_sold_before
    return sold[o.ecosystem.vendors.present()].astype(float)


def _entrants(o: Observation, at: int) -> float:
    v = o.ecosystem.vendors.table()
    rows = (v["entered"] >= o.first) & (v["entered"] >= 0)
    return survival(v["entered"][rows], v["left"][rows], o.ecosystem.day, at)


def _values(o: Observation) -> np.ndarray:
    return np.concatenate(o.values) / 100.0


def _quantile(share: float) -> Callable[[Observation], float]:
    def measure(o: Observation) -> float:
        values = _values(o)
        return float(np.quantile(values, share)) if len(values) else float("nan")

    return measure


def _purchases(o: Observation, days: int = 240) -> np.ndarray:
    return np.unique(np.concatenate(o.buyers[:days]), return_counts=True)[1].astype(float)


def _daily(o: Observation) -> pd.DataFrame:
    return o.ecosystem.records.daily().iloc[o.first :]


def _mean(column: str) -> Callable[[Observation], float]:
    return lambda o: float(_daily(o)[column].mean())


def _ratio(top: str, bottom: str) -> Callable[[Observation], float]:
    def measure(o: Observation) -> float:
        d = _daily(o)
        return float(d[top].sum() / max(d[bottom].sum(), 1e-9))

    return measure


def _closures(cause: str | None) -> Callable[[Observation], float]:
    def measure(o: Observation) -> float:
        j = o.ecosystem.records.journal()
        c = j[(j["event"] == "close") & (j["day"] >= o.first)]
        if cause is None:
            return len(c) * 365.0 / o.days
        return float((c["cause"] == cause).mean()) if len(c) else float("nan")

    return measure


def _seized(channel: str) -> Callable[[Observation], float]:
    def measure(o: Observation) -> float:
        g = o.ecosystem.records.groups()
        g = g[(g["kind"] == "channel") & (g["group"] == channel) & (g["day"] >= o.first)]
        return float(g["seized"].sum() / max(g["parcels"].sum(), 1))

    return measure


def _product(label: str) -> Callable[[Observation], float]:
    def measure(o: Observation) -> float:
        g = o.ecosystem.records.groups()
        g = g[(g["kind"] == "product") & (g["day"] >= o.first)]
        return float(g.loc[g["group"] == label, "revenue"].sum() / g["revenue"].sum())

    return measure


def _eu_vendors(o: Observation) -> float:
    v = o.ecosystem.vendors.table()
    sold = v["sold"].astype(float)
    sold[: len(o.vendor_sold_before)] -= o.vendor_sold_before
    home = np.isin(v["home"], [COUNTRIES.index(c) for c in EU])
    return float(sold[home].sum() / max(sold.sum(), 1.0))


def _price_drift(o: Observation) -> float:
    index = _daily(o)["price_index"].rolling(28).mean().dropna()
    return float(np.abs(index.to_numpy()[180:] / index.to_numpy()[:-180] - 1.0).max()) if len(index) > 180 else 0.0


FACTS = (
    Fact("D62", "vendor concentration, Gini of units sold", "Gini", 0.805, 0.849, "listing scrape 2017", lambda o: gini(_sold(o))),
    Fact("D62", "units sold by the top 1 % of vendors", "share", 0.20, 0.36, "listing scrape 2017", lambda o: top_share(_sold(o), 0.01)),
    Fact("D62", "units sold by the top 10 % of vendors", "share", 0.69, 0.76, "listing scrape 2017", lambda o: top_share(_sold(o), 0.10)),
    Fact("D64", "vendors without a sale", "share", 0.05, 0.15, "listing scrape 2017: 9.9 %; range is judgement", lambda o: float((_sold(o) == 0).mean())),
    Fact("D58", "vendor survival to day 21", "share", 0.791, 0.836, "Christin 2013", lambda o: _entrants(o, 21)),
    Fact("D58", "vendor survival to day 101", "share", 0.469, 0.532, "Christin 2013", lambda o: _entrants(o, 101)),
    Fact("D86", "order value, median", "EUR", 47.0, 60.0, "listing scrape 2017: USD 58.5 at 0.9; +-12 % for prices over time (D74)", _quantile(0.5)),
    Fact("D86", "order value, 25th percentile", "EUR", 22.0, 32.0, "USD 30 at 0.9", _quantile(0.25)),
    Fact("D86", "order value, 75th percentile", "EUR", 105.0, 138.0, "USD 135 at 0.9", _quantile(0.75)),
    Fact("D86", "order value, 90th percentile", "EUR", 225.0, 295.0, "USD 290 at 0.9", _quantile(0.90)),
    Fact("D90", "purchases by the top tenth of buyers (8 months)", "share", 0.50, 0.65, "Norbutas 2018: over half", lambda o: top_share(_purchases(o), 0.10)),
    Fact("D90", "buyers with one purchase (8 months)", "share", 0.45, 0.70, "Norbutas 2018: most buy once; range is judgement", lambda o: float((_purchases(o) == 1).mean())),
    Fact("D76", "orders per customer (two years)", "orders", 5.0, 9.0, "US v. Ulbricht: 8.4 over 30 months; range is judgement", lambda o: float(_purchases(o, 730).mean())),
    Fact("D44", "positive feedback", "share", 0.968, 0.985, "Christin 2013: 97.8 %", _ratio("positive", "all_feedback")),
    Fact("D104", "leader's share of trade", "share", 0.42, 0.80, "Chainalysis export, 2015-2020", _mean("leader_share")),
    Fact("D103", "marketplaces up", "count", 4.0, 38.0, "4 to 38 tracked, 2013-2021", _mean("marketplaces")),
    Fact("D49", "orders paid early", "share", 0.08, 0.15, "Christin 2013: 11.3 %", _ratio("early_orders", "orders")),
    Fact("D50", "commission realised", "share", 0.036, 0.074, "6.45 % in 2013, 3.6 % listed in 2017", _ratio("commission", "revenue")),
    Fact("D53", "escrow held, in days of trade", "days", 6.0, 11.0, "USD 1.91-2.55 M at about USD 0.25 M a day", lambda o: float(_daily(o)["escrow"].mean() / max(_daily(o)["revenue"].mean(), 1e-9))),
    Fact("D95", "closures a year", "1/year", 10.0, 46.0, "59 in six years to 46 in 2014 (D98, D102)", _closures(None)),
    Fact("D96", "closures that are voluntary", "share", 0.30, 0.56, "20 of 46, binomial 95 %", _closures("voluntary")),
    Fact("D96", "closures that are exit scams", "share", 0.15, 0.40, "12 of 46, binomial 95 %", _closures("exit_scam")),
    Fact("D96", "closures by hack", "share", 0.10, 0.33, "9 of 46, binomial 95 %", _closures("hack")),
    Fact("D96", "closures by raid", "share", 0.06, 0.26, "6 of 46, binomial 95 %", _closures("seizure")),
    Fact("D73", "cannabis, share of revenue", "share", 0.25, 0.32, "listing scrape 2017: 28.5 %", _product("cannabis")),
    Fact("D74", "largest change of prices over six months", "share", 0.0, 0.10, "Christin 2013: within 10 %", _price_drift),
    Fact("S107", "share of EU vendors in units sold", "share", 0.40, 0.52, "EMCDDA and Europol: 46 % of revenue", _eu_vendors),
    Fact("B31", "orders within a country", "share", 0.20, 0.60, "0.35, unverified", lambda o: 1.0 - o.cross_border / max(o.orders, 1)),
    Fact("B18", "domestic parcels seized", "share", 0.0009, 0.0040, "Sweden without postal powers", _seized("domestic_post")),
    Fact("B10", "intra-EU parcels seized", "share", 0.02, 0.10, "Netherlands 2020: 5 % leaving", _seized("intra_eu_post")),
    Fact("B1", "parcels from afar seized", "share", 0.10, 0.15, "Australia: 12 to 12.5 %", _seized("extra_eu_post")),
    Fact("B44", "vendors arrested a year", "share", 0.005, 0.06, "derived from coordinated waves", lambda o: float(_daily(o)["arrests_vendors"].sum() / max(_daily(o)["active_vendors"].mean(), 1.0) * 365.0 / o.days)),
)  # fmt: skip
