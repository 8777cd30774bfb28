"""What a figure would be at parameters that were not run: a Gaussian process on the parameters that move it.

scikit-learn's processes are used: they take the chance of each point as given, tell their own uncertainty, and are in
the extra ``analysis`` already. A figure is emulated on its *active* parameters, as is usual in history matching; what
the others do is in a nugget that is estimated.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_ACTIVE = 10
SIGNIFICANT = 0.02
"""Chance of taking a parameter for active that is not."""


@dataclass(frozen=True)
class Emulator:
    """A fitted figure: ``active`` columns of the unit cube; ``explained``: share of variance told when left out."""

    active: Floats
    process: Any
    centre: float
    scale: float
    chance: float  # variance of one evaluation's mean
    explained: float

    def predict(self, units: Floats) -> tuple[Floats, Floats]:
        """Give the mean and the variance of the emulator at points, shape (n,) each."""
        if self.process is None:
            return np.full(len(units), self.centre), np.full(len(units), self.scale**2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mean, spread = self.process.predict(units[:, self.active.astype(int)], return_std=True)
        return self.centre + self.scale * mean, (self.scale * spread) ** 2


def fit(units: Floats, samples: list[list[float]]) -> Emulator | None:
    """Fit a figure: ``units`` shape (points, parameters); ``samples``: its values over replicates, by point.

    None where fewer than three points show it.
    """
    shown = [i for i, values in enumerate(samples) if len(values)]
    if len(shown) < 3:
        return None
    x = units[shown]
    y = np.array([np.mean(samples[i]) for i in shown])
    counts = np.array([len(samples[i]) for i in shown], dtype=float)
    within = _within([samples[i] for i in shown])
    centre, scale = float(y.mean()), float(y.std())
    chance = within / float(np.median(counts))
    columns = active(x, y)
    if scale <= 1e-12 or len(columns) == 0:
        return Emulator(np.zeros(0), None, centre, max(scale, 0.0), chance, 0.0)
    process = _process(x[:, columns], (y - centre) / scale, within / counts / scale**2)
    return Emulator(columns.astype(float), process, centre, scale, chance, _left_out(process))


def _within(samples: list[list[float]]) -> float:
    """Return the variance between replicates of a point, pooled over points."""
    many = [np.var(values, ddof=1) * (len(values) - 1) for values in samples if len(values) > 1]
    freedom = sum(len(values) - 1 for values in samples if len(values) > 1)
    return float(np.sum(many) / freedom) if freedom else 0.0


def active(x: Floats, y: Floats) -> NDArray[np.int64]:
    """Choose the columns by which a figure moves: a parabola in each alone, what is told before taken out."""
    from scipy.stats import f as fisher

    rest = y - y.mean()
    chosen: list[int] = []
    while len(chosen) < min(MOST_ACTIVE, max(len(y) // 5, 1)):
        total = float(rest @ rest)
        if total <= 1e-12 * max(float(y @ y), 1e-300):
            break
        gains = [(_parabola(x[:, j], rest), j) for j in range(x.shape[1]) if j not in chosen]
        if not gains:
            break
        left, column = min((float(r @ r), j) for r, j in gains)
        freedom = max(len(y) - 3 - 2 * len(chosen), 1)
        ratio = ((total - left) / 2.0) / max(left / freedom, 1e-300)
        # the best of many columns is looked at, so each is asked for more
        if fisher.sf(ratio, 2, freedom) * len(gains) > SIGNIFICANT:
            break
        chosen.append(column)
        rest = _parabola_all(x[:, chosen], y - y.mean())
    return np.array(sorted(chosen), dtype=np.int64)


def _parabola(column: Floats, y: Floats) -> Floats:
    return _parabola_all(column[:, None], y)


def _parabola_all(x: Floats, y: Floats) -> Floats:
    """Return what is left of y after a parabola in every column."""
    terms = np.column_stack([np.ones(len(x)), x, x**2])
    return y - terms @ np.linalg.lstsq(terms, y, rcond=None)[0]


def _process(x: Floats, y: Floats, noise: Floats) -> Any:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    kernel = (
        ConstantKernel(1.0, (1e-2, 1e3)) * RBF(np.full(x.shape[1], 1.0), (0.1, 20.0))
        + ConstantKernel(1.0, (1e-3, 1e3)) * DotProduct(1.0, (1e-2, 1e2))
        + WhiteKernel(0.05, (1e-6, 1.0))
    )
    process = GaussianProcessRegressor(kernel, alpha=noise + 1e-8, n_restarts_optimizer=0, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a length at its bound is an inactive or a linear parameter
        return process.fit(x, y)


def _left_out(process: Any) -> float:
    """Return the share of variance that is told of a point when it is left out (1: all, 0: no better than the mean)."""
    inverse = np.linalg.inv(process.L_ @ process.L_.T)
    errors = process.alpha_ / np.diag(inverse)
    y = process.y_train_
    return float(max(1.0 - (errors @ errors) / max(float(y @ y), 1e-300), 0.0))
