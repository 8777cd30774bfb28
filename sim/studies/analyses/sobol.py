"""Sobol indices: how much of the variance each parameter explains.

They are made from products of *different* replicates: chance that two replicates do not share has no part in such a
product on average, so it neither adds to a total index nor thins out a first one. With one replicate they are plain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.settings import SettingsError
from sim.studies.analyses.shared.sensitivity import RESAMPLES, Floats, Sensitivity, laying, problem, tails


class Sobol(Sensitivity):
    """First and total indices of the variance between design points."""

    def sample(self, dimensions: int, options: Any) -> Floats:
        """Lay ``samples`` base points in the unit cube, a power of two."""
        design = laying("sobol")
        if options.samples & (options.samples - 1):
            near = 2 ** max(round(math.log2(options.samples)), 1)
            raise SettingsError(f"samples={options.samples}: Sobol indices need a power of two", key="samples",
                                value=options.samples, hint=f"write samples={near}")  # fmt: skip
        laid = design.sample(problem(dimensions), options.samples, calc_second_order=False, seed=options.design_seed)
        return np.asarray(laid)

    def rows(self, unit: Floats, values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return first and total indices."""
        return _sobol(values, names)


def _sobol(values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Make first and total indices from base points laid as SALib lays them: A, then each AB, then B."""
    size = len(names) + 2
    blocks = values.reshape(-1, size, values.shape[1])
    first, total = _indices(blocks)
    drawn = np.random.default_rng(1).integers(0, len(blocks), size=(RESAMPLES, len(blocks)))
    resampled = np.array([_indices(blocks[rows]) for rows in drawn])
    nothing = np.full((2, *resampled.shape[1:]), math.nan)
    low, high = np.nanquantile(resampled, tails(), axis=0) if np.isfinite(resampled).any() else nothing
    rows: list[tuple[Any, ...]] = []
    for i in np.argsort(-total):
        rows.append((names[i], "sobol", "first", float(first[i]), float(low[0, i]), float(high[0, i])))
        rows.append((names[i], "sobol", "total", float(total[i]), float(low[1, i]), float(high[1, i])))
    return rows


def _indices(blocks: Floats) -> tuple[Floats, Floats]:
    """First (Saltelli 2010) and total (Jansen 1999) indices; blocks: base points by A, AB…, B by replicates."""
    centred = blocks - blocks[:, [0, -1]].mean()
    a, b, mixed = centred[:, 0], centred[:, -1], centred[:, 1:-1]
    ends = np.concatenate([a, b])
    variance = _apart(ends, ends).mean() - _apart(ends.mean(axis=0), ends.mean(axis=0))
    step = mixed - a[:, None]
    first = _apart(b[:, None], step).mean(axis=0)
    total = 0.5 * _apart(step, step).mean(axis=0)
    if not variance > 0.0:
        return np.full(len(first), math.nan), np.full(len(first), math.nan)
    return first / variance, total / variance


def _apart(one: Floats, other: Floats) -> Any:
    """Mean product over pairs of different replicates (the last axis); of one replicate, the product."""
    replicates = max(one.shape[-1], other.shape[-1])
    same = (one * other).sum(axis=-1)
    if replicates == 1:
        return same
    return (one.sum(axis=-1) * other.sum(axis=-1) - same) / (replicates * (replicates - 1))
