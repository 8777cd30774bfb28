"""Effects whose first day a trigger chooses: counted from it, and not at all where it never came."""

import numpy as np
import pandas as pd
import pytest

from sim.effects import Curves, Pooled, required_replicates, summarise
from sim.effects import durability as d
from sim.effects.destinations import destinations
from sim.effects.league import league
from sim.effects.replicates import by_replicate, replicate_effects
from sim.effects.start import aligned, first_start, ramp, start_is_triggered, start_of, starts_by_replicate
from sim.effects.verdict import verdict
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.takedown import Takedown

DAYS, FIRST = 800, 100
BEGAN = {0: 100, 1: 130, 2: 180, 3: 210, 5: 260, 6: 300}
"""In replicates 4 and 7 of eight the trigger never fired."""
LOSS = 0.5 * np.exp(-np.arange(DAYS) / 60.0)
LEADS = "leader_share > 0.6"


def daily(days_of: dict[int, int], replicates: int = 8, noise: float = 0.0) -> pd.DataFrame:
    """Trade that falls by LOSS from the day that each replicate has, and is the twin's in replicates without one."""
    parts = []
    for number in range(replicates):
        rng = np.random.default_rng([3, number])
        twin = (80.0 + 10.0 * number) * np.exp(noise * rng.normal(size=DAYS))
        treated = twin.copy()
        if number in days_of:
            start = days_of[number]
            treated[start:] = twin[start:] * (1.0 - LOSS[: DAYS - start])
        cost = np.where(np.arange(DAYS) == days_of.get(number, -1), 1e6, 0.0)
        for arm, values, spent in (("baseline", twin, 0.0), ("barrier", treated, cost)):
            columns = {"replicate": number, "arm": arm, "day": np.arange(DAYS), "orders": values, "cost": spent}
            parts.append(pd.DataFrame(columns | {"revenue": values * 90.0}))
    return pd.concat(parts, ignore_index=True)


TABLE = daily(BEGAN)
TRUE_CURVE = d.effect_curve(1.0 - np.concatenate([np.zeros(FIRST), LOSS]), np.ones(FIRST + DAYS))[:, FIRST:]
EFFECTS = replicate_effects(TABLE, None, FIRST, began=BEGAN)
SUMMARY = summarise(EFFECTS, TABLE, FIRST).set_index("outcome", drop=False)


# when it begins


def test_a_day_moves_where_no_barrier_begins_for_certain_before_a_trigger_may_fire() -> None:
    sure, maybe = Takedown(start=200), Licensing(start=100, trigger=LEADS, ramp=30)
    assert not start_is_triggered({}) and not start_is_triggered({"a": sure})
    assert start_is_triggered({"a": maybe}) and start_is_triggered({"a": sure, "b": maybe})
    assert not start_is_triggered({"a": Takedown(start=100), "b": maybe})  # the clock runs already
    assert start_is_triggered({"a": {"start": 100, "trigger": LEADS}}) and not start_is_triggered(
        {"a": {"start": 100, "trigger": None}}
    )


def test_the_first_that_acts_starts_the_clock() -> None:
    barriers = {"a": Takedown(start=200), "b": Licensing(start=100, trigger=LEADS), "c": Licensing(trigger=LEADS)}
    assert first_start(barriers, {"b": 150, "c": 120}) == 120 and first_start(barriers, {"b": 300}) == 200
    assert first_start(barriers, {}) == 200 and first_start({"b": barriers["b"]}, {}) is None


def test_the_ramp_is_that_of_barriers_that_may_begin_first() -> None:
    sure, late = Licensing(start=200, ramp=10), Licensing(start=300, ramp=90)
    assert ramp({}) == 0 and ramp({"a": sure, "b": late}) == 10
    assert ramp({"a": sure, "b": Licensing(start=100, ramp=40, trigger=LEADS), "c": late}) == 40
    assert ramp({"a": {"start": 5, "ramp": 7}}) == 7


def test_days_are_read_from_the_journal() -> None:
    names = ["replicate", "arm", "day", "event", "cause"]
    rows = [(0, "barrier", 150, "trigger", "a"), (0, "barrier", 140, "trigger", "b"), (2, "barrier", 90, "close", "a")]
    journal = pd.DataFrame(rows, columns=names)
    barriers = {name: Takedown(start=100, trigger=LEADS) for name in ("a", "b")}
    assert starts_by_replicate(barriers, journal, [0, 1, 2]) == {0: 140}
    assert starts_by_replicate(barriers, journal.iloc[:0], [0]) == {}


def test_rows_are_moved_until_they_begin_together() -> None:
    values = np.arange(30.0).reshape(3, 10)
    moved, column = aligned(values, np.array([2, 5, 8]))
    assert column == 2 and moved.shape == (3, 2 + 5)  # two of three have five days
    assert moved[:, column].tolist() == [2.0, 15.0, 28.0]
    assert moved[0].tolist() == values[0, :7].tolist() and moved[1].tolist() == values[1, 3:10].tolist()
    assert np.isnan(moved[2, 4:]).all() and moved[2, :4].tolist() == [26.0, 27.0, 28.0, 29.0]
    same, column = aligned(values, np.array([4, 4, 4]))
    assert same is values and column == 4


# what is measured


def test_durability_is_counted_from_the_day_it_began() -> None:
    first, end = d.second_year(TRUE_CURVE.shape[1] - 180)  # half of the runs go as far
    stays = LOSS[first:end].mean()
    truth = d.course(TRUE_CURVE, stays)
    for name in ("peak", "day_of_peak"):
        alone = EFFECTS[(EFFECTS["outcome"] == name)]["value"]
        assert alone.to_numpy() == pytest.approx(np.full(6, getattr(truth, name)[0]))
        assert SUMMARY.loc[name, "estimate"] == pytest.approx(getattr(truth, name)[0], abs=1e-9), name
    assert verdict(SUMMARY) == "effect"
    by_calendar = summarise(replicate_effects(TABLE, None, FIRST), TABLE, FIRST).set_index("outcome")
    assert by_calendar.loc["effect_28", "estimate"] < 0.5 * SUMMARY.loc["effect_28", "estimate"]


