"""The whole way once, with the real world: pairs, workers, folder, pictures."""

from __future__ import annotations

import threading

import pandas as pd
import pytest

import sim
from sim.studies.execution.pool import start_method
from sim.studies.storage.provenance import digest

pytestmark = pytest.mark.usefixtures("unrendered")

SMALL = {"ecosystem": "small", "buyers": 400, "days": 200, "start": 100, "replicates": 2}


@pytest.fixture(scope="module")
def result():
    return sim.run(["takedown"], workers=1, **SMALL)


def test_twins_are_identical_until_the_barrier(result):
    before = result.daily[result.daily.day < 100]
    one, other = (
        before[before.arm == arm].drop(columns="arm").reset_index(drop=True) for arm in ("baseline", "barrier")
    )
    pd.testing.assert_frame_equal(one, other)
    after = result.daily[result.daily.day >= 100]
    assert digest(after[after.arm == "baseline"]["orders"].to_frame()) != digest(
        after[after.arm == "barrier"]["orders"].to_frame()
    )


def test_a_branch_equals_the_run_that_went_there_itself(result):
    """The barrier arm is what an Ecosystem that had the barrier from day 0 gives."""
    settings = result.settings
    whole = sim.Ecosystem(
        settings.ecosystem, buyers=settings.buyers, days=settings.days, interventions=settings.interventions,
        seed=settings.seed, replicate=1,
    ).run()  # fmt: skip
    branched = result.daily.query("arm == 'barrier' and replicate == 1").drop(columns=["arm", "replicate"])
    pd.testing.assert_frame_equal(whole.records.daily().reset_index(drop=True), branched.reset_index(drop=True))
    whole.close()


def test_workers_by_fork_give_the_same(result):
    pooled = sim.run(["takedown"], workers=2, **SMALL)
    assert digest(pooled.daily) == digest(result.daily) and digest(pooled.journal) == digest(result.journal)


@pytest.mark.slow
def test_workers_beside_threads_give_the_same(result):
    """As in a notebook, whose kernel has threads of its own: no fork, other processes, same figures."""
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert start_method() != "fork"
        pooled = sim.run(["takedown"], workers=2, **SMALL)
    finally:
        release.set()
        thread.join()
    assert not pooled.failures
    assert digest(pooled.daily) == digest(result.daily)


def test_saved_with_pictures_and_read_back(result, tmp_path):
    folder = result.save(tmp_path / "run")
    again = sim.load(folder)
    assert digest(again.daily) == digest(result.daily) == again.provenance["digests"]["daily"]
    assert str(again).splitlines()[0] == str(result).splitlines()[0]
    pictures = {p.suffix for p in (folder / "figures").iterdir()}
    assert pictures == {".png", ".svg"}


def test_a_baseline_alone_is_saved_too(tmp_path):
    baseline = sim.run(**{**SMALL, "replicates": 1, "days": 150}, workers=1)
    folder = baseline.save(tmp_path / "run")
    assert (folder / "summary.txt").read_text() and sim.load(folder).effects.empty
