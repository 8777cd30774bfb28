"""An own series beside the model's: weeks from any period, level of the days before the start, events marked."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.views import figures
from sim.views.overlay import weekly_observed


def series(days, values, per=1.0, **more):
    return pd.DataFrame({"day": days, "revenue": values, "per_days": per, **more})


def test_weeks_are_the_same_whatever_the_period():
    daily = weekly_observed(series(np.arange(56), 10.0), 28)
    weekly = weekly_observed(series(np.arange(0, 56, 7), 70.0, 7.0), 28)
    assert list(daily["since"]) == list(weekly["since"]) == [-24.5 + 7 * week for week in range(8)]
    assert (daily["value"] == 70.0).all()
    assert (weekly["value"] == 70.0).all()
    assert (weekly_observed(series([0, 30], [304.375, 304.375], 30.4375), 0)["value"] == 70.0).all()


def test_a_missing_day_is_not_a_day_without_trade():
    kept = [day for day in range(28) if day % 7 != 3]
    assert (weekly_observed(series(kept, 10.0), 0)["value"] == 70.0).all()


def test_marketplaces_are_added_and_a_total_is_not_added_to_its_parts():
    parts = pd.concat([series([0, 7], 60.0, 7.0, marketplace="A"), series([0, 7], 40.0, 7.0, marketplace="B")])
    assert list(weekly_observed(parts, 0)["value"]) == [100.0, 100.0]
    both = pd.concat([parts, series([0, 7], 110.0, 7.0, marketplace=None)])
    assert list(weekly_observed(both, 0)["value"]) == [110.0, 110.0]


def test_orders_where_there_is_no_revenue_and_nothing_where_there_is_neither():
    orders = series([0], [5.0]).rename(columns={"revenue": "orders"})
    assert list(weekly_observed(orders, 0)["value"]) == [35.0]
    assert len(weekly_observed(orders.rename(columns={"orders": "visits"}), 0)) == 0


def test_the_picture_shows_points_at_the_level_of_the_twin(result: SimpleNamespace):
    seen = series(np.arange(0, 1095, 7), 1.0, 7.0)
    settings = SimpleNamespace(**{**vars(result.settings), "day_zero": "2016-07-05"})
    own = SimpleNamespace(**{**vars(result), "observed": seen, "settings": settings})
    axes = figures.draw(own)["revenue"].axes[0]
    (points,) = [line for line in axes.lines if line.get_linestyle() == "None"]
    twin = next(line for line in axes.lines if line.get_linestyle() == "-")
    before = points.get_xdata() < 0
    level = np.interp(points.get_xdata()[before], twin.get_xdata(), twin.get_ydata()).mean()
    assert points.get_ydata()[before].mean() == pytest.approx(level, rel=0.05)
    told = " ".join(text.get_text() for text in axes.texts)
    assert "observed, brought to the model's mean before the start" in told.replace("\n", " ")
    assert axes.get_xlabel() == "days since the barrier began (2017-07-05)"


def test_without_a_series_the_picture_is_as_it_was(result: SimpleNamespace):
    axes = figures.draw(result)["revenue"].axes[0]
    assert not [line for line in axes.lines if line.get_linestyle() == "None"]
    assert axes.get_xlabel() == "days since the barrier began"
