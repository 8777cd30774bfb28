"""What comparisons stand on: the same run again, whatever the threads, the watching, or the way it got there."""

from __future__ import annotations

import ast
import dataclasses
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model.ecosystem import Ecosystem
from sim.model.engine.parameters import parameters_of
from sim.model.interventions.base import Intervention
from sim.model.interventions.demand_shock import DemandShock
from sim.model.interventions.registry import catalogue
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes, counters, decisions, sharing
from tests.baseline import FILE, OF_DOSES, moves_only
from tests.model.market.worlds import changed, differences, table
from tests.thorough import some_always

BUYERS, DAYS, START = 800, 130, 45
BUSY = changed(
    buyers__order_rate=0.05, vendors__per_buyer=0.05, vendors__early_sales=5.0, vendors__early_share=0.5,
    vendors__arrests=3.0, authorities__vendors=0.0, authorities__case_days=10.0,
    authorities__powers_gain=50.0,
)  # fmt: skip
NAMES = sorted(catalogue())


def make(interventions=(), *, days: int = DAYS, **options) -> Ecosystem:
    options = {"buyers": BUYERS, "seed": 5, **options}
    return Ecosystem(BUSY, days=days, interventions=interventions, **options)


def barrier(name: str, **options) -> Intervention:
    """A barrier of the catalogue at its default strength, from the day on which these tests let it begin."""
    return catalogue()[name](**{"start": START, **options})


@pytest.fixture(scope="module")
def baseline():
    world = make().run()
    yield world
    world.close()


def test_the_worlds_of_these_tests_are_busy(baseline) -> None:
    counts = dict(zip(counters.NAMES, baseline.records.counts.sum(axis=0).tolist(), strict=False))
    busy = ("orders", "street_orders", "waiting", "parcels_seized", "parcels_lost", "reshipped", "disputes",
            "early_orders", "entrants", "leavers", "moved", "refunded", "letters")  # fmt: skip
    assert {name for name in busy if counts[name] == 0} == set()
    assert len(baseline.state.journal) > 0


# the same again


def test_the_same_seed_gives_the_same_run(baseline) -> None:
    again = make().run()
    assert differences(baseline, again) == []
    again.close()


