"""Whether an effect hangs on the size of the world: every barrier and shock in one replicate of a world of one size."""

from __future__ import annotations

import numpy as np

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.registry import catalogue
from sim.model.parameters import EcosystemParameters

START, DAYS = 365, 365
"""Day on which a barrier begins, and days watched from then on."""
FIGURES = {
    "first_28_days": "orders missing in the first 28 days",
    "first_year": "orders missing in the first year",
    "days_back": "days until the four-week mean is within 5 % of the twin's",
    "turned_away": "wishes turned away in the year before",
}
"""Figures by name, with what they are; the last is of the twin, and says how thin the world is."""


def effects(parameters: EcosystemParameters, buyers: int, seed: int, replicate: int) -> dict[tuple[str, str], float]:
    """Measure what every barrier and shock does at its defaults, by (barrier, figure), over one common twin."""
    world = Ecosystem(parameters, buyers=buyers, days=START + DAYS, seed=seed, replicate=replicate).run(START)
    turned = world.records.column("turned_away").sum() / max(world.records.column("online_wishes").sum(), 1.0)
    # one branch at a time: two large worlds are in memory, not nine
    orders = {name: _orders(world.branch([barrier(start=START)])) for name, barrier in catalogue().items()}
    usual = _orders(world)
    found: dict[tuple[str, str], float] = {}
    for name, trade in orders.items():
        found[name, "first_28_days"] = missing(trade[:28], usual[:28])
        found[name, "first_year"] = missing(trade, usual)
        found[name, "days_back"] = days_back(trade, usual)
        found[name, "turned_away"] = float(turned)
    return found


def missing(trade: np.ndarray, usual: np.ndarray) -> float:
    """Return the share of the twin's orders that is missing."""
    return float(1.0 - trade.sum() / max(usual.sum(), 1.0))


def days_back(trade: np.ndarray, usual: np.ndarray, gap: float = 0.05, window: int = 28) -> float:
    """Return the day on which the moving mean is first within ``gap`` of the twin's again; 0 where it never left."""
    ones = np.ones(window)
    low = np.convolve(trade, ones, "valid") < (1.0 - gap) * np.convolve(usual, ones, "valid")
    if not low.any():
        return 0.0
    first = int(np.argmax(low))
    back = np.flatnonzero(~low[first:])
    return float(first + back[0]) if len(back) else float(len(trade))


def _orders(world: Ecosystem) -> np.ndarray:
    """Run a world to its horizon, and return its orders by day from the start on."""
    world.run()
    world.close()
    return world.records.column("orders")[START:]
