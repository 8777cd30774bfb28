"""The comparison as a study: which replicates count, failures, and the number of workers."""

from __future__ import annotations

import pytest

from sim.model.parameters import EcosystemParameters
from sim.studies.fitting import validation as study
from sim.studies.fitting.validation import compare
from sim.validation.measure import PARTS, STEADY, checks

WORLD = {"buyers": 50, "replicates": 4, "workers": 1}


@pytest.fixture
def fake(monkeypatch):
    """Measure the number of the replicate; every third of 'several' is no replay, and none of 'monopoly' is."""
    monkeypatch.setattr(study, "_compile", lambda parameters: None)
    tried = []

    def measure(part, parameters, buyers, seed, replicate):
        tried.append((part, replicate))
        if part == "monopoly" or (part == "several" and replicate % 3):
            return None
        return [float(replicate)] * len(checks(part))

    monkeypatch.setattr("sim.validation.measure.measure", measure)
    return tried


def test_the_first_replays_by_number_count(fake):
    done = compare(EcosystemParameters(), **WORLD)
    several = done.measured[done.measured["part"] == "several"]
    assert sorted(several["replicate"].unique()) == [0, 3, 6, 9]
    assert done.tried["several"] == 10 and done.passed_over["several"] == 6
    assert done.tried[STEADY] == 4 and done.passed_over[STEADY] == 0
    assert not done.failures and not done.interrupted and done.finished


def test_an_episode_that_is_never_replayed_is_left_in_the_end(fake):
    done = compare(EcosystemParameters(), **WORLD)
    assert done.tried["monopoly"] == done.passed_over["monopoly"] == 4 * study.TRIES
    assert "monopoly" not in set(done.measured["part"])
    assert len(fake) == len(set(fake)), "no replicate is run twice"


def test_a_failure_names_the_part_and_keeps_the_rest(monkeypatch, fake):
    def measure(part, parameters, buyers, seed, replicate):
        if part == "several":
            raise ZeroDivisionError("no trade")
        return [1.0] * len(checks(part))

    monkeypatch.setattr("sim.validation.measure.measure", measure)
    done = compare(EcosystemParameters(), **WORLD)
    assert "several" in str(done.failures[0]) and "ZeroDivisionError" in str(done.failures[0])
    assert set(done.measured["part"]) == set(PARTS) - {"several"}


def test_ctrl_c_keeps_what_is_finished(monkeypatch, fake):
    def measure(part, parameters, buyers, seed, replicate):
        if part == "several":
            raise KeyboardInterrupt
        return [1.0] * len(checks(part))

    monkeypatch.setattr("sim.validation.measure.measure", measure)
    done = compare(EcosystemParameters(), **WORLD)
    assert done.interrupted and STEADY in set(done.measured["part"])


@pytest.mark.long
def test_workers_do_not_change_the_figures(monkeypatch):
    monkeypatch.setattr("sim.validation.measure.LAST", 400)
    monkeypatch.setattr("sim.studies.execution.pool.start_method", lambda: "fork")  # workers inherit the shorter window
    one, two = (compare(EcosystemParameters(), buyers=300, replicates=2, workers=n) for n in (1, 2))
    assert one.measured.equals(two.measured) and one.tried == two.tried
