"""Scenario discovery: in which regions of the parameters the criterion is met, as boxes that a person can read.

A classification tree (CART, scikit-learn) parts the design points; its leaves that are richer in successes than the
whole are the boxes. Source of the measures: Bryant and Lempert 2010 (coverage, density).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import bootstrap
from sim.settings import SettingsError
from sim.studies.question.analysis import Analysis
from sim.studies.question.axes import Axis
from sim.studies.question.options import StudyOptions

Floats = NDArray[np.float64]

MOST_LEAVES = 8
LEAST_SHARE = 0.05
"""Share of the points below which a region is too small to be told."""
SHUFFLES = 499
"""How often the points are dealt out anew, to know what the search finds where there is nothing."""
COLUMNS = ("box", "parameter", "low", "high", "values", "points", "coverage", "density", "base_rate", "p_value")


class Discovery(Analysis):
    """Boxes in the space of the parameters in which the criterion reaches the threshold."""

    title = "Where it is reached"
    reading = (
        "Coverage: share of all points that reach the criterion and lie in the box. Density: share of the points "
        "in the box that reach it. Base rate: that of all points."
    )
    tables = {"boxes": "regions of the parameters in which the criterion is met, with coverage and density"}  # noqa: RUF012
    varied = 1

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        return {"boxes": boxes(study.outcomes, plan.axes, plan.options)}

    def draw(self, study: Any) -> dict[str, Any]:
        from sim.views.charts import chart, criterion_of
        from sim.views.discovery import plot_box

        table, options = study.tables.get("boxes"), study.record["options"]
        if table is None or not len(table):
            return {}
        figure, axes = chart()
        label = criterion_of(study)[0]
        plot_box(axes, study.outcomes, table, options["criterion"], float(options["threshold"]), label)
        return {"boxes": figure}

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        from sim.views.discovery import discovery_table

        return discovery_table(table)

    def advice(self, study: Any) -> list[str]:
        from sim.views.discovery import discovery_advice

        return discovery_advice(study.tables["boxes"]) if "boxes" in study.tables else []


def boxes(outcomes: pd.DataFrame, axes: Sequence[Axis], options: StudyOptions) -> pd.DataFrame:
    """Find boxes in which the mean of the criterion reaches the threshold.

    Return one row per box and parameter that it limits: low and high (open: NaN) or the values it allows; with
    ``points`` inside, ``coverage`` (share of all successes that lie inside), ``density`` (share of the points inside
    that are successes), ``base_rate`` (that of all points) and ``p_value``, how often the search finds a box as
    unlikely among points whose successes are shuffled. The best box by
    coverage times density comes first. Empty where all points succeed, or none.
    """
    means = outcomes.groupby("point")[options.criterion].mean().dropna()
    first = outcomes.drop_duplicates("point").set_index("point").loc[means.index]
    names = [name if (name := f"design.{axis.name}") in first else axis.name for axis in axes]
    coded = np.column_stack([_coded(first[name], axis) for name, axis in zip(names, axes, strict=True)])
    success = means.to_numpy() >= options.threshold
    rows: list[tuple[Any, ...]] = []
    if success.any() and not success.all():
        leaves = _leaves(coded, success)
        for number, leaf in enumerate(leaves, 1):
            limits = _limits(coded, leaf["path"], axes)
            facts = (leaf["points"], leaf["coverage"], leaf["density"], float(success.mean()), leaf["p_value"])
            rows += [(number, *limit, *facts) for limit in limits]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _coded(column: pd.Series, axis: Axis) -> Floats:
    """Write categories as their numbers, in the order in which they are listed."""
    if axis.interval or all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in axis.values):
        return column.to_numpy(np.float64)
    texts = [_text(value) for value in axis.values]
    return np.array([texts.index(_text(value)) for value in column], dtype=np.float64)


def _text(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _leaves(coded: Floats, success: NDArray[np.bool_]) -> list[dict[str, Any]]:
    try:
        from sklearn.tree import DecisionTreeClassifier
    except ImportError as error:
        raise SettingsError(f"scenario discovery needs a package that is not installed ({error.name})", key="analysis",
                            hint="pip install 'barrierlife[analysis]'") from None  # fmt: skip

    least = max(math.ceil(LEAST_SHARE * len(success)), 5)
    grown = DecisionTreeClassifier(max_leaf_nodes=MOST_LEAVES, min_samples_leaf=least, random_state=0)
    tree = grown.fit(coded, success).tree_
    inside = grown.apply(coded)
    held, hits = _held(inside, success)
    base, unlikely = float(success.mean()), _unlikely(held, hits, len(success), int(success.sum()))
    # the search takes the best of many boxes, and so finds rich ones in points that chance has dealt out as well
    dealt, draw = [], np.random.default_rng(bootstrap.SEED)
    for _ in range(SHUFFLES):
        mixed = draw.permutation(success)
        luck = _held(grown.fit(coded, mixed).apply(coded), mixed)
        dealt.append(min(_unlikely(*luck, len(success), int(success.sum())).values()))
    found = [
        {"path": path, "points": held[leaf], "coverage": hits[leaf] / float(success.sum()),
         "density": hits[leaf] / held[leaf],
         "p_value": (1 + sum(one <= unlikely[leaf] for one in dealt)) / (1 + SHUFFLES)}
        for leaf, path in _paths(tree, 0, ()) if hits[leaf] / held[leaf] > base
    ]  # fmt: skip
    return sorted(found, key=lambda leaf: -leaf["coverage"] * leaf["density"])


def _held(inside: NDArray[np.int64], success: NDArray[np.bool_]) -> tuple[dict[int, int], dict[int, int]]:
    """Count the points of each leaf, and those of them that are successes."""
    leaves = [int(leaf) for leaf in np.unique(inside)]
    return (
        {leaf: int((inside == leaf).sum()) for leaf in leaves},
        {leaf: int(success[inside == leaf].sum()) for leaf in leaves},
    )


def _unlikely(held: dict[int, int], hits: dict[int, int], points: int, successes: int) -> dict[int, float]:
    """Return the chance that as many of a box's points are successes, by leaf, had it been fixed beforehand."""
    from scipy.stats import hypergeom

    return {leaf: float(hypergeom.sf(hits[leaf] - 1, points, successes, held[leaf])) for leaf in held}