def test_other_seeds_and_replicates_give_other_runs() -> None:
    runs = [make(days=12, seed=seed, replicate=replicate).run() for seed in (5, 6, 7) for replicate in (0, 1, 2)]
    assert len({run.records.counts.tobytes() for run in runs}) == 9
    traits = [run.state.buyers["rate"].tobytes() for run in runs]
    assert len(set(traits)) == 9
    for run in runs:
        run.close()


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long enough for parcels to arrive, to be sent again and to be disputed."""
    monkeypatch.setattr(sharing, "WORTH_THREADS", 1)
    runs = []
    for threads in (1, 2, 3):
        run = Ecosystem(BUSY, buyers=40_000, days=30, interventions=[Takedown(start=10)], seed=3, threads=threads)
        runs.append(run.run())
        assert (run.work._pool is not None) == (threads > 1)
    assert runs[0].records.column("reshipped").sum() > 0 and runs[0].records.column("disputes").sum() > 0
    for run in runs[1:]:
        assert differences(runs[0], run) == []
    orders = [run.orders_today() for run in runs]
    assert all((orders[0][n] == other[n]).all() for other in orders[1:] for n in other.dtype.names)
    for run in runs:
        run.close()


def test_watching_changes_nothing(baseline) -> None:
    watched = make()
    while watched.day < DAYS:
        watched.step()
        if watched.day % 7 == 3:
            watched.records.daily(), watched.records.groups(), watched.records.journal()
            watched.datacollector.collect(watched)
            watched.datacollector.get_model_vars_dataframe()
            watched.buyers.to_frame(), watched.vendors.to_frame(), len(watched.vendors)
            watched.orders_today()[:] = 0
            watched.state.book.in_flight()["value"] = 0
            watched.records.column("orders")[:] = -1
            [repr(row) for row in watched.vendors], watched.vendors.get("wealth").fill(0)
            [agent.unique_id for agent in watched.agents]
            watched.random.random(), watched.rng.random()  # Mesa's own generators: nobody draws from them
            watched.state.balance(), watched.branch([]).run(watched.day + 5).close()
    assert differences(baseline, watched) == []
    watched.close()


# branches

SPECIAL: dict[str, dict[str, Intervention]] = {
    "covert takeover pending": {"takedown": Takedown(start=START, takeover=True, takeover_days=40, leads=0.5)},
    "trigger fired": {"takedown": Takedown(start=START, trigger="leader_share > 0.05", repeat=30)},
    "trigger waiting": {
        "demand_shock": DemandShock(start=START, trigger="alarm > 0.01", factor=3.0),
        "takedown": Takedown(start=START + 25),
    },
    "all at once": {name: kind(start=START + n, duration=30) for n, (name, kind) in enumerate(catalogue().items())},
    "waves": {name: kind(start=START, duration=10, ramp=4, repeat=25) for name, kind in catalogue().items()},
}
SITUATIONS = {**{name: {name: barrier(name)} for name in NAMES}, **SPECIAL}


@pytest.mark.parametrize("situation", some_always(SITUATIONS, ("takedown", "postal_inspection", "licensing", *SPECIAL)))
@settings(max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(first=st.integers(0, START), between=st.integers(START + 1, DAYS - 30), last=st.integers(1, 29))
def test_a_branch_equals_the_run_that_went_there_itself(situation: str, first: int, between: int, last: int) -> None:
    """From a world without the barrier before it starts, and again and again while it is in force."""
    barriers = SITUATIONS[situation]
    whole = make(barriers).run()
    stem = make().run(first)
    before = stem.state.copy()
    branch = stem.branch(barriers).run(between)
    again = branch.branch(barriers).run(between + last)
    once_more = again.branch(barriers).run()
    assert differences(whole, once_more) == []
    assert differences(whole, branch.run()) == [], "a branch leaves the run it came from alone"
    assert stem.day == first and stem.state.buyers.tobytes() == before.buyers.tobytes()
    for world in (whole, stem, branch, again, once_more):
        world.close()


def test_takeover_was_pending_and_trigger_had_fired() -> None:
    """The situations above are what they are called."""
    covert = make(SPECIAL["covert takeover pending"]).run(START + 5)
    assert len(covert.state.covert) == 1 and covert.run().state.covert == {}
    fired = make(SPECIAL["trigger fired"]).run()
    assert fired.state.triggered == {"takedown": START}
    waiting = make(SPECIAL["trigger waiting"]).run()
    assert START <= waiting.state.triggered["demand_shock"] <= START + 30
    for world in (covert, fired, waiting):
        world.close()


def test_a_branch_under_another_barrier_waits_for_its_own_trigger() -> None:
    """That a barrier of the same name was triggered in the run it came from is nothing to it."""
    stem = make([DemandShock(start=10, duration=5, trigger="orders >= 0")]).run(START)
    assert stem.state.triggered == {"demand_shock": 10}
    quiet = stem.branch([]).run()
    waiting = stem.branch([DemandShock(start=START, factor=5.0, trigger="orders > 1000000")]).run()
    assert differences(quiet, waiting) == []
    for world in (stem, quiet, waiting):
        world.close()


# no barrier, and a barrier of no intensity

TIMELINES = {
    "plain": {},
    "ramp": {"ramp": 20},
    "repeat": {"repeat": 15},
    "duration": {"duration": 20},
    "all": {"ramp": 5, "repeat": 15, "duration": 10},
    "trigger": {"trigger": "orders >= 0"},
    "somewhere": {"countries": ["DE", "NL", "AU"]},
}


@pytest.mark.parametrize("timeline", some_always(TIMELINES, ["all"]))
@pytest.mark.parametrize("name", NAMES)
def test_no_intensity_is_no_barrier(baseline, name: str, timeline: str) -> None:
    run = make({name: barrier(name, intensity=0.0, **TIMELINES[timeline])}).run()
    assert differences(baseline, run) == []
    run.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_intensity_is_no_barrier_however_harsh_it_would_be(baseline, name: str) -> None:
    harsh = {}
    for p in parameters_of(catalogue()[name]):
        if isinstance(p.value, bool):
            harsh[p.name] = True
        elif isinstance(p.value, float) and p.name != "intensity":
            harsh[p.name] = float(p.high)
    run = make({name: barrier(name, intensity=0.0, **harsh)}).run()
    assert differences(baseline, run) == []
    run.close()


STORED = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_full_intensity_is_something(baseline, name: str) -> None:
    """Some strike few, of whom a tiny world has none: these leave a trace in the louder worlds of tests.baseline."""
    run = make({name: barrier(name)}).run()
    found = differences(baseline, run)
    assert "records.states" in found
    if moves_only(barrier(name), OF_DOSES):  # who is warned takes another dose: what moves is harm alone
        assert "buyers" not in found
    elif "buyers" not in found or "records.counts" not in found:
        assert name in STORED, "nothing is seen of it here: python -m tests.baseline lets it play in a louder world"
        assert STORED[name]["barrier"] != STORED[name]["twin"]
    assert (run.records.counts[:START] == baseline.records.counts[:START]).all()
    run.close()


def test_all_barriers_at_no_intensity_together(baseline) -> None:
    run = make({name: barrier(name, intensity=0.0, ramp=3, repeat=20) for name in NAMES}).run()
    assert differences(baseline, run) == []
    run.close()


# one changed draw

TRAITS = ("rate", "log_value", "stop", "taste_ceiling", "caution", "home", "product")


def test_how_many_there_are_does_not_change_who_the_first_are() -> None:
    few, many = make(days=1, buyers=500), make(days=1, buyers=2_000)
    for name in few.state.buyers.dtype.names:
        assert (few.state.buyers[name] == many.state.buyers[name][:500]).all(), name
    assert (few.state.next_day == many.state.next_day[:500]).all()
    n = few.state.n_vendors
    assert 0 < n < many.state.n_vendors
    for name in ("scale", "capacity", "honesty", "quality", "price", "stealth", "opsec", "home", "product", "kind"):
        assert (table(few, "vendors")[name] == table(many, "vendors")[name][:n]).all(), name
    for world in (few, many):
        world.close()


def test_one_seized_parcel_changes_only_what_depends_on_it() -> None:
    """On the evening it is complained about one buyer thinks otherwise; later everybody is still who they were."""
    stem = make().run(60)
    other = stem.branch([])
    pool = other.state.book.pool
    due = other.state.book.in_flight()
    coming = np.flatnonzero(
        (due["flags"] & codes.SETTLING == 0) & (due["fate"] == codes.DELIVERED) & (due["due"] <= stem.day + 2)
        & (due["flags"] & 0x0F == 0) & (other.state.buyers["state"][due["buyer"]] == codes.ACTIVE)
        & (other.state.next_day[due["buyer"]] > due["due"])
    )  # fmt: skip
    order = due[coming[0]]
    alike = (pool["buyer"] == order["buyer"]) & (pool["placed"] == order["placed"])
    assert np.count_nonzero(alike) == 1
    pool["fate"][alike] = codes.SEIZED
    buyer, day = int(order["buyer"]), int(order["due"])
    for world in (stem, other):
        world.run(day + 1)
    now, then = other.state.buyers, stem.state.buyers
    changed_rows = np.flatnonzero([now[i].tobytes() != then[i].tobytes() for i in range(BUYERS)])
    assert changed_rows.tolist() == [buyer]
    ones = (stem.orders_today(), other.orders_today())
    assert all((ones[0][n] == ones[1][n]).all() for n in ones[0].dtype.names)
    for world in (stem, other):
        world.run(100)
    assert differences(stem, other) != []
    # who has not been replaced since is the same person in both
    stayed = [(w.state.buyers["state"] == codes.ACTIVE) & (w.state.buyers["loyal"] >= 0) for w in (stem, other)]
    both = stayed[0] & stayed[1]
    same = np.ones(BUYERS, dtype=bool)
    for name in TRAITS:
        same &= stem.state.buyers[name] == other.state.buyers[name]
    assert np.count_nonzero(both & ~same) <= 1  # the one buyer's row may hold somebody else
    stem.close(), other.close()


# numbers


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = {n: v for n, v in vars(decisions).items() if isinstance(v, int) and n.isupper()}
    assert len(numbers) > 80
    shared = {v for v, n in Counter(numbers.values()).items() if n > 1}
    # these two stand in the place of the day, not of the decision, and no decision is drawn under both
    assert {n for n, v in numbers.items() if v in shared} == {"LASTING", "VENDOR_ONCE"}
    named = Counter(
        target.id
        for node in ast.walk(ast.parse(Path(decisions.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        for group in node.targets
        for target in (group.elts if isinstance(group, ast.Tuple) else [group])
        if isinstance(target, ast.Name)
    )
    assert [name for name, n in named.items() if n > 1] == []


SIM = Path(decisions.__file__).parents[1]
DRAWS = ("uniform", "normal", "geometric", "random_bits")
APART = {
    ("order", "B_WAIT"),  # the last thing in branches that exclude each other
    ("make_buyers", "B_WAIT"),
    ("settle", "S_FEEDBACK"),  # a parcel arrives or does not
    ("settle", "S_DISPUTE"),
    ("decide", "V_WHERE"),  # rows of movers, and rows of entrants
    ("decide", "V_ADMIT"),
    ("knows_where", "B_LEARNT"),  # of a marketplace that closed, or of whether the own one did
}


def test_a_decision_is_made_in_one_place() -> None:
    """Two draws of one decision under one key are one draw, and what they decide is then tied together."""
    twice = []
    for file in sorted(SIM.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            drawn = Counter(
                node.args[1].attr
                for node in ast.walk(function)
                if isinstance(node, ast.Call) and len(node.args) > 1
                and isinstance(node.func, ast.Name) and node.func.id in DRAWS
                and isinstance(node.args[1], ast.Attribute)
                and isinstance(node.args[1].value, ast.Name) and node.args[1].value.id == "decisions"
            )  # fmt: skip
            twice += [(function.name, name) for name, n in drawn.items() if n > 1]
    assert set(twice) - APART == set()


def test_nobody_draws_from_a_generator_with_a_state() -> None:
    """Effects and studies resample results; the model itself draws by counter only."""
    found = []
    for file in sorted(SIM.rglob("*.py")):
        if file.relative_to(SIM).parts[0] in ("effects", "studies"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Attribute):
                names = [f".{node.attr}"]
            else:
                continue
            bad = {"random", "secrets", "numpy.random", ".random", ".rng", ".default_rng", ".shuffle", ".shuffle_do"}
            found += [
                f"{file.relative_to(SIM)}: {name}"
                for name in names
                if name in bad or name.startswith(("random.", "secrets.", "numpy.random."))
            ]
    assert found == []


def test_frozen_barriers_hold_no_state() -> None:
    """A barrier is data: running it leaves it as it was."""
    for name in NAMES:
        one, other = barrier(name), barrier(name)
        make({name: one}, days=START + 5).run().close()
        assert one == other and dataclasses.asdict(one) == dataclasses.asdict(other)
