"""How much each parameter matters, with chance between replicates kept apart: what Morris and Sobol share.

All design points are run with the same replicates. Designs, and the elementary effects of Morris, are SALib's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.settings import SettingsError
from sim.studies.question.analysis import Analysis
from sim.studies.question.axes import Axis
from sim.studies.question.sampling import values_at

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 1000
CHANCE = "(chance between replicates)"
COLUMNS = ("parameter", "method", "index", "estimate", "low", "high")
TABLES = {"sensitivity": "how much each parameter matters, and how much is chance"}
TITLE = "What matters"
READING = (
    "Morris: mean absolute effect of a parameter over its range. Sobol: share of the variance that a parameter "
    "explains alone (first) and with all that it does together with others (total). Chance between replicates is told "
    "apart from the parameters."
)


def laying(method: str) -> Any:
    """Return SALib's module that lays the points of a method; say which extra has it where it is not installed."""
    try:
        return import_module(f"SALib.sample.{method}")
    except ImportError as error:
        raise SettingsError(f"sensitivity needs a package that is not installed ({error.name})", key="analysis",
                            hint="pip install 'barrierlife[analysis]'") from None  # fmt: skip


def problem(dimensions: int) -> dict[str, Any]:
    """Describe the unit cube to SALib."""
    return {"num_vars": dimensions, "names": [f"x{i}" for i in range(dimensions)], "bounds": [[0.0, 1.0]] * dimensions}


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
    low, high = np.quantile([share(values[rows]) for rows in drawn], tails())
    return share(values), float(low), float(high)


def tails() -> list[float]:
    """Quantiles that bound the interval."""
    return [0.5 - CONFIDENCE / 2.0, 0.5 + CONFIDENCE / 2.0]


def sentences(study: Any) -> list[str]:
    """Say which parameters matter most."""
    from sim.views.sensitivity import matters_most

    table = study.tables.get("sensitivity")
    return [f"{matters_most(table)}."] if table is not None and len(table) else []


class Sensitivity(Analysis):
    """What indices of sensitivity have in common; a method lays the points and makes indices of the values."""

    title = TITLE
    reading = READING
    tables = TABLES
    varied = 2

    def sample(self, dimensions: int, options: Any) -> Floats:
        """Lay points in the unit cube, shape (points, dimensions)."""
        raise NotImplementedError

    def rows(self, unit: Floats, values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return parameter, method, index, estimate, low, high (95 %); ``values``: by point and replicate."""
        raise NotImplementedError

    def indices(self, outcomes: pd.DataFrame, axes: Sequence[Axis], options: Any) -> pd.DataFrame:
        """Analyse the outcomes, one row per run with columns point, replicate and the criterion.

        Return COLUMNS, last the share of a run that is chance. Raise ValueError where a point has no value.
        """
        values, unit = responses(outcomes, options.criterion), self.sample(len(axes), options)
        if len(values) != len(unit):
            raise ValueError(f"{len(unit) - len(values)} of {len(unit)} design points have no {options.criterion}")
        rows = self.rows(unit, values, [axis.name for axis in axes])
        rows.append((CHANCE, self.name, "share of variance", *chance(values)))
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def points(self, axes: Sequence[Axis], options: Any) -> list[dict[str, Any]]:
        return [values_at(axes, row) for row in self.sample(len(axes), options)]

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        return {"sensitivity": self.indices(study.outcomes, plan.axes, plan.options)}

    def draw(self, study: Any) -> dict[str, Any]:
        from sim.views.charts import rows_chart
        from sim.views.sensitivity import plot_sensitivity

        return rows_chart(study, "sensitivity", plot_sensitivity)

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views.charts import criterion_of
        from sim.views.sensitivity import sensitivity_table

        return sensitivity_table(table, criterion_of(study)[1])

    def advice(self, study: Any) -> list[str]:
        return sentences(study)
