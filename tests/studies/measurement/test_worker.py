"""A task: one baseline, many branches, the same figures as the long way round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sim
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings
from sim.studies.execution.tasks import tasks_of
from sim.studies.measurement.worker import Done, run_task
from sim.studies.question.case import Case
from sim.studies.storage.archive import Archive
from sim.studies.storage.effects import effects_of
from tests.studies.fake_world import Ecosystem

SETTINGS = Settings(buyers=1000, days=120, start=40)


def case(daily: str = "none", settings: Settings = SETTINGS, **barriers) -> Case:
    return Case(replace(settings, interventions=barriers), "+".join(barriers) or "baseline", daily=daily)


def done_by(cases: list[Case], replicate: int = 0) -> dict[int, Done]:
    found: dict[int, Done] = {}
    for task in tasks_of(cases, [(i, replicate) for i in range(len(cases))], 1):
        found |= {done.index: done for done in run_task(task)}
    return found


def test_the_baseline_is_run_once_for_all_scenarios(fake, monkeypatch):
    steps = []
    step = Ecosystem.step
    monkeypatch.setattr(Ecosystem, "step", lambda self: (steps.append(bool(self.interventions)), step(self)))
    barriers = [case(a=Takedown(start=40)), case(b=Takedown(start=90)), case(c=Takedown(start=40, count=2)), case()]
    assert set(done_by(barriers)) == {0, 1, 2, 3}
    assert steps.count(False) == 120  # the baseline
    assert steps.count(True) == (120 - 40) + (120 - 90) + (120 - 40)


def test_a_scenario_alone_gives_what_it_gives_in_company(fake):
    cases = [case(a=Takedown(start=40)), case(b=Takedown(start=90)), case()]
    together = done_by(cases)
    for number, one in enumerate(cases):
        alone = done_by([one])[0]
        assert alone.outcomes == together[number].outcomes
        np.testing.assert_array_equal(alone.values, together[number].values)


def test_one_failure_does_not_cost_the_others(fake, monkeypatch):
    branch = Ecosystem.branch

    def fragile(self, interventions):
        if "bad" in interventions:
            raise RuntimeError("escrow does not\nadd up")
        return branch(self, interventions)

    monkeypatch.setattr(Ecosystem, "branch", fragile)
    done = done_by([case(good=Takedown(start=40)), case(bad=Takedown(start=40))])
    assert done[0].failure is None and len(done[0].values)
    assert done[1].failure is not None and done[1].failure.message == "escrow does not add up"


def test_a_baseline_that_fails_fails_all_and_says_why(fake):
    fake.FAIL.add(2)
    done = done_by([case(a=Takedown(start=40)), case(b=Takedown(start=40))], 2)
    assert {d.failure.kind for d in done.values() if d.failure} == {"RuntimeError"} and len(done) == 2
    assert "fake_world.py" in done[0].failure.trace


@pytest.mark.parametrize(("daily", "columns"), [("none", None), ("summary", 6), ("all", 15)])
def test_daily_tables_are_kept_as_asked(fake, daily, columns):
    done = done_by([case(daily, a=Takedown(start=40))])
    if columns is None:
        assert done[0].daily is None and -1 not in done
    else:
        assert len(done[0].daily.columns) >= columns and len(done[0].daily) == len(done[-1].daily) == 120
        assert set(done[0].daily.arm) == {"barrier"} and set(done[-1].daily.arm) == {"baseline"}


def test_the_real_world_measured_here_as_by_the_run(tmp_path):
    """Arrays straight from the records give the figures that the tables of a run give."""
    small = {"ecosystem": "small", "buyers": 400, "days": 200, "start": 100, "replicates": 3}
    result = sim.run(["takedown", "licensing"], workers=1, **small)
    both = Case(result.settings, "both")
    archive = Archive(tmp_path, "m", write=True)
    for task in tasks_of([both], [(0, r) for r in range(3)], 1):
        archive.add(run_task(task), [both])
    archive.flush()
    columns = ["replicate", "outcome", "value", "unit", "censored"]
    mine, theirs = (
        table[columns].sort_values(["outcome", "replicate"]).reset_index(drop=True)
        for table in (effects_of(archive, [both]), result.effects)
    )
    archive.close()
    # The factor to the real market's size is a mean of means here: equal but for the last bit.
    pd.testing.assert_frame_equal(mine, theirs, check_dtype=False, rtol=1e-14)


def test_a_world_without_barriers_is_measured_by_its_means(fake):
    done = done_by([case()])[0]
    assert "orders_per_day" in done.outcomes and not done.censored.any()
    daily = Ecosystem(buyers=1000, days=120)
    daily.run()
    mean = daily.records.daily().query("day >= 40")["orders"].mean()
    assert done.values[done.outcomes.index("orders_per_day")] == mean


def test_ramps_and_scales_reach_the_measuring(fake):
    plain, ramped = done_by([case(a=Licensing(start=40, ramp=0)), case(b=Licensing(start=40, ramp=30))]).values()
    assert plain.outcomes == ramped.outcomes and "simulated_revenue" in plain.outcomes
