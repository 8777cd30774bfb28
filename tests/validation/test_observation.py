"""Measures of an observed run, on figures worked out by hand, and the watching itself."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.ecosystem import Ecosystem
from sim.validation.lifetimes import survival
from sim.validation.observation import gini, observe, top_share


def test_gini_of_equal_and_of_one_owner():
    assert gini(np.full(10, 3.0)) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 0.0, 8.0])) == pytest.approx(0.75)
    assert gini(np.array([1.0, 3.0])) == pytest.approx(0.25)
    assert np.isnan(gini(np.zeros(3))) and np.isnan(gini(np.zeros(0)))


def test_top_share_takes_a_fraction_at_the_edge():
    values = np.array([4.0, 3.0, 2.0, 1.0])
    assert top_share(values, 0.25) == pytest.approx(0.4)
    assert top_share(values, 0.5) == pytest.approx(0.7)
    assert top_share(values, 0.375) == pytest.approx(0.55)
    assert top_share(values, 1.0) == pytest.approx(1.0)


def test_survival_counts_those_still_there_as_censored():
    entered = np.array([0, 0, 0, 0])
    left = np.array([10, 20, -1, -1])
    assert survival(entered, left, end=100, at=5) == 1.0
    assert survival(entered, left, end=100, at=10) == pytest.approx(0.75)
    assert survival(entered, left, end=100, at=20) == pytest.approx(0.5)
    # two came late and are still there after 15 days only: nobody else is at risk on day 20
    entered = np.array([0, 0, 85, 85])
    assert survival(entered, left, end=100, at=20) == pytest.approx(0.0)


def test_watching_changes_nothing_and_numbers_customers_once():
    alone = Ecosystem(buyers=400, days=60, seed=3).run()
    watched = Ecosystem(buyers=400, days=60, seed=3)
    seen = observe(watched, 20, 60)
    assert np.array_equal(alone.records.counts, watched.records.counts)
    assert seen.days == len(seen.buyers) == len(seen.values) == 40
    daily = watched.records.daily().iloc[20:]
    assert seen.orders == int(daily["orders"].sum() + daily["direct_orders"].sum())
    assert sum(len(v) for v in seen.values) == int(daily["orders"].sum())
    customers = np.concatenate(seen.buyers)
    assert customers.min() >= 0 and 0 <= seen.cross_border <= seen.orders
    # a row that stopped and came back is another customer
    assert customers.max() < 400 + int(daily["arrived"].sum())