def test_the_first_year_begins_with_the_barrier() -> None:
    level = 80.0 + 10.0 * np.array(list(BEGAN))
    wide = by_replicate(EFFECTS)
    assert wide["averted_first_year"].to_numpy() == pytest.approx(level * LOSS[:365].sum())
    assert SUMMARY.loc["averted_first_year_share", "estimate"] == pytest.approx(LOSS[:365].mean())
    assert (wide["cost_first_year"] == 1e6).all() and wide["began"].to_dict() == BEGAN


def test_where_it_never_began_there_is_no_evidence() -> None:
    idle = EFFECTS[EFFECTS["replicate"].isin([4, 7])]
    assert idle["outcome"].tolist() == ["began", "began"] and idle["value"].isna().all() and idle["censored"].all()
    without = TABLE[~TABLE["replicate"].isin([4, 7])]
    expected = summarise(replicate_effects(without, None, FIRST, began=BEGAN), without, FIRST)
    counted = SUMMARY.drop(index="began").reset_index(drop=True)
    pd.testing.assert_frame_equal(counted, expected[expected["outcome"] != "began"].reset_index(drop=True))
    row = SUMMARY.loc["began"]
    assert (row["n"], row["censored_share"]) == (6, 0.25) and row["note"] == "never in 2 of 8 runs, which are left out"
    assert row["estimate"] == np.median(list(BEGAN.values()))
    assert start_of(EFFECTS, 7) == BEGAN and start_of(EFFECTS[EFFECTS["outcome"] == "peak"], 7) == 7


def test_nothing_but_the_count_is_told_where_it_never_began_at_all() -> None:
    effects = replicate_effects(TABLE, None, FIRST, began={}, annual_revenue=1e9)
    summary = summarise(effects, TABLE, FIRST)
    assert summary["outcome"].tolist() == ["began"] and summary["n"].tolist() == [0]
    assert verdict(summary) == "chance" and not len(destinations(effects))
    assert required_replicates(effects, "averted_first_year", 1.0) == np.inf
    assert not len(Curves.of(TABLE, {}).replicates)


def test_the_scale_is_that_of_all_worlds() -> None:
    """So that a scenario with a trigger is told at the same size as one without."""
    moved, fixed = (replicate_effects(TABLE, None, FIRST, annual_revenue=1e9, began=b) for b in (BEGAN, None))
    scales = [set(table.loc[table["outcome"] == "scale", "value"]) for table in (moved, fixed)]
    assert scales[0] == scales[1] and len(scales[0]) == 1


def test_a_run_that_ends_before_the_others_counts_as_long_as_it_goes() -> None:
    late = {0: 100, 1: 120, 2: 150, 3: 700}
    curves = Curves.of(daily(late, 4), late)
    known = np.isfinite(curves.treated).sum(axis=1) - curves.start
    assert curves.start == 100 and known.tolist() == [680, 680, 650, 100]
    pooled = Pooled(curves)
    assert pooled.after == pytest.approx(TRUE_CURVE[0, : len(pooled.after)])
    assert len(pooled.after) == DAYS - 120  # as far as half of them go
    assert np.isfinite(pooled.draws).all() and np.isfinite(pooled.chance)
    past = curves.observed()
    assert past is not None and np.isnan(past.twin[3, 200:]).all()


@pytest.mark.parametrize(("late", "counted"), [(1, 3), (3, 4)])
def test_first_years_that_are_cut_are_left_out_while_they_are_few(late: int, counted: int) -> None:
    days = {number: 700 if number < late else 100 for number in range(4)}
    table = daily(days, 4)
    effects = replicate_effects(table, None, FIRST, began=days)
    cut = effects[(effects["outcome"] == "averted_first_year") & effects["censored"]]
    assert cut["replicate"].tolist() == list(range(late))
    row = summarise(effects, table, FIRST).set_index("outcome").loc["averted_first_year"]
    assert row["n"] == counted and row["note"] == f"less than a year left in {late} of 4 runs"
    assert row["censored_share"] == late / 4


def test_too_little_of_a_run_does_not_show_that_nothing_lasts() -> None:
    days = {0: 100, 1: 100, 2: 790}
    effects = replicate_effects(daily(days, 3), None, FIRST, began=days)
    recovery = effects[effects["outcome"] == "recovery"].set_index("replicate")
    assert recovery["censored"].tolist() == [False, False, True]


def test_scenarios_are_compared_where_each_of_them_began() -> None:
    always = daily(dict.fromkeys(range(8), 100))
    parts = {
        "early": replicate_effects(always, None, FIRST),
        "leads": EFFECTS,
        "never": replicate_effects(TABLE, None, FIRST, began={}),
    }
    effects = pd.concat([table.assign(scenario=name) for name, table in parts.items()], ignore_index=True)
    curves = {"early": Curves.of(always, FIRST), "leads": Curves.of(TABLE, BEGAN)}
    table = league(effects, curves)
    assert set(table["scenario"]) == {"early", "leads"}
    assert set(table.loc[table["outcome"].isin(["peak", "averted_first_year"]), "n"]) == {6}
    peak = table[table["outcome"] == "peak"].set_index("scenario")["estimate"]
    assert peak["early"] == pytest.approx(peak["leads"], abs=1e-9)
