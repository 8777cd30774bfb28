"""Effects at several sizes: what is measured in one world, and what is said of agreement."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.model.interventions.registry import catalogue
from sim.model.parameters import EcosystemParameters
from sim.studies.fitting import sizes as study
from sim.validation import sizes
from sim.views import sizes as view


def test_missing_and_days_back():
    usual = np.full(100, 10.0)
    trade = usual.copy()
    trade[:40] = 0.0
    assert sizes.missing(trade, usual) == pytest.approx(0.4)
    # the first 28 days whose mean is within 5 % begin on day 39, with one empty day of 28
    assert sizes.days_back(trade, usual) == 39.0
    assert sizes.days_back(usual, usual) == 0.0 and sizes.days_back(0 * usual, usual) == 100.0


@pytest.mark.long
def test_every_barrier_is_measured_against_one_twin(monkeypatch):
    monkeypatch.setattr(sizes, "START", 30)
    monkeypatch.setattr(sizes, "DAYS", 40)
    # few, as every barrier is run; of 3,000 enough trade in ten days for a takedown to show beside the drift
    found = sizes.effects(EcosystemParameters(), 3_000, 1, 0)
    assert {name for name, _ in found} == set(catalogue()) and {figure for _, figure in found} == set(sizes.FIGURES)
    assert found["takedown", "first_28_days"] > 0.0 > found["demand_shock", "first_28_days"]
    assert len({found[name, "turned_away"] for name in catalogue()}) == 1
    assert found == sizes.effects(EcosystemParameters(), 3_000, 1, 0)


def test_few_of_each_size_come_first_and_large_worlds_fewer_times():
    tasks = study.schedule([100, 400, 10_000], 20)
    assert {size for size, _ in tasks[:9]} == {100, 400, 10_000} and all(r < 3 for _, r in tasks[:9])
    assert [sum(s == size for s, _ in tasks) for size in (100, 400, 10_000)] == [20, 10, 3]


def test_time_ends_the_runs_but_for_a_few_of_each_size(monkeypatch):
    monkeypatch.setattr(study, "_measure", lambda parameters, seed, task: {("takedown", "first_year"): task[0] / 1e3})
    done = study.across(EcosystemParameters(), [100, 200], replicates=10, seconds=0.0, workers=1)
    assert done.measured.groupby("buyers").size().tolist() == [3, 3] and not done.failures


def measured(values):
    return pd.DataFrame(
        [(b, r, "takedown", "first_year", v) for b, found in values.items() for r, v in enumerate(found)],
        columns=["buyers", "replicate", "barrier", "figure", "value"],
    )


def test_sizes_agree_within_chance_only():
    found = view.table(measured({100: [0.10, 0.12, 0.11], 200: [0.30, 0.31, 0.32], 900: [0.10, 0.11, 0.12]}))
    assert found["agrees"].tolist() == [True, False, None]
    assert found["within"].tolist()[:2] == pytest.approx([0.0227, 0.0227], abs=1e-4), "t(4) times the error, by hand"
    text = view.text(found)
    assert "NO" in text and "0 of 1 barriers and shocks agree at all sizes" in text and "11.00 ±" in text
    alone = view.table(measured({100: [0.1], 900: [0.5]}))
    assert view.verdict(alone["agrees"].tolist()) == "?"
