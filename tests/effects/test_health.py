"""Harm and profit between the arms: sums over the first year, and the share of organised vendors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.effects import replicate_effects

DAYS, START = 500, 50


def arm(name: str, harm: float, profit: float, organised: float) -> pd.DataFrame:
    after = np.arange(DAYS) >= START
    return pd.DataFrame({
        "replicate": 0, "arm": name, "day": np.arange(DAYS), "orders": 10.0, "revenue": 500.0,
        "harm": np.where(after, harm, 20.0), "treated": np.where(after, harm / 10.0, 0.0),
        "profit": np.where(after, profit, 100.0), "profit_organised": np.where(after, organised, 40.0),
    })  # fmt: skip


def test_harm_and_profit_are_told_as_they_are() -> None:
    daily = pd.concat([arm("barrier", 15.0, 80.0, 20.0), arm("baseline", 20.0, 100.0, 40.0)], ignore_index=True)
    found = replicate_effects(daily, None, START).set_index("outcome")["value"]
    assert found["harm_averted"] == 365 * 5.0 and found["harm_first_year"] == 365 * 20.0
    assert found["harm_averted_share"] == pytest.approx(0.25)
    assert found["harm_extra"] == pytest.approx(-5.0 * (DAYS - START))
    assert found["profit_extra"] == pytest.approx(-20.0 * (DAYS - START))
    assert found["organised_profit_averted"] == pytest.approx(365 * 20.0)
    assert found["organised_share_change"] == pytest.approx(20.0 / 80.0 - 40.0 / 100.0)


def test_counts_of_users_and_doses_grow_with_the_market() -> None:
    daily = pd.concat([arm("barrier", 15.0, 80.0, 20.0), arm("baseline", 20.0, 100.0, 40.0)], ignore_index=True)
    plain, scaled = (
        replicate_effects(daily, None, START, annual_revenue=r).set_index("outcome")["value"] for r in (None, 365e6)
    )
    factor = scaled["scale"]
    assert factor == pytest.approx(2000.0)
    for name in ("harm_averted", "harm_extra", "treated_extra", "organised_profit_averted"):
        assert scaled[name] == pytest.approx(factor * plain[name])
    assert scaled["organised_share_change"] == pytest.approx(plain["organised_share_change"])
