"""Where the points of a design lie: a grid, a Latin hypercube or a Sobol sequence."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.settings.errors import Contradiction, NotYet
from sim.studies.question.axes import MOST_POINTS, Axis


def points(axes: Sequence[Axis], design: str, samples: int, seed: int) -> list[dict[str, Any]]:
    """Lay the points of a design, each a mapping from the names of the axes to values.

    ``design``: grid takes every combination of values; latin_hypercube and sobol take ``samples`` points, with
    intervals filled evenly and values drawn equally often. Raises SettingsError for an interval in a grid.
    """
    if not axes:
        return [{}]
    if design == "grid":
        return _grid(axes)
    return [values_at(axes, row) for row in unit(len(axes), design, samples, seed)]


def values_at(axes: Sequence[Axis], row: Sequence[float] | NDArray[np.float64]) -> dict[str, Any]:
    """Give the values of the axes at a row of shares, each in [0, 1]."""
    return {axis.name: axis.at(float(share)) for axis, share in zip(axes, row, strict=True)}


def unit(dimensions: int, design: str, samples: int, seed: int) -> NDArray[np.float64]:
    """Lay points in the unit cube, shape (samples, dimensions)."""
    from scipy.stats import qmc

    if design == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(samples))
    sampler = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    whole = sampler.random_base2(max(int(np.ceil(np.log2(samples))), 0))  # balanced only as a whole: cut afterwards
    return np.asarray(whole[:samples])


def _grid(axes: Sequence[Axis]) -> list[dict[str, Any]]:
    for axis in axes:
        if axis.interval:
            raise NotYet(f"{axis.name} varies over an interval, of which a grid has no points", key=axis.name,
                         hint="add design=latin_hypercube samples=100, or list its values")  # fmt: skip
    count = int(np.prod([float(len(axis.values)) for axis in axes]))
    if count > MOST_POINTS:
        raise Contradiction(f"the grid has {count:,} points", key="design", allowed=f"at most {MOST_POINTS:,}",
                            hint="use design=sobol samples=…")  # fmt: skip
    names = [axis.name for axis in axes]
    return [dict(zip(names, row, strict=True)) for row in itertools.product(*(axis.values for axis in axes))]
