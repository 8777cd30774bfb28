"""Who is a customer on any day: the stationary mixture of those who stay long and those who order once.

Interest is a renewal: a buyer comes, wishes every 1/p days on average (p = 1 - exp(-rate)), each wish is the last with
chance ``stop``, and after a wait the row stands for somebody else. On any day customers are met by how long they stay,
(1/stop - 1)/p days, and a row is a customer for the share of time that stays take of the whole. Both follow from the
parameters; nothing is fitted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

GRID, FAR, FINE = 256, 6.0, 3
"""Cells by chance to stop, and by wish to order; spreads that the latter reach to; finer for those who hardly stop."""
_SURE = 0.999


def stays(par: Any, wrong: float) -> tuple[NDArray[np.float64], float, float]:
    """Return running sums over cells (chance to stop, wish to order) by which customers are drawn, and two means.

    The means: the share of rows that are customers, and wishes a day for each row.

    Cell (i, j) holds uniform draws behind the chance to stop in ([i, i + 1) / GRID)^FINE, and normal ones behind the
    wish to order in FAR * (2 * [j, j + 1) / GRID - 1); ``wrong``: chance that a wish ends in an order that disappoints.
    """
    middle = (np.arange(GRID) + 0.5) / GRID
    edges = (np.arange(GRID + 1) / GRID) ** FINE
    log_stop = par.stop_power * np.log(np.maximum(middle**FINE, 1e-6))[:, None]
    normal = FAR * (2.0 * middle - 1.0)[None, :]
    met = np.exp(-0.5 * normal * normal)
    met = np.diff(edges)[:, None] * met / met.sum()
    rate = par.order_rate * np.exp(par.order_rate_spread * normal - par.commitment * log_stop)
    a_day = np.minimum(np.minimum(rate, par.order_rate_top), _SURE)  # = 1 - exp(-intensity)
    last = np.exp(log_stop)
    ends = last + (1.0 - last) * par.stop_disappointed * wrong
    days = met * (1.0 / ends - 1.0) / a_day
    mean, away = float(days.sum()), 1.0 / max(par.arrival, 1e-6)
    wishes = float((met * (1.0 / ends - 1.0)).sum()) / (mean + away)
    return np.cumsum(days.ravel()) / max(mean, 1e-300), mean / (mean + away), wishes


def goes_wrong(parameters: Any, seen: NDArray[np.float64], flow: NDArray[np.float64], online: float) -> float:
    """Return the chance that a wish ends in an order that disappoints; ``seen``: share seized by channel."""
    couriers, vendors = parameters.couriers, parameters.vendors
    use = flow / max(float(flow.sum()), 1e-300)
    missing = float((use * (seen + np.array(couriers.loss, dtype=float))).sum())
    missing *= 1.0 - vendors.reship * (1.0 - missing)
    unsent = vendors.honesty_low * vendors.unsent_share
    return min(online * (missing + unsent + 1.0 - vendors.quality), 1.0)
