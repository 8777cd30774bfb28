"""Robustness measures on a table small enough to check by hand."""

import numpy as np
import pandas as pd
import pytest

from sim.effects.robustness import (
    across_states,
    by_replicate,
    least_regret,
    percentile,
    regret,
    robustness,
    satisficing,
)

TABLE = pd.DataFrame({"mild": [10.0, 6.0, 4.0], "rough": [0.0, 5.0, 4.0]}, index=["bold", "middle", "safe"])


def test_measures_by_hand() -> None:
    assert regret(TABLE).to_numpy().tolist() == [[0, 5], [4, 0], [6, 1]]
    assert satisficing(TABLE, 5.0).tolist() == [0.5, 1.0, 0.0]
    assert percentile(TABLE, 0.5).tolist() == [5.0, 5.5, 4.0]
    found = robustness(TABLE, 5.0, 0.0)
    assert found.index.tolist() == ["middle", "bold", "safe"]
    assert found["worst_regret"].tolist() == [4, 5, 6] and found["worst"].tolist() == [5, 0, 4]
    assert found["percentile"].tolist() == found["worst"].tolist() and found["best"].tolist() == [0.5, 0.5, 0.0]


def test_long_outcomes_become_a_table_of_means() -> None:
    rows = [("a", 1, 0, "depth", 1.0), ("a", 1, 1, "depth", 3.0), ("b", 1, 0, "depth", 5.0), ("b", 1, 0, "cost", 9.0)]
    long = pd.DataFrame(rows, columns=["scenario", "state", "replicate", "outcome", "value"])
    assert across_states(long, "depth").to_dict() == {1: {"a": 2.0, "b": 5.0}}


def test_a_missing_state_is_not_reached_and_nonsense_is_refused() -> None:
    assert satisficing(pd.DataFrame({"x": [float("nan")], "y": [1.0]}), 0.5).tolist() == [0.5]
    with pytest.raises(ValueError, match=r"share=1\.5"):
        percentile(TABLE, 1.5)
    with pytest.raises(ValueError, match="at least one"):
        robustness(TABLE.iloc[:0], 1.0)


def test_chance_between_replicates_has_a_part_in_the_least_regret() -> None:
    """Two choices whose means differ by a hair in every state, and by much from one replicate to the next."""
    noise = np.random.default_rng(1).normal(0, 10, (2, 1, 12))
    values = noise - noise.mean(axis=2, keepdims=True) + np.array([0.1, 0.0])[:, None, None] + np.zeros((1, 5, 1))
    rows = [(f"s{i}", j, k, "o", values[i, j, k]) for i in range(2) for j in range(5) for k in range(12)]
    long = pd.DataFrame(rows, columns=["scenario", "state", "replicate", "outcome", "value"])
    table = across_states(long, "o")
    np.testing.assert_allclose(by_replicate(long, "o", table), values)
    assert robustness(table, 0.0)["least_regret"].tolist() == [1.0, 0.0]  # of the means, as if they were known
    assert robustness(table, 0.0, values=values)["least_regret"].between(0.3, 0.7).all()


def test_what_is_better_in_every_replicate_is_least_to_be_regretted() -> None:
    values = np.zeros((2, 3, 4)) + np.array([1.0, 0.0])[:, None, None] + np.arange(4.0)
    assert least_regret(values).tolist() == [1.0, 0.0]
    values[0, 1] = np.nan  # a state in which the better one is missing
    assert least_regret(values)[1] > 0.5
