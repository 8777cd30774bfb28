"""Orders: their values, how many a customer and a vendor make, how they are paid and rated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.validation.observation import Observation, top_share

EUR = 0.9
"""EUR per USD, at which figures in USD are compared."""
_WHOLESALE, _LARGEST, _RETAIL = 1_000.0 * EUR, 10_000.0 * EUR, 2_000.0 * EUR


def _values(o: Observation) -> np.ndarray:
    return np.concatenate(o.values) / 100.0


def _purchases(o: Observation, days: float) -> np.ndarray:
    return np.unique(np.concatenate(o.buyers[: int(days)]), return_counts=True)[1].astype(float)


def _daily(o: Observation) -> pd.DataFrame:
    return o.ecosystem.records.daily().iloc[o.first :]


def order_value(o: Observation, share: float) -> float:
    """Measure a quantile of order values, EUR."""
    values = _values(o)
    return float(np.quantile(values, share)) if len(values) else float("nan")


def mean_retail_value(o: Observation) -> float:
    """Measure the mean value of orders up to USD 2,000, EUR."""
    values = _values(o)
    return float(values[values <= _RETAIL].mean())


def wholesale(o: Observation) -> float:
    """Measure the part of revenue from orders over USD 1,000, up to USD 10,000."""
    values = _values(o)
    values = values[values <= _LARGEST]
    return float(values[values > _WHOLESALE].sum() / max(values.sum(), 1e-9))


def purchases_of_top(o: Observation, share: float, days: float) -> float:
    """Measure what part of purchases the most active customers make."""
    return top_share(_purchases(o, days), share)


def one_purchase(o: Observation, days: float) -> float:
    """Measure the share of customers with one purchase."""
    return float((_purchases(o, days) == 1).mean())


def orders_per_customer(o: Observation, days: float) -> float:
    """Measure the mean number of orders of those who ordered."""
    return float(_purchases(o, days).mean())


def customers_per_vendor(o: Observation, days: float) -> float:
    """Measure how many customers there were for each vendor who sold."""
    buyers, vendors = (np.unique(np.concatenate(part[: int(days)])) for part in (o.buyers, o.vendors))
    return float(len(buyers) / max(len(vendors), 1))


def orders_per_vendor(o: Observation, days: float) -> float:
    """Measure the mean number of orders of vendors who sold."""
    vendors = np.concatenate(o.vendors[: int(days)])
    return float(len(vendors) / max(len(np.unique(vendors)), 1))


def exchanges_per_actor(o: Observation, days: float) -> float:
    """Measure orders for each customer and vendor of the marketplace with the most of them."""
    end = int(days)
    market = np.concatenate(o.markets[:end])
    online = market >= 0
    if not online.any():
        return float("nan")
    here = market == np.bincount(market[online]).argmax()
    actors = sum(len(np.unique(np.concatenate(part[:end])[here])) for part in (o.buyers, o.vendors))
    return float(np.count_nonzero(here) / max(actors, 1))


def mean_of(o: Observation, column: str) -> float:
    """Measure the mean of a daily figure."""
    return float(_daily(o)[column].mean())


def ratio_of(o: Observation, top: str, bottom: str) -> float:
    """Measure the ratio of the sums of two daily figures."""
    daily = _daily(o)
    return float(daily[top].sum() / max(daily[bottom].sum(), 1e-9))


def escrow_days(o: Observation) -> float:
    """Measure escrow held, in days of trade."""
    daily = _daily(o)
    return float(daily["escrow"].mean() / max(daily["revenue"].mean(), 1e-9))


def product_share(o: Observation, label: str) -> float:
    """Measure a product's share of revenue."""
    g = o.ecosystem.records.groups()
    g = g[(g["kind"] == "product") & (g["day"] >= o.first)]
    return float(g.loc[g["group"] == label, "revenue"].sum() / g["revenue"].sum())


def price_drift(o: Observation) -> float:
    """Measure the largest change of the price index over six months."""
    index = _daily(o)["price_index"].rolling(28).mean().dropna().to_numpy()
    return float(np.abs(index[180:] / index[:-180] - 1.0).max()) if len(index) > 180 else 0.0
