"""A study: pairs, order, accidents, and what is kept."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace

import pandas as pd
import pytest

import sim
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings
from sim.studies import run
from sim.studies.execution.pool import start_method
from sim.studies.execution.progress import Progress
from sim.studies.measurement.scenario import first_day
from sim.studies.storage.provenance import digest
from tests.studies.fake_world import Ecosystem

pytestmark = pytest.mark.usefixtures("unrendered")

SETTINGS = Settings(
    buyers=1000, days=120, start=40, replicates=4, workers=1, interventions={"takedown": Takedown(start=40)}
)


class Heard(Progress):
    def __init__(self) -> None:
        self.steps: list[int] = []
        self.notes: list[str] = []

    def advance(self, done: int, total: int) -> None:
        self.steps.append(done)

    def note(self, text: str) -> None:
        self.notes.append(text)


def test_twins_share_everything_before_the_barrier(fake):
    daily = run(replace(SETTINGS, replicates=3)).daily.query("replicate == 2")
    wide = daily.pivot(index="day", columns="arm", values="orders")
    assert (wide.index == list(range(120))).all()
    assert (wide.baseline[:40] == wide.barrier[:40]).all()
    assert (wide.barrier[40:] == wide.baseline[40:] / 2).all()
    assert (daily.replicate == 2).all()
    assert list(daily.columns[:3]) == ["replicate", "arm", "day"]


def test_the_shared_days_are_run_once(fake, monkeypatch):
    branches = []
    monkeypatch.setattr(Ecosystem, "branch", _noting(branches, Ecosystem.branch))
    run(replace(SETTINGS, replicates=1, interventions={"a": Takedown(start=70), "b": Takedown(start=55)}))
    assert branches[1:] == [55]  # the first is that of the world which is only compiled
    assert first_day(replace(SETTINGS, interventions={})) == SETTINGS.start


def _noting(seen: list[int], branch):
    def noted(self, interventions):
        seen.append(self.day)
        return branch(self, interventions)

    return noted


def test_a_baseline_has_one_arm_and_no_effects(fake):
    result = run(replace(SETTINGS, interventions={}))
    assert set(result.daily.arm) == {"baseline"}
    assert not result.paired and result.effects.empty
    assert "orders_per_day" in set(result.summary["outcome"])
    assert "baseline" in str(result)


def test_all_replicates_in_order_with_effects(fake):
    heard = Heard()
    result = run(SETTINGS, heard)
    assert list(result.daily.replicate.unique()) == [0, 1, 2, 3]
    assert heard.steps == [1, 2, 3, 4]
    assert result.finished == 4 and not result.failures and not result.interrupted
    assert len(result.summary) and set(result.effects.replicate) == {0, 1, 2, 3}


def test_workers_do_not_change_the_result(fake):
    alone, pooled = run(SETTINGS), run(replace(SETTINGS, workers=2))
    for name in ("daily", "groups", "journal"):
        pd.testing.assert_frame_equal(getattr(alone, name), getattr(pooled, name))
    assert digest(alone.daily) == digest(pooled.daily)


def test_a_killed_worker_is_replaced_and_its_replicates_sent_again(fake, tmp_path):
    fake.KILL_ONCE[1] = tmp_path / "killed"
    heard = Heard()
    result = run(replace(SETTINGS, workers=2, replicates=6), heard)
    assert (tmp_path / "killed").exists()
    assert result.finished == 6 and not result.failures
    assert "sent again" in heard.notes[0]
    assert digest(result.daily) == digest(run(replace(SETTINGS, replicates=6)).daily)


def test_a_worker_that_always_dies_does_not_go_on_for_ever(fake):
    fake.KILL_ONCE.update(dict.fromkeys(range(3), _Never()))
    result = run(replace(SETTINGS, workers=2, replicates=3))
    assert result.finished == 0
    assert {f.kind for f in result.failures} == {"WorkerDied"}


class _Never:
    def exists(self) -> bool:
        return False

    def touch(self) -> None: ...


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_is_kept_and_does_not_stop_the_rest(fake, workers: int):
    fake.FAIL.add(1)
    result = run(replace(SETTINGS, workers=workers))
    assert result.finished == 3
    (failure,) = result.failures
    assert (failure.job, failure.kind, failure.message) == (1, "RuntimeError", "escrow does not add up")
    assert "fake_world.py" in failure.trace and "\n" not in str(failure)


def test_if_everything_fails_the_rest_is_not_tried(fake):
    fake.FAIL.update(range(50))
    result = run(replace(SETTINGS, replicates=50))
    assert len(result.failures) == 3 and result.finished == 0
    assert str(result) == "No replicate was finished."


def test_settings_at_fault_stop_the_study_and_keep_what_is_done(fake):
    fake.MISUSE.add(2)
    result = run(SETTINGS)
    assert result.finished == 2
    assert result.failures[0].usage and "market-9 is closed" in str(result.failures[0])


def test_ctrl_c_keeps_what_is_finished(fake):
    fake.INTERRUPT_AT.add(2)
    result = run(SETTINGS)
    assert result.interrupted and result.finished == 2


def test_ctrl_c_ends_a_pool_at_once_and_keeps_what_is_finished(fake):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background was started without it
    fake.SLOW.update(dict.fromkeys(range(2, 20), 30.0))
    begun = time.monotonic()

    class Impatient(Heard):
        def tick(self) -> None:
            if self.steps and self.steps[-1] == 2:
                os.kill(os.getpid(), signal.SIGINT)

    result = run(replace(SETTINGS, workers=2, replicates=20), Impatient())
    assert result.interrupted and result.finished == 2
    assert time.monotonic() - begun < 10


def test_no_fork_beside_living_threads():
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert start_method() != "fork"
    finally:
        release.set()
        thread.join()


def test_other_seeds_tell_the_same_within_their_intervals(fake):
    """Every seed is another sample of the same world, so what one says lies in what the others cannot rule out."""
    bounds = []
    for seed in (1, 2, 3):
        result = sim.run(["takedown"], replicates=8, seed=seed, days=200, start=60, buyers=1000, workers=1)
        row = result.summary.set_index("outcome").loc["averted_first_year_share"]
        assert row["low"] < row["high"]
        bounds.append((row["low"], row["high"]))
    assert max(low for low, _ in bounds) < min(high for _, high in bounds)
