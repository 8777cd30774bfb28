"""Robustness measures on a table small enough to check by hand."""

import pandas as pd
import pytest

from sim.effects.robustness import across_states, percentile, regret, robustness, satisficing

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
