"""Robustness of a choice when nobody knows which state of the world holds.

A table has one row per scenario (what can be chosen) and one column per state of the world (what cannot), and holds
one outcome, more being better; negate one of which less is better. Sources: Savage 1951 (regret), Simon 1956
(satisficing), Lempert and others 2006, McPhail and others 2018 (the measures side by side).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.effects import bootstrap

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


def least_regret(loss: pd.DataFrame) -> pd.Series:
    """Probability of each scenario to have the smallest worst regret, over draws of the states with replacement.

    ``loss``: regret, scenario by state. Ties share it.
    """
    values = loss.to_numpy(np.float64)
    drawn = np.random.default_rng(bootstrap.SEED).integers(0, values.shape[1], (RESAMPLES, values.shape[1]))
    worst = values[:, drawn].max(axis=2)
    least = worst == worst.min(axis=0)
    return pd.Series((least / least.sum(axis=0)).mean(axis=1), index=loss.index)


def robustness(table: pd.DataFrame, threshold: float, share: float = 0.1) -> pd.DataFrame:
    """Return every measure by scenario, the smallest worst regret first.

    Columns: mean, worst, percentile, mean_regret, worst_regret, satisficing (share of states), best (share of states
    in which no other is better), least_regret (probability of the smallest worst regret, when states are drawn again).
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
        "least_regret": least_regret(loss),
    }
    return pd.DataFrame(measures).sort_values("worst_regret", kind="stable")
