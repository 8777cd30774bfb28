"""History matching finds known parameters, says what it cannot find, and goes on where it was stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.market.geography import CHANNELS
from sim.model.parameters import EcosystemParameters
from sim.settings import SettingsError
from sim.studies.fitting.calibration import Budget, calibrate, finals
from sim.validation.calibration import findings, waves
from sim.validation.calibration.axes import FREE, Axis, axes, curated, nearby, overrides, present
from sim.validation.calibration.emulator import active, fit
from sim.validation.calibration.implausibility import CUT, Matching, implausibility
from sim.validation.calibration.seeking import expected_misses, sought
from sim.validation.calibration.waves import Region, apart, spread
from sim.validation.checks import Check
from sim.validation.overrides import applied, current, find
from tests.validation.toy import CHECKS, OVER, TRUTH, Toy

pytest.importorskip("sklearn")

START = np.array([0.9, 0.1, 0.5])
BUDGET = Budget(points=30, wave_points=10, waves=2, members=100, seconds=600.0)


@pytest.fixture(scope="module", autouse=True)
def _small():
    """Sample less densely than for dozens of parameters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waves, "CANDIDATES", 512)
        patch.setattr(waves, "FEWEST", 100)
        patch.setattr("sim.studies.fitting.calibration.SAMPLED", 100)
        yield