def _paths(tree: Any, node: int, path: tuple[tuple[int, bool, float], ...]) -> list[tuple[int, Any]]:
    """List the leaves below a node, each with the splits on the way: feature, whether below, threshold."""
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left < 0:
        return [(node, path)]
    feature, threshold = int(tree.feature[node]), float(tree.threshold[node])
    return [
        *_paths(tree, left, (*path, (feature, True, threshold))),
        *_paths(tree, right, (*path, (feature, False, threshold))),
    ]


def _limits(coded: Floats, path: Sequence[tuple[int, bool, float]], axes: Sequence[Axis]) -> list[tuple[Any, ...]]:
    limits = []
    for feature in dict.fromkeys(step[0] for step in path):
        low = max((t for f, below, t in path if f == feature and not below), default=-math.inf)
        high = min((t for f, below, t in path if f == feature and below), default=math.inf)
        axis = axes[feature]
        allowed = ""
        if not axis.interval:
            codes = np.unique(coded[:, feature])
            kept = codes[(codes > low) & (codes <= high)]
            numeric = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in axis.values)
            allowed = ", ".join(f"{code:g}" if numeric else _text(axis.values[int(code)]) for code in kept)
        bounds = (low if math.isfinite(low) else math.nan, high if math.isfinite(high) else math.nan)
        limits.append((axis.name, *(bounds if axis.interval else (math.nan, math.nan)), allowed))
    return limits
