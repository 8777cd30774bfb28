"""Morris screening: which of many parameters matter at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.settings import SettingsError
from sim.studies.analyses.shared.sensitivity import CONFIDENCE, RESAMPLES, Floats, Sensitivity, laying, problem

LEVELS = 4


class Morris(Sensitivity):
    """Elementary effects of each parameter, along trajectories through their ranges."""

    def sample(self, dimensions: int, options: Any) -> Floats:
        """Lay ``samples`` trajectories in the unit cube."""
        design = laying("morris")
        if options.samples < 2:
            raise SettingsError("Morris screening needs two trajectories or more", key="samples", value=options.samples)
        laid = design.sample(problem(dimensions), options.samples, num_levels=LEVELS, seed=options.design_seed)
        return np.asarray(laid)

    def rows(self, unit: Floats, values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return mean absolute effect, mean effect and their spread."""
        return _effects(unit, values, names)


def _effects(unit: Floats, values: Floats, names: Sequence[str]) -> list[tuple[Any, ...]]:
    from SALib.analyze import morris

    found = morris.analyze(
        problem(len(names)), unit, values.mean(axis=1), num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        num_levels=LEVELS, print_to_console=False, seed=1,
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for i in np.argsort(-np.asarray(found["mu_star"])):
        star, half = float(found["mu_star"][i]), float(found["mu_star_conf"][i])
        rows.append((names[i], "morris", "mean absolute effect", star, max(star - half, 0.0), star + half))
        rows.append((names[i], "morris", "mean effect", float(found["mu"][i]), math.nan, math.nan))
        rows.append((names[i], "morris", "spread of effects", float(found["sigma"][i]), math.nan, math.nan))
    return rows