def run(folder, simulator=None, budget=BUDGET, workers=1):
    return calibrate(
        simulator or Toy(), OVER, CHECKS, START, folder, replace(budget, workers=workers), identity={"of": "toy"}
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    return run(tmp_path_factory.mktemp("fit") / "toy")


def test_known_parameters_are_found_and_others_are_said_to_be_open(done):
    assert done.complete and len(done.points) == 30 + 10 and done.matching.spared == 0
    told = findings.identification(OVER, done.left).set_index("parameter")
    assert told.loc["size", "low"] <= TRUTH["size"] <= told.loc["size", "high"]
    assert told.loc["speed", "low"] <= TRUTH["speed"] <= told.loc["speed", "high"]
    assert told["told"].to_dict() == {"size": "identified", "speed": "identified", "colour": "unidentified"}
    assert told.loc["size", "high"] - told.loc["size", "low"] < 1.5


def test_the_ensemble_holds_what_was_asked_for_and_fits(done):
    kept = findings.ensemble(OVER, done.members)
    assert len(kept) == 100 and len(kept.drop_duplicates(["size", "speed", "colour"])) == 100
    assert kept["size"].between(3.4, 4.6).all() and (kept["size"] * kept["speed"]).between(6.5, 9.5).all()
    assert done.matching.of(done.members).max() <= CUT


def test_a_fact_out_of_reach_is_told_and_does_not_choose(done):
    assert done.matching.beyond == {"toy: never"}
    best = findings.chosen(done.points, done.matching)
    assert findings.missed(best, CHECKS) == ["toy: never"]
    table = findings.facts(done.matching, best, done.points[0], ())
    assert table.set_index("fact")["out_of_reach"].to_dict() == {"size": False, "product": False, "never": True}
    assert table["chosen_met"].tolist() == [True, True, False] and not table["present_met"].any()


def test_what_a_fact_says_of_which_parameter(done):
    told = findings.sensitivity(OVER, done.matching)
    size = told[told["fact"] == "toy: size"].set_index("parameter")
    assert size.loc["size", "share"] > 0.9 and size.loc["size", "rules_out"] > 0.7
    assert "colour" not in set(told["parameter"]) and set(told["fact"]) == {"toy: size", "toy: product"}


def test_what_is_left_over_does_not_hang_on_when_it_was_stopped(done, tmp_path, monkeypatch):
    log = tmp_path / "log"
    stop = run(tmp_path / "toy", budget=Budget(**{**vars(BUDGET), "seconds": 0.0}))
    assert not stop.complete and stop.points == ()
    calls = 0

    class Killed(Toy):
        def __call__(self, overrides):
            nonlocal calls
            calls += 1
            if calls == 35:
                raise KeyboardInterrupt
            return super().__call__(overrides)

    cut = run(tmp_path / "toy", Killed())
    assert not cut.complete and len(list((tmp_path / "toy" / "points").glob("*.json"))) == 34
    again = run(tmp_path / "toy", Toy(log=str(log)))
    assert again.complete and len(log.read_text().splitlines()) == 40 - 34, "nothing is run twice"
    assert np.array_equal(again.members, done.members)
    assert [p.figures for p in again.points] == [p.figures for p in done.points]


def test_the_best_are_judged_once_more_in_other_worlds(tmp_path):
    folder, budget = tmp_path / "toy", Budget(**{**vars(BUDGET), "finalists": 4})
    log = tmp_path / "log"
    done = finals(run(folder, budget=budget), Toy(log=str(log)), OVER, folder, replace(budget, workers=1))
    assert done.complete and len(log.read_text().splitlines()) == len(done.finals) in (4, 5)
    assert np.array_equal(done.finals[0].units, START), "the present set is among them"
    best = findings.ranked(done.points, done.matching)[0]
    assert np.array_equal(done.finals[1].units, best.units)
    again = finals(done, Toy(log=str(log)), OVER, folder, replace(budget, workers=1))
    assert len(log.read_text().splitlines()) == len(again.finals) == len(done.finals), "nothing is run twice"


def test_more_waves_judge_the_best_sets_anew_in_the_same_folder(tmp_path):
    """One wave more finds better sets, and the design of the finals is another."""
    folder, log = tmp_path / "toy", tmp_path / "log"
    found = []
    for waves_run in (1, 2, 1):
        budget = Budget(**{**vars(BUDGET), "waves": waves_run, "finalists": 4})
        found.append(finals(run(folder, budget=budget), Toy(log=str(log)), OVER, folder, replace(budget, workers=1)))
    one, two, again = found
    assert one.complete and two.complete and len(two.points) == len(one.points) + 10
    assert {tuple(p.units) for p in one.finals} != {tuple(p.units) for p in two.finals}
    assert [p.figures for p in again.finals] == [p.figures for p in one.finals]
    assert len(log.read_text().splitlines()) == len(one.finals) + len(two.finals), "nothing is run twice"


def test_the_present_set_is_known_by_its_parameters_and_not_by_its_place(tmp_path):
    folder, budget = tmp_path / "toy", Budget(**{**vars(BUDGET), "waves": 1, "finalists": 4})
    done = run(folder, budget=budget)
    judged = finals(done, Toy(), OVER, folder, replace(budget, workers=1))
    assert judged.present is judged.finals[0] and np.array_equal(judged.present.units, START)
    cut = finals(done, Toy(fails_above=8.0), OVER, tmp_path / "cut", replace(budget, workers=1))  # START is 9
    assert len(cut.finals) + len(cut.failures) == len(judged.finals) and cut.finals
    assert not any(np.array_equal(p.units, START) for p in cut.finals), "it fails"
    assert cut.present is done.points[0] and cut.judged == cut.finals


def test_the_first_wave_lies_half_around_the_present():
    design = waves.first(np.full(5, 0.9), 41, 1)
    assert design.shape == (41, 5) and (design[0] == 0.9).all() and design.min() >= 0.0 and design.max() <= 1.0
    near = (design >= 1.0 - waves.NEAR).all(axis=1)
    assert near.sum() >= 20 and (~near).sum() >= 15


def test_workers_change_nothing(done, tmp_path):
    assert np.array_equal(run(tmp_path / "toy", workers=2).members, done.members)


def test_a_folder_of_something_else_is_refused(tmp_path):
    run(tmp_path / "toy", budget=Budget(points=10, waves=1))
    with pytest.raises(SettingsError, match="another calibration"):
        run(tmp_path / "toy", budget=Budget(points=11, waves=1))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine")
    with pytest.raises(SettingsError, match="never overwritten"):
        run(tmp_path / "mine")


def test_sets_that_fail_are_told_and_passed_over(tmp_path):
    done = run(tmp_path / "toy", Toy(fails_above=8.0), Budget(points=40, waves=1))
    above = (waves.first(START, 40, 1)[:, 0] > 0.8).sum()  # of an axis from 0 to 10
    assert len(done.failures) == above == 18, "half of the sets lie around one that fails"
    assert "too large" in done.failures[0].message
    assert len(done.points) + len(done.failures) == 40 and len(done.members) == 100


def test_the_ensemble_lies_between_sets_that_passed_by_their_own_run(done):
    """Emulators rule out too little where hardly anything was run: what is kept lies where sets were seen to pass."""
    passed = findings.passed(done.points, done.matching)
    least = min(findings.ruled_out(point, done.matching) for point in done.points)
    assert 5 <= len(passed) < len(done.points)
    assert {findings.ruled_out(point, done.matching) for point in passed} == {least}
    region = waves.Region.around(np.array([point.units for point in passed]))
    assert ((region.low <= done.members) & (done.members <= region.high)).all()
    assert (np.ptp(done.left, axis=0) > np.ptp(done.members, axis=0)).any()


def test_a_region_throws_points_back_from_its_edges_and_stays_in_the_cube():
    region = waves.Region.around(np.array([[0.4, 0.1], [0.6, 0.9]]), 0.5)
    assert region.low == pytest.approx([0.3, 0.0]) and region.high == pytest.approx([0.7, 1.0])
    assert region.reflect(np.array([[0.2, 1.1], [0.75, 0.5]])) == pytest.approx(np.array([[0.4, 0.9], [0.65, 0.5]]))
    laid = region.spread(50, 1)
    assert ((region.low <= laid) & (laid <= region.high)).all() and np.ptp(laid, axis=0) == pytest.approx(
        [0.4, 1.0], rel=0.1
    )


def test_where_facts_contradict_each_other_some_are_spared():
    units = spread(60, 2, 1)
    checks = {f"toy: {low}": c for low, c in ((low, _check(low)) for low in (0.1, 0.8))}
    emulators = {name: fit(units, [[float(u[0])] for u in units]) for name in checks}
    from sim.validation.calibration.waves import Region, left_over

    found, matching = left_over(Matching(checks, emulators), Region.whole(2), 50, 1)
    assert matching.spared == 1 and not matching.beyond
    near = np.minimum(np.abs(found[:, 0] - 0.15), np.abs(found[:, 0] - 0.85))
    assert (near < 0.1).all()


def _check(low):
    return Check("toy", "D1", str(low), "", low, low + 0.1, "known")


def test_implausibility_counts_from_the_edge_of_the_band():
    values = implausibility(_check(1.0), np.array([1.05, 1.3, 0.6]), np.full(3, 0.01))
    assert values == pytest.approx([0.0, 2.0, 4.0])


def test_an_emulator_tells_points_left_out_and_chance_apart():
    units, random = spread(80, 4, 2), np.random.default_rng(0)
    truth = np.sin(4 * units[:, 1]) + units[:, 3] ** 2
    samples = [[float(v + random.normal(0, 0.1)) for _ in range(3)] for v in truth]
    found = fit(units, samples)
    assert found.active.tolist() == [1, 3] and found.explained > 0.9
    assert found.chance == pytest.approx(0.01 / 3, rel=0.4)
    fresh = spread(200, 4, 3)
    mean, variance = found.predict(fresh)
    far = np.abs(mean - np.sin(4 * fresh[:, 1]) - fresh[:, 3] ** 2) / np.sqrt(variance)
    assert np.quantile(far, 0.95) < 3.0
    assert len(active(units, random.normal(size=80))) == 0
    assert fit(units[:2], [[1.0], [2.0]]) is None and fit(units, [[1.0]] * 80).predict(fresh)[0] == pytest.approx(1.0)


@pytest.mark.long
def test_better_sets_are_sought_than_a_sample_holds():
    """Facts that twelve parameters decide together: of 200 points of a sample none comes near them all."""
    dimensions, truth = 12, np.full(12, 0.7)
    units = spread(150, dimensions, 5)
    checks = {str(j): Check("toy", "D1", str(j), "", 0.5, 0.9, "known") for j in range(dimensions)}
    emulators = {str(j): fit(units, [[float(v)] for v in units[:, j]]) for j in range(dimensions)}
    matching = Matching(checks, emulators)
    start, region = spread(200, dimensions, 6), Region.whole(dimensions)
    found = sought(matching, region, start, 4, units, seed=1)
    again = sought(matching, region, start, 4, units, seed=1)
    assert (found == again).all() and found.shape == (4, dimensions) and ((found >= 0.0) & (found <= 1.0)).all()
    sampled, promised = expected_misses(matching, start), expected_misses(matching, found)
    assert promised.max() < min(sampled.min() - 1.0, 2.0)
    assert expected_misses(matching, truth[None, :])[0] < 0.5


def test_points_of_a_wave_lie_apart():
    points = np.vstack([np.full((5, 2), 0.5), [[0.0, 0.0], [1.0, 1.0]]])
    assert sorted(apart(points, 2, np.array([[0.5, 0.5]]))[:, 0]) == [0.0, 1.0]


def test_the_curated_parameters_may_be_fitted_and_hold_todays_values():
    names = [axis.name for axis in curated()]
    assert 20 <= len(names) == len(set(names)) <= 60
    for axis in curated():
        parameter, _ = find(axis.name)
        assert parameter.status in FREE and axis.scale in ("log", "linear")
        assert parameter.low <= axis.low < axis.high <= parameter.high
        assert axis.low <= current(EcosystemParameters(), axis.name) <= axis.high
    now = present(curated(), EcosystemParameters())
    again = applied(EcosystemParameters(), overrides(curated(), now))
    assert all(current(again, n) == pytest.approx(current(EcosystemParameters(), n)) for n in names)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("vendors.stopp", "did you mean vendors.stop?"),
        ("buyers.product", "only parameters that are judgement or derived"),
        ("couriers.examined", "name one entry of a list"),
        (f"couriers.examined.{len(CHANNELS)}", f"has {len(CHANNELS)} entries"),
    ],
)
def test_a_parameter_that_cannot_be_fitted_is_refused(name, words):
    with pytest.raises(ValueError, match=words.replace("?", r"\?").replace(".", r"\.")):
        axes([name])


def test_one_entry_of_a_list_and_a_whole_number_can_be_fitted():
    (axis,) = axes(["couriers.examined.0"])
    assert isinstance(axis, Axis) and axis.low == pytest.approx(0.0018) and axis.high == pytest.approx(0.01125)
    changed = applied(EcosystemParameters(), {"couriers.examined.0": 0.01, "administrators.developers": 6.7})
    assert changed.couriers.examined[0] == 0.01 and changed.administrators.developers == 7
    assert EcosystemParameters().couriers.examined[0] == 0.0045


def test_near_what_stands_is_a_part_of_each_range_that_holds_it():
    par = EcosystemParameters()
    for wide, narrow in zip(curated(), nearby(curated(), par, 0.2), strict=True):
        reach = wide.place(narrow.high) - wide.place(narrow.low)
        assert wide.low <= narrow.low < narrow.high <= wide.high and 0.09 < reach < 0.21
        stands = wide.place(float(current(par, wide.name)))
        assert wide.place(narrow.low) - 1e-6 <= stands <= wide.place(narrow.high) + 1e-6
