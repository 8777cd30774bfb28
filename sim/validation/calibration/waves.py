"""Design of history matching: points over the whole range first, then among what is not ruled out yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.validation.calibration.implausibility import CUT, Matching, greatest, reachable

Floats = NDArray[np.float64]

CANDIDATES = 4096
FEWEST = 512
"""Points that walk together, at least: their differences tell the shape of what is left."""
LEVELS = 25
MOVES = 6
NEAR = 0.3
"""Share of each range that counts as around where a parameter stands."""
KEPT = 0.2
"""Share of the candidates kept at each level on the way into what is not ruled out."""


def spread(count: int, dimensions: int, seed: int) -> Floats:
    """Lay points over the unit cube as a Latin hypercube, shape (count, dimensions)."""
    from scipy.stats.qmc import LatinHypercube

    return np.asarray(LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(count))


def first(present: Floats, count: int, seed: int) -> Floats:
    """Lay the first wave: where the parameters stand now, half over the whole range, half around where they stand.

    Most of a range of dozens of parameters is far from everything observed; points near a set that does much of it
    tell the emulators of that part most. Shape (count, parameters), the present set first.
    """
    dimensions = len(present)
    far = spread(max(count // 2, 1), dimensions, seed)
    near = spread(max(count - 1 - len(far), 1), dimensions, seed + 7919)
    low = np.clip(present - NEAR / 2.0, 0.0, 1.0 - NEAR)
    return np.vstack([present, far, low + NEAR * near])[: max(count, 2)]


@dataclass(frozen=True)
class Region:
    """A box of the unit cube, ``low`` and ``high`` of shape (parameters,)."""

    low: Floats
    high: Floats

    @classmethod
    def whole(cls, dimensions: int) -> Region:
        """Return the whole cube."""
        return cls(np.zeros(dimensions), np.ones(dimensions))

    @classmethod
    def around(cls, points: Floats, wider: float = 0.0) -> Region:
        """Return the box that holds points, wider by a share of its width to either side, within the cube."""
        low, high = points.min(axis=0), points.max(axis=0)
        more = wider * (high - low)
        return cls(np.maximum(low - more, 0.0), np.minimum(high + more, 1.0))

    def spread(self, count: int, seed: int) -> Floats:
        """Lay points over the box as a Latin hypercube."""
        return self.low + (self.high - self.low) * spread(count, len(self.low), seed)

    def reflect(self, points: Floats) -> Floats:
        """Return points with those beyond an edge thrown back from it."""
        points = self.low + np.abs(points - self.low)
        return np.clip(np.where(points > self.high, 2.0 * self.high - points, points), self.low, self.high)


def left_over(matching: Matching, region: Region, count: int, seed: int) -> tuple[Floats, Matching]:
    """Sample points of a region that are not ruled out, with the matching by which they are not.

    Facts out of everyone's reach are set aside. Where no point satisfies all others together, one fact more is spared
    at a time until points are left; a matching that spares none is the regular case.
    """
    everywhere = region.spread(CANDIDATES, seed)
    matching = reachable(matching, everywhere)
    told = matching.of_each(everywhere)
    for spared in range(len(matching.groups()) + 1):
        trial = replace(matching, spared=spared)
        random = np.random.default_rng((seed, spared))
        found = _descend(trial, region, everywhere, greatest(told, spared), count, random)
        if found is not None:
            return found, trial
    raise AssertionError("with every fact spared, nothing is ruled out")


def _descend(
    matching: Matching, region: Region, points: Floats, value: Floats, count: int, random: np.random.Generator
) -> Floats | None:
    """Follow falling levels of implausibility down to the cut (subset simulation); None where they do not get there."""
    size = max(count, FEWEST)
    level = np.inf
    for _ in range(LEVELS):
        before, level = level, max(float(np.quantile(value, KEPT)), CUT)
        if level > CUT and level > 0.98 * before:
            return None
        inside = np.flatnonzero(value <= level)
        chosen = random.choice(inside, size, replace=len(inside) < size)
        points, value = _moved(matching, region, points[chosen], value[chosen], level, random)
        if level == CUT:
            return _distinct(matching, region, points, value, count, random)
    return None


def _distinct(
    matching: Matching, region: Region, points: Floats, value: Floats, count: int, random: np.random.Generator
) -> Floats | None:
    """Walk on until no two of the points to give are copies of one; None where they do not part."""
    for _ in range(LEVELS):
        single = np.unique(points, axis=0, return_index=True)[1]
        if len(single) >= count:
            return points[random.permutation(single)[:count]]
        points, value = _moved(matching, region, points, value, CUT, random)
    return None


def _moved(
    matching: Matching, region: Region, points: Floats, value: Floats, level: float, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Walk within what is at most ``level``, so that copies of one point part from each other."""
    points, value = points.copy(), value.copy()
    size, dimensions = points.shape
    step = 1.0
    for _ in range(MOVES):
        # differences of two others carry the shape of the region, whatever it is
        one, other = (points[random.permutation(size)] for _ in range(2))
        turned = random.random(points.shape) < max(0.3, 2.0 / dimensions)
        jump = step * (one - other) + random.normal(0.0, 0.02, points.shape)
        tried = region.reflect(points + np.where(turned, jump, 0.0))
        new = matching.of(tried)
        taken = new <= level
        points[taken], value[taken] = tried[taken], new[taken]
        step *= 1.2 if taken.mean() > 0.3 else 0.6
    return points, value


def apart(points: Floats, count: int, known: Floats) -> Floats:
    """Choose points far from each other and from those that were run (greedy maximin)."""
    if len(points) <= count:
        return points
    near = np.min(np.linalg.norm(points[:, None, :] - known[None, :, :], axis=2), axis=1)
    chosen = []
    for _ in range(count):
        best = int(np.argmax(near))
        chosen.append(best)
        near = np.minimum(near, np.linalg.norm(points - points[best], axis=1))
    return points[chosen]
