"""Hazards by age of what was watched for a while, on figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.validation.lifetimes import contrast, dies_within, hazard

OPENED = np.array([-100, 0, 50])
CLOSED = np.array([20, -1, 60])


def test_hazard_counts_days_within_the_window_and_the_age():
    # ages 0 to 50: the first is too old, the second is there on days 0 to 50, the third on days 50 to 60
    assert hazard(OPENED, CLOSED, (0, 100), (0, 50)) == pytest.approx(1 / 60)
    # ages 100 to 200: the first on days 0 to 20; the second is 100 on the last day
    assert hazard(OPENED, CLOSED, (0, 100), (100, 200)) == pytest.approx(1 / 20)
    assert np.isnan(hazard(OPENED, CLOSED, (0, 100), (500, 600)))
    assert hazard(OPENED, CLOSED, (30, 100), (100, 200)) != hazard(OPENED, CLOSED, (0, 100), (100, 200))


def test_a_constant_hazard_is_found_again_also_among_those_who_were_there_before():
    rng = np.random.default_rng(1)
    opened = rng.integers(-2000, 4000, 20_000)
    closed = opened + np.ceil(rng.exponential(300.0, 20_000)).astype(int)
    there = closed >= 0
    opened, closed = opened[there], np.where(closed[there] < 1000, closed[there], -1)
    assert dies_within(opened, closed, (0, 1000)) == pytest.approx(1 - np.exp(-365 / 300), abs=0.02)
    young, old = (hazard(opened, closed, (0, 1000), ages) for ages in ((0, 182), (365, 730)))
    assert abs(contrast(old, young)) < 0.05


def test_contrast():
    assert contrast(2.0, 2.0) == 0.0 and contrast(1.0, 0.0) == 1.0 and contrast(1.0, 3.0) == -0.5
    assert np.isnan(contrast(0.0, 0.0))
