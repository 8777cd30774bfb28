"""How much each parameter matters, by Morris screening or Sobol indices, with chance between replicates kept apart.

All design points are run with the same replicates. Designs, and the elementary effects of Morris, are SALib's. Sobol
indices are made from products of *different* replicates: chance that two replicates do not share has no part in such
a product on average, so it neither adds to a total index nor thins out a first one. With one replicate they are plain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.settings import SettingsError
from sim.studies.question.axes import Axis
from sim.studies.question.options import StudyOptions
from sim.studies.question.sampling import named

Floats = NDArray[np.float64]

LEVELS = 4
CONFIDENCE = 0.95
RESAMPLES = 1000
CHANCE = "(chance between replicates)"
COLUMNS = ("parameter", "method", "index", "estimate", "low", "high")


def _salib() -> Any:
    try:
        from SALib.analyze import morris as morris_analysis
        from SALib.sample import morris as morris_sample
        from SALib.sample import sobol as sobol_sample
    except ImportError as error:
        raise SettingsError(f"sensitivity needs a package that is not installed ({error.name})", key="analysis",
                            hint="pip install 'barrierlife[analysis]'") from None  # fmt: skip
    return morris_sample, morris_analysis, sobol_sample


def unit_sample(dimensions: int, options: StudyOptions) -> Floats:
    """Lay the points in the unit cube: ``samples`` trajectories (Morris), or ``samples`` base points (Sobol)."""
    morris_sample, _, sobol_sample = _salib()
    problem = _problem(dimensions)
    if options.method == "morris":
        if options.samples < 2:
            raise SettingsError("Morris screening needs two trajectories or more", key="samples", value=options.samples)
        return np.asarray(morris_sample.sample(problem, options.samples, num_levels=LEVELS, seed=options.design_seed))
    if options.samples & (options.samples - 1):
        near = 2 ** max(round(math.log2(options.samples)), 1)
        raise SettingsError(f"samples={options.samples}: Sobol indices need a power of two", key="samples",
                            value=options.samples, hint=f"write samples={near}")  # fmt: skip
    return np.asarray(sobol_sample.sample(problem, options.samples, calc_second_order=False, seed=options.design_seed))


def _problem(dimensions: int) -> dict[str, Any]:
    return {"num_vars": dimensions, "names": [f"x{i}" for i in range(dimensions)], "bounds": [[0.0, 1.0]] * dimensions}


def sample(axes: Sequence[Axis], options: StudyOptions) -> list[dict[str, Any]]:
    """Lay the points of a sensitivity design, each a mapping from the names of the axes to values."""
    if len(axes) < 2:
        return [{}]  # told by whoever asked
    return [named(axes, row) for row in unit_sample(len(axes), options)]


def indices(outcomes: pd.DataFrame, axes: Sequence[Axis], options: StudyOptions) -> pd.DataFrame:
    """Analyse the outcomes of a sensitivity design: parameter, method, index, estimate, low, high (95 %).

    ``outcomes``: one row per run, with columns point, replicate and the criterion. The row ``(chance between
    replicates)`` tells which share of the variance of a single run is chance. Raise ValueError where a point has no
    value of the criterion.
    """
    values = responses(outcomes, options.criterion)
    unit = unit_sample(len(axes), options)
    if len(values) != len(unit):
        raise ValueError(f"{len(unit) - len(values)} of {len(unit)} design points have no {options.criterion}")
    names = [axis.name for axis in axes]
    rows = _morris(unit, values, names) if options.method == "morris" else _sobol(values, names)
    rows.append((CHANCE, options.method, "share of variance", *chance(values)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def responses(outcomes: pd.DataFrame, criterion: str) -> Floats:
    """Lay the criterion out as points by replicates; a failed run takes the mean of its point."""
    table = outcomes.pivot(index="point", columns="replicate", values=criterion).sort_index().to_numpy(np.float64)
    known = np.isfinite(table)
    table = table[known.any(axis=1)]
    known = known[known.any(axis=1)]
    means = np.where(known, table, 0.0).sum(axis=1) / known.sum(axis=1)
    return np.where(known, table, means[:, None])


def chance(values: Floats) -> tuple[float, float, float]:
    """Share of the variance of a single run that is between replicates of a point, with its bootstrap interval."""
    replicates = values.shape[1]
    if replicates < 2:
        return math.nan, math.nan, math.nan

    def share(rows: Floats) -> float:
        within = float(rows.var(axis=1, ddof=1).mean())
        between = max(float(rows.mean(axis=1).var(ddof=1)) - within / replicates, 0.0)
        return within / (within + between) if within + between > 0.0 else 0.0

    drawn = np.random.default_rng(1).integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile([share(values[rows]) for rows in drawn], _tails())
    return share(values), float(low), float(high)


def _tails() -> list[float]:
    return [0.5 - CONFIDENCE / 2.0, 0.5 + CONFIDENCE / 2.0]


def _morris(unit: Floats, values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
    _, analysis, _ = _salib()
    found = analysis.analyze(
        _problem(len(names)), unit, values.mean(axis=1), num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        num_levels=LEVELS, print_to_console=False, seed=1,
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for i in np.argsort(-np.asarray(found["mu_star"])):
        star, half = float(found["mu_star"][i]), float(found["mu_star_conf"][i])
        rows.append((names[i], "morris", "mean absolute effect", star, max(star - half, 0.0), star + half))
        rows.append((names[i], "morris", "mean effect", float(found["mu"][i]), math.nan, math.nan))
        rows.append((names[i], "morris", "spread of effects", float(found["sigma"][i]), math.nan, math.nan))
    return rows


def _sobol(values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Make first and total indices from base points laid as SALib lays them: A, then each AB, then B."""
    size = len(names) + 2
    blocks = values.reshape(-1, size, values.shape[1])
    first, total = _indices(blocks)
    drawn = np.random.default_rng(1).integers(0, len(blocks), size=(RESAMPLES, len(blocks)))
    resampled = np.array([_indices(blocks[rows]) for rows in drawn])
    low, high = np.nanquantile(resampled, _tails(), axis=0)
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
