"""Where sets of parameters promise to miss fewest facts: differential evolution on the emulators.

A sample of what is not ruled out says what is possible; in dozens of dimensions its best is far from the best. Moves
are by differences of two others (Storn and Price 1997), from sets that were run and from the sample.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.validation.calibration.implausibility import Matching, deviation
from sim.validation.calibration.waves import Region, apart

Floats = NDArray[np.float64]

GENERATIONS = 60
STEP, TURNED = 0.6, 0.3
"""Length of a move, as a share of a difference; share of the parameters that it changes."""
BEST = 4
"""Candidates among which those that lie far apart are taken, for each that is asked for."""


def expected_misses(matching: Matching, units: Floats) -> Floats:
    """Give the number of facts that points are expected to miss, by emulators and their uncertainty; shape (n,)."""
    total = np.zeros(len(units))
    for names in matching.groups().values():
        total += np.min([_chance_of_missing(matching, name, units) for name in names], axis=0)
    return total


def _chance_of_missing(matching: Matching, name: str, units: Floats) -> Floats:
    from scipy.stats import norm

    check, emulator = matching.checks[name], matching.emulators[name]
    mean, variance = emulator.predict(units)
    spread = deviation(check, variance)
    within = norm.cdf((check.high - mean) / spread) - norm.cdf((check.low - mean) / spread)
    return np.asarray(1.0 - within, dtype=np.float64)


def sought(matching: Matching, region: Region, start: Floats, count: int, known: Floats, seed: int) -> Floats:
    """Seek points that promise to miss fewest facts, far from each other and from those known; shape (count, n)."""
    random = np.random.default_rng(seed)
    points = region.reflect(start)
    value = expected_misses(matching, points)
    size = len(points)
    for _ in range(GENERATIONS):
        best = points[np.argsort(value)[: max(size // 10, 2)]]
        one, other = (points[random.permutation(size)] for _ in range(2))
        towards = best[random.integers(len(best), size=size)] - points
        turned = random.random(points.shape) < max(TURNED, 2.0 / points.shape[1])
        tried = region.reflect(points + np.where(turned, STEP * (towards + one - other), 0.0))
        new = expected_misses(matching, tried)
        taken = new < value
        points[taken], value[taken] = tried[taken], new[taken]
    order = np.argsort(value)
    distinct = points[order][np.sort(np.unique(points[order], axis=0, return_index=True)[1])]
    return apart(distinct[: BEST * count], count, known)
