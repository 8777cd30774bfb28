"""What pairing with a twin gains: how many unpaired runs are worth a pair, by barrier and period.

The ratio of the variance of a difference between independent runs to that between twins: with a ratio of 20 a pair is
worth twenty runs with and twenty without the barrier.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Row

PAIRS_A_REPEAT = 12
PERIODS = {"first 90 days": (0, 90), "first year": (0, 365), "second year": (365, 730)}


def barriers(start: int) -> dict[str, Any]:
    """Return the barriers measured, by name."""
    from sim.model.interventions.registry import catalogue

    kinds = catalogue()
    found = {name: kinds[name](start=start) for name in ("takedown", "postal_inspection", "licensing", "ddos")}
    found["postal_inspection of 1 %"] = kinds["postal_inspection"](start=start, share=0.01)
    return found


def sums(buyers: int, start: int, days: int, replicate: int) -> NDArray[np.float64]:
    """Return the orders of each period, shape (1 + barriers, periods): without a barrier, then under each."""
    from sim.model.ecosystem import Ecosystem

    stem = Ecosystem(buyers=buyers, days=days, seed=1, replicate=replicate).run(start)
    arms = [stem.branch([barrier]) for barrier in barriers(start).values()]
    found = []
    for world in (stem, *arms):
        orders = world.run().records.column("orders")
        found.append([float(orders[start + lo : start + hi].sum()) for lo, hi in PERIODS.values()])
        world.close()
    return np.array(found)


def gain(with_barrier: NDArray[np.float64], without: NDArray[np.float64]) -> float:
    """Return the ratio of variances; both shape (pairs,)."""
    paired = np.var(with_barrier - without, ddof=1)
    return float((np.var(with_barrier, ddof=1) + np.var(without, ddof=1)) / max(paired, 1e-12))


def spread(with_barrier: NDArray[np.float64], without: NDArray[np.float64]) -> float:
    """Return the standard error of the logarithm of the gain, by the jackknife."""
    n = len(without)
    left_out = [~(np.arange(n) == i) for i in range(n)]
    logs = np.log([max(gain(with_barrier[kept], without[kept]), 1e-12) for kept in left_out])
    return float(np.sqrt((n - 1) * logs.var()))


def run(*, quick: bool, repeats: int) -> list[Row]:
    """Measure every barrier in every period; the range is one standard error to either side."""
    buyers, start, days, pairs = (400, 40, 160, 4) if quick else (20_000, 365, 1095, PAIRS_A_REPEAT * repeats)
    found = np.array([sums(buyers, start, days, replicate) for replicate in range(pairs)])
    rows = []
    for b, name in enumerate(barriers(start), 1):
        for p, period in enumerate(PERIODS):
            arms = found[:, b, p], found[:, 0, p]
            ratio, off = gain(*arms), np.exp(spread(*arms))
            rows.append(Row(f"{name}, {period} ({pairs} pairs)", "ratio", [ratio / off, ratio, ratio * off]))
    return rows
