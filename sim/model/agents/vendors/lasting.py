"""Who trades on any day: those who enter, met as often as they stay long.

Who earns much stays long, so that on any day large vendors and producers are more of all than of those who enter. How
long each stays follows from the hazard of stopping (``stopping.py``), where earnings grow towards a level of their own
as ratings are built; that level is the vendor's share, by capacity, of the orders there are. Closures of marketplaces
end businesses at one rate, alarm and luck are left out: some months pass until what is drawn here is what the model
makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.agents.vendors.kinds import CAPACITY_LEAST, CAPACITY_POWER, scale_top
from sim.model.engine.ordered import in_order
from sim.model.market import codes
from sim.model.market.arguments import nested_record

RAMP = 100.0
"""Days over which a newcomer's sales grow to two thirds of what they will be; only the first months rest on it."""
LOST = 0.75
"""Share of vendors whom a closing marketplace makes stop, soon or later; only the first months rest on it."""
LEVELS, TOP = 64, 10.0
"""Levels of earnings that are told apart, and the logarithm of the highest against the outside option."""
AGES, OLDEST = 128, 40.0 * 365.0
"""Cells by age, finer for the young, and the oldest."""
_LEVELS = np.linspace(0.0, TOP, LEVELS)
_NODES, _FAR, _LIKELY, _ROUNDS, _CLOSE = 33, 4.0, 3.0, 40, 1e-3


@dataclass(frozen=True)
class Earning:
    """What vendors can earn: EUR by kind of an order of ordinary size, orders a day for each, closures a day."""

    kinds: NDArray[np.float64]
    orders: float
    closures: float

    @classmethod
    def of(cls, par: Any, value: float, orders: float) -> Earning:
        """Return it from the parameters of an ecosystem; ``value``: mean of an order of ordinary size, EUR."""
        vendors, admins = par.vendors, par.administrators
        kept = 1.0 - 0.5 * (admins.commission_low + admins.commission_high) - par.institutions.cash_out
        spent = (1.0 - vendors.margin) * np.array(vendors.kind_cost, dtype=float)
        spent = spent + vendors.stealth_cost * vendors.stealth
        return cls(np.maximum(kept - spent, 0.0) * value, orders, 1.0 / max(admins.initial_age, 1.0))


def careers(vendors: Any, earning: Earning) -> NDArray[np.void]:
    """Return what compiled code draws the vendors of day 0 by, one row.

    ``stays``: days that a vendor stays on average, against one who stays long, by whether an exit scam is meant in the
    end and by level of earnings. ``ages``: running shares of cells by age, of vendors of each. ``edges``: days between
    those cells. ``busy``: orders a day for each that a vendor can serve. ``anew``: names lost a day. ``earning``: EUR
    of an order, by kind.
    """
    edges = OLDEST * (np.arange(AGES + 1) / AGES) ** 3
    middle, width = 0.5 * (edges[1:] + edges[:-1]), np.diff(edges)
    anew = earning.closures * (1.0 - vendors.identity_kept)
    ramp = -np.expm1(-(anew + 1.0 / RAMP) * middle) / (1.0 + anew * RAMP)  # mean over when a name was lost last
    trying = 1.0 + (vendors.stop_young - 1.0) * np.exp(-middle / vendors.stop_young_days)
    hazard = vendors.stop * trying * (1.0 + np.expm1(_LEVELS)[:, None] * ramp) ** -vendors.stop_earning
    hazard = hazard + (vendors.retire + vendors.arrests) / 365.0 + LOST * earning.closures
    hazard = hazard + np.array([0.0, vendors.exit_scam])[:, None, None]  # who means to exit-scam does so in the end
    passed = np.cumsum(hazard * width, axis=2)
    there = np.exp(0.5 * hazard * width - passed) * width  # days spent in each cell of age
    days = there.sum(axis=2)
    busy, highest = _busy(vendors, earning, days[0], (there[0] * ramp).sum(axis=1))
    return nested_record(
        stays=np.minimum(days / float(np.interp(highest, _LEVELS, days[0])), 1.0),
        ages=np.cumsum(there, axis=2) / days[:, :, None],
        edges=edges,
        busy=busy,
        anew=anew,
        earning=earning.kinds,
    )


def _busy(vendors: Any, earning: Earning, days: NDArray[Any], grown: NDArray[Any]) -> tuple[float, float]:
    """Return the share of capacity in use, such that all vendors together have the orders there are, and a high level.

    ``days`` and ``grown``: by level of earnings, days that a vendor stays, and these weighted by what sales have grown
    to; found by going from one to the other until nothing moves. The level is that of the best of three spreads.
    """
    normal = np.linspace(-_FAR, _FAR, _NODES)
    weight = np.exp(-0.5 * normal * normal)
    met = in_order(vendors.kind, codes.KINDS)[:, None, None] * weight[:, None] * weight
    size = np.array(vendors.kind_scale, dtype=float)[:, None, None] * np.exp(vendors.scale_spread * normal)[:, None]
    size = np.minimum(size, scale_top(vendors.capacity_top, vendors.capacity))
    lot = np.array(vendors.kind_lot, dtype=float)[:, None, None] * np.exp(vendors.lot_spread * normal)
    capacity = vendors.capacity * size**CAPACITY_POWER + CAPACITY_LEAST
    busy = 0.0
    for _ in range(_ROUNDS):
        full = earning.kinds[:, None, None] * lot * capacity * busy
        at = np.log1p(full / vendors.outside_option)
        sold = (met * capacity * np.interp(at, _LEVELS, grown)).sum() / (met * np.interp(at, _LEVELS, days)).sum()
        before, busy = busy, 0.5 * (busy + earning.orders / max(float(sold), 1e-300))
        if abs(busy - before) < _CLOSE * busy:
            break
    likely = np.abs(normal) <= _LIKELY
    return busy, float(at[:, likely][:, :, likely].max())
