"""Robustness of a choice when nobody knows which state of the world holds.

A table has one row per scenario (what can be chosen) and one column per state of the world (what cannot), and holds
one outcome, more being better; negate one of which less is better. Sources: Savage 1951 (regret), Simon 1956
(satisficing), Lempert and others 2006, McPhail and others 2018 (the measures side by side).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.effects import bootstrap
from sim.effects.bootstrap import Floats

RESAMPLES = 1000


def across_states(
    outcomes: pd.DataFrame, outcome: str, scenario: str = "scenario", state: str = "state"
) -> pd.DataFrame:
    """Turn a long frame (scenario, state, replicate, outcome, value) into a table of means, scenario by state."""
    rows = outcomes[outcomes["outcome"] == outcome]
    return rows.pivot_table(index=scenario, columns=state, values="value", aggfunc="mean", sort=False)


def regret(table: pd.DataFrame) -> pd.DataFrame:
    """Return how much each scenario loses in each state against the best one there; at least 0."""
    return table.max(axis=0) - table


def satisficing(table: pd.DataFrame, threshold: float) -> pd.Series:
    """Return the share of the states in which a scenario reaches the threshold; a missing state is not reached."""
    return (table >= threshold).mean(axis=1)


def percentile(table: pd.DataFrame, share: float = 0.1) -> pd.Series:
    """Return the outcome that a scenario exceeds in all but a ``share`` of the states."""
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share={share} is not between 0 and 1")
    return table.quantile(share, axis=1)


def by_replicate(
    outcomes: pd.DataFrame, outcome: str, table: pd.DataFrame, scenario: str = "scenario", state: str = "state"
) -> Floats:
    """Return the values behind a table of means, shape (scenario, state, replicate); NaN where one is missing."""
    rows = outcomes[outcomes["outcome"] == outcome]
    wide = rows.pivot_table(index=[scenario, state], columns="replicate", values="value", aggfunc="mean")
    every = pd.MultiIndex.from_product([table.index, table.columns])
    return wide.reindex(every).to_numpy(np.float64).reshape(*table.shape, -1)


def least_regret(values: Floats, sets: Sequence[int] | None = None) -> Floats:
    """Probability of each scenario to have the smallest worst regret, over draws of replicates and of the states.

    ``values``: the outcome, shape (scenario, state, replicate). Both are drawn with replacement, a replicate for all
    scenarios and states at once, as they share its seed; of a single one only the states are. Ties share it; a state
    that is missing is to be regretted most. ``sets``: the set of parameters that each replicate has, if they share any.
    """
    states, replicates = values.shape[1:]
    weight = bootstrap.weights_of(np.arange(replicates) if sets is None else np.asarray(sets))[:RESAMPLES]
    known = np.isfinite(values)
    means = bootstrap.divide(
        np.einsum("bk,sjk->bsj", weight, np.where(known, values, 0.0)), np.einsum("bk,sjk->bsj", weight, known * 1.0)
    )
    means = bootstrap.widened(means.reshape(RESAMPLES, -1), bootstrap.independent(weight)).reshape(means.shape)
    loss = np.fmax.reduce(means, axis=1, keepdims=True) - means
    loss = np.where(np.isfinite(means), loss, np.inf)
    drawn = np.random.default_rng(bootstrap.SEED).integers(0, states, (RESAMPLES, 1, states))
    worst = np.take_along_axis(loss, drawn, axis=2).max(axis=2)
    least = worst == worst.min(axis=1, keepdims=True)
    shares: Floats = (least / least.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def robustness(
    table: pd.DataFrame,
    threshold: float,
    share: float = 0.1,
    values: Floats | None = None,
    sets: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Return every measure by scenario, the smallest worst regret first.

    ``values``: what the means are of, shape (scenario, state, replicate), see :func:`by_replicate`; without it, chance
    between replicates has no part in the probability of the least regret; ``sets``: see :func:`least_regret`.

    Columns: mean, worst, percentile, mean_regret, worst_regret, satisficing (share of states), best (share of states
    in which no other is better), least_regret (probability of the smallest worst regret, when replicates and states are
    drawn again).
    Raise ValueError for an empty table.
    """
    if table.empty:
        raise ValueError("a robustness table needs at least one scenario and one state")
    loss = regret(table)
    measures = {
        "mean": table.mean(axis=1),
        "worst": table.min(axis=1),
        "percentile": percentile(table, share),
        "mean_regret": loss.mean(axis=1),
        "worst_regret": loss.max(axis=1),
        "satisficing": satisficing(table, threshold),
        "best": (loss == 0.0).mean(axis=1),
        "least_regret": least_regret(
            table.to_numpy(np.float64)[:, :, None] if values is None else values, None if values is None else sets
        ),
    }
    return pd.DataFrame(measures).sort_values("worst_regret", kind="stable")
