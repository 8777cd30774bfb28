"""Axes from Hydra's sweep words and parameter records; points of designs; settings of points."""

from __future__ import annotations

import time

import numpy as np
import pytest

from sim.settings import SettingsError
from sim.studies.question.axes import Axis, split, with_bounds
from sim.studies.question.composer import Composer, set_value
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request
from sim.studies.question.sampling import points, unit

GROUPS = ("ecosystem", "intervention")
TAKEDOWN = "+intervention=takedown"


def planned(*words: str, **defaults):
    return plan(read_request(words, **{"analysis": "sweep", **defaults}))


@pytest.mark.parametrize(
    ("word", "name", "values"),
    [
        ("days=100,200", "days", (100, 200)),
        ("seed=range(0,6,2)", "seed", (0, 2, 4)),
        ("days=choice(100,200)", "days", (100, 200)),
        ("+intervention=takedown,[takedown,licensing]", "intervention", ("takedown", ["takedown", "licensing"])),
        ("ecosystem=western,small", "ecosystem", ("western", "small")),
        ("ecosystem.ways.open=true,false", "ecosystem.ways.open", (True, False)),
        ("interventions.a.targets='largest','oldest'", "interventions.a.targets", ("largest", "oldest")),
    ],
)
def test_hydras_sweep_words(word, name, values):
    plain, (axis,) = split(["seed=3", word], GROUPS)
    assert plain == ["seed=3"] and (axis.name, axis.values) == (name, values)
    assert axis.group == (name in GROUPS)


def test_intervals_have_two_ends():
    _, (axis,) = split(["ecosystem.vendors.stealth=interval(0.2,0.4)"], GROUPS)
    assert (axis.low, axis.high, axis.interval) == (0.2, 0.4, True)
    assert axis.at(0.0) == 0.2 and axis.at(0.5) == pytest.approx(0.3)


def test_whole_numbers_and_lists_are_filled_evenly():
    whole = Axis("n", low=1, high=4, whole=True)
    assert [whole.at(share) for share in (0.0, 0.24, 0.26, 0.99, 1.0)] == [1, 1, 2, 4, 4]
    listed = Axis("n", ("a", "b"))
    assert [listed.at(share) for share in (0.0, 0.49, 0.5, 1.0)] == ["a", "a", "b", "b"]


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_sampled_designs_fill_the_cube_and_are_the_same_every_time(design):
    one, again, other = unit(3, design, 64, 1), unit(3, design, 64, 1), unit(3, design, 64, 2)
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other) and one.shape == (64, 3)
    counts = np.stack([np.histogram(column, 8, (0, 1))[0] for column in one.T])
    assert (counts == 8).all()


def test_a_grid_takes_every_combination():
    laid = points([Axis("a", (1, 2)), Axis("b", ("x", "y", "z"))], "grid", 99, 1)
    assert len(laid) == 6 and laid[0] == {"a": 1, "b": "x"} and laid[-1] == {"a": 2, "b": "z"}


def test_bounds_come_from_the_records():
    over = "ecosystem.vendors.stealth,interventions.takedown.takeover_days,ecosystem.ways.open"
    ready = planned(TAKEDOWN, f"over=[{over}]", "design=sobol", "samples=16")
    stealth, days, channel = ready.axes
    assert (stealth.low, stealth.high, stealth.whole) == (0.0, 1.0, False)
    assert (days.low, days.high, days.whole) == (1, 365, True) and channel.values == (False, True)
    assert len(ready.cases) == 16
    assert all(isinstance(c.settings.interventions["takedown"].takeover_days, int) for c in ready.cases)


def test_barriers_follow_the_start_of_the_root():
    ready = planned(TAKEDOWN, "start=100,200")
    assert [c.settings.interventions["takedown"].start for c in ready.cases] == [100, 200]
    fixed = planned(TAKEDOWN, "interventions.takedown.start=50", "start=100,200")
    assert [c.settings.interventions["takedown"].start for c in fixed.cases] == [50, 50]


def test_files_are_composed_once_per_choice(monkeypatch):
    composed = []
    from sim.studies.question import composer as module

    real = module.compose
    monkeypatch.setattr(module, "compose", lambda words, folder: (composed.append(words), real(words, folder))[1])
    planned("+intervention=takedown,licensing", "seed=range(0,40)")
    assert len(composed) <= 4  # two choices, and for each what follows the seed


def test_two_hundred_points_compose_in_seconds():
    begun = time.perf_counter()
    ready = planned(TAKEDOWN, "over=[ecosystem.vendors.stealth]", "design=sobol", "samples=200")
    assert len(ready.cases) == 200 and time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["over=[ecosystem.vendors.stelth]"], "did you mean ecosystem.vendors.stealth?"),
        (["over=[interventions.takedown.count]"], "add +intervention=takedown"),
        (["ecosystem.vendors.stealth=interval(0.5,3)", "design=sobol"], "3 is out of range; allowed: 0 to 1"),
        (["ecosystem.vendors.stealth=interval(0.5,0.5)", "design=sobol"], "is empty"),
        (["ecosystem.vendors.stealth=interval(0,1)"], "design=latin_hypercube"),
        (["over=[ecosystem.buyers.home]", "design=sobol"], "is not one number"),
        (["ecosystem.ways.open=interval(0,1)", "design=sobol"], "is not one number"),
        (["days=500,-3"], "days=-3 is out of range"),
        ([TAKEDOWN, "start=100,200,5000"], "[design point 2: start=5000]"),
        (["days=100,200", "days=300,400"], "days varies twice"),
        (["days=100,200", "over=[days]"], "days varies twice"),
        (["days=100,200,100"], "100 stands twice"),
        (["interventions.takedown.count=1,2"], "this run has no barrier 'takedown'"),
        (["+intervention=takedown,takdown"], "did you mean takedown?"),
        (["seed=range(3,3)"], "names no value"),
        (["seed=range(0,2000)", "days=range(100,1000)"], "the grid has 1,800,000 points"),
        (["dyas=1,2"], "no setting 'dyas'"),
    ],
)
def test_every_point_is_checked_before_anything_runs(words, part):
    with pytest.raises(SettingsError) as error:
        planned(*words)
    assert part in str(error.value) and "\n" not in str(error.value)


def test_one_value_is_changed_in_the_type_of_its_record():
    base = Composer([TAKEDOWN], []).base()
    assert set_value(base, "ecosystem.vendors.stealth", 1).ecosystem.vendors.stealth == 1.0
    assert set_value(base, "interventions.takedown.count", 3).interventions["takedown"].count == 3
    assert set_value(base, "seed", 9).seed == 9 and base.seed == 1
    assert with_bounds([], [], base) == []
