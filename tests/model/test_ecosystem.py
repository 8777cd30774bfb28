"""The ecosystem as a Mesa model: stepped by hand, its agents, its populations, its collector, its memory."""

from __future__ import annotations

import gc

import mesa
import numpy as np
import pandas as pd
import psutil
import pytest

from sim.model.agents.administrators.administrator import Administrator
from sim.model.agents.authorities.authority import Authority
from sim.model.agents.buyers.population import Buyers
from sim.model.agents.couriers.courier import Courier
from sim.model.agents.facilitators.facilitator import Facilitator
from sim.model.agents.partners.partner import Partner
from sim.model.agents.vendors.population import Vendors
from sim.model.ecosystem import SCHEDULE, Ecosystem
from sim.model.engine.population import Population
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from sim.model.market.geography import CHANNELS, FACILITATORS, PARTNERS
from sim.model.market.tables import LONGEST_RUN
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import changed


@pytest.fixture(scope="module")
def world():
    parameters = changed(buyers__order_rate=0.05, vendors__per_buyer=0.05)
    made = Ecosystem(parameters, buyers=800, days=60, interventions=[Takedown(start=30)]).run(50)
    yield made
    made.close()


# Mesa's own tools


class Watched(Ecosystem):
    """An ecosystem watched by Mesa's collector, as a user writes it."""

    def __init__(self, **given):
        super().__init__(**given)
        self.datacollector = mesa.DataCollector(
            model_reporters={"day": "day", "open": lambda world: sum(a.is_open for a in world.administrators())},
            agenttype_reporters={Administrator: {"open": "is_open"}},
        )
        self.datacollector.collect(self)

    def step(self):
        super().step()
        self.datacollector.collect(self)


def test_the_collector_of_mesa_sees_the_model_and_its_agents() -> None:
    world = Watched(buyers=300, days=6).run()
    table = world.datacollector.get_model_vars_dataframe()
    assert list(table["day"]) == list(range(7)) and table["open"].between(1, len(world.administrators())).all()
    agents = world.datacollector.get_agenttype_vars_dataframe(Administrator)
    assert len(agents.loc[6]) == len(world.administrators())
    world.close()


@pytest.mark.parametrize("kind", [Watched, Ecosystem])
def test_batch_run_of_mesa_runs_to_the_horizon(kind: type[Ecosystem]) -> None:
    rows = mesa.batch_run(kind, {"buyers": [200, 300], "days": 8, "seed": [1, 2]}, max_steps=100,
                          data_collection_period=-1, display_progress=False)  # fmt: skip
    assert len({(row["buyers"], row["seed"]) for row in rows}) == 4 and {row["Step"] for row in rows} == {7}
    assert all(row["day"] == 7 for row in rows)  # collected by the ecosystem itself, or before each step


# stepping


def test_steps_by_hand_like_any_mesa_model() -> None:
    world = Ecosystem(buyers=300, days=5)
    assert isinstance(world, mesa.Model) and world.day == world.steps == world.records.written == 0
    for day in range(5):
        world.step()
        assert world.day == world.steps == world.records.written == day + 1
    with pytest.raises(RuntimeError, match="horizon of 5 days"):
        world.step()
    assert world.records.written == 5
    world.close()


def test_run_stops_where_it_is_told_and_at_the_horizon() -> None:
    world = Ecosystem(buyers=300, days=20)
    assert world.run(7) is world and world.day == 7
    assert world.run(3).day == 7, "there is no way back"
    assert world.run().day == 20 and world.run(99).day == 20
    world.close()


def test_the_smallest_worlds_run() -> None:
    for buyers, days in ((1, 30), (2, 30), (50, 1)):
        world = Ecosystem(buyers=buyers, days=days).run()
        assert world.state.balance() == 0 and len(world.records.daily()) == days
        world.close()


@pytest.mark.parametrize("size", [{"days": 0}, {"days": -3}, {"days": 32_001}, {"buyers": 0}])
def test_a_world_of_no_days_or_beyond_its_columns_is_refused(size: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Ecosystem(**size)


def test_the_longest_run_is_counted_to_its_end() -> None:
    """Days of accounts, of marketplaces and of buyers hold the last day of the longest run."""
    world = Ecosystem(buyers=10, days=LONGEST_RUN)
    day = world.state.day = LONGEST_RUN - 3
    world.state.next_day[:] = day
    world.run()
    accounts = world.state.accounts[: world.state.n_accounts]
    assert world.day == LONGEST_RUN and (accounts["closed"] >= -1).all() and (accounts["opened"] >= 0).all()
    assert (world.state.next_day[:10] >= LONGEST_RUN).all()


def test_barriers_are_named_by_their_module() -> None:
    world = Ecosystem(buyers=100, days=5, interventions=[Takedown(start=1), Takedown(start=2), Takedown(start=3)])
    assert list(world.interventions) == ["takedown", "takedown_again", "takedown_again_again"]
    named = Ecosystem(buyers=100, days=5, interventions={"x": Takedown(start=1)})
    assert list(named.interventions) == ["x"]
    for one in (world, named):
        one.close()


def test_the_schedule_says_what_runs_and_why() -> None:
    names = [phase.name for phase in SCHEDULE]
    assert names[0] == "policy" and names[-1] == "records" and len(set(names)) == len(names)
    order = ["authorities", "administrators", "vendors", "buyers", "couriers", "settlement", "books", "news"]
    assert [n for n in names if n in order] == order
    assert all(phase.why and phase.run.__doc__ for phase in SCHEDULE)


# agents


def test_agents_with_a_story_are_mesa_agents(world: Ecosystem) -> None:
    by_type = world.agents_by_type
    assert {Administrator, Courier, Authority, Facilitator, Partner, Buyers, Vendors} == set(by_type)
    assert len(by_type[Buyers]) == len(by_type[Vendors]) == len(by_type[Authority]) == 1
    assert len(by_type[Courier]) == len(CHANNELS) and len(by_type[Facilitator]) == len(FACILITATORS)
    assert len(by_type[Administrator]) == world.state.n_markets == len(world.administrators())
    assert all(isinstance(agent, mesa.Agent) for agent in world.agents)
    assert len({agent.unique_id for agent in world.agents}) == len(world.agents)
    assert {f.name for f in by_type[Facilitator]} == set(FACILITATORS)
    assert {p.name for p in by_type[Partner]} == set(PARTNERS)


def test_administrators_follow_their_marketplaces(world: Ecosystem) -> None:
    open_rows = world.state.rows(codes.OPEN).tolist()
    assert [a.row for a in world.administrators() if a.is_open] == open_rows
    assert [a.row for a in world.administrators()] == list(range(world.state.n_markets))
    chosen = world.agents_by_type[Administrator].select(lambda a: a.is_open)
    assert sorted(chosen.get("row")) == open_rows


def test_a_branch_has_agents_of_its_own(world: Ecosystem) -> None:
    branch = world.branch([])
    assert all(agent.model is branch for agent in branch.agents) and all(a.model is world for a in world.agents)
    assert len(branch.agents) == len(world.agents)
    assert not np.shares_memory(branch.state.buyers, world.state.buyers)
    assert not np.shares_memory(branch.records.counts, world.records.counts)
    branch.close()


# populations


@pytest.mark.parametrize("name", ["buyers", "vendors"])
def test_populations_have_the_verbs_of_a_mesa_user(world: Ecosystem, name: str) -> None:
    population: Population = getattr(world, name)
    table, here = population.table(), population.present()
    assert 0 < len(population) == here.sum() < len(table)
    column = "rate" if name == "buyers" else "capacity"
    assert population.select().tolist() == np.flatnonzero(here).tolist()
    middle = float(np.median(table[column]))
    large = population.select(lambda t: t[column] > middle)
    assert 0 < len(large) < len(population) and (table[column][large] > middle).all() and here[large].all()
    assert population.get(column).tolist() == table[column][here].tolist()
    assert population.get(column, large).tolist() == table[column][large].tolist()
    assert population.agg(column, np.max) == table[column][here].max()
    assert population.agg("home", len) == len(population)
    frame = population.to_frame()
    assert isinstance(frame, pd.DataFrame) and len(frame) == len(population) and frame.index.name == "row"
    assert frame.index.tolist() == population.select().tolist() and not frame.isna().any().any()
    assert (frame[column] == population.get(column)).all()


def test_rows_are_views_to_read(world: Ecosystem) -> None:
    vendor = world.vendors[3]
    assert vendor.row == 3 and vendor.wealth == world.state.vendors["wealth"][3]
    assert "wealth=" in repr(vendor)
    with pytest.raises(AttributeError, match=r"no column 'welth'.*wealth"):
        _ = vendor.welth
    with pytest.raises(AttributeError):
        vendor.wealth = 5
    assert [row.row for row in world.buyers] == world.buyers.select().tolist()


def test_what_is_given_out_is_a_copy(world: Ecosystem) -> None:
    before = world.state.vendors.tobytes()
    world.vendors.get("wealth")[:] = 0
    frame = world.vendors.to_frame()
    frame["wealth"] = 0
    world.orders_today()["value"] = 0
    assert world.state.vendors.tobytes() == before


# collecting


def test_the_collector_is_that_of_mesa_and_reads_the_records(world: Ecosystem) -> None:
    assert isinstance(world.datacollector, mesa.DataCollector)
    world.datacollector.collect(world)
    frame = world.datacollector.get_model_vars_dataframe()
    assert frame.index.name == "day" and frame.index.tolist() == list(range(50))
    daily = world.records.daily().set_index("day")
    pd.testing.assert_frame_equal(frame, daily)
    assert frame["orders"].sum() > 0 and not frame.isna().any().any()


# size and memory


def test_everything_scales_with_the_number_of_buyers() -> None:
    small, large = (Ecosystem(buyers=n, days=1) for n in (5_000, 50_000))
    assert len(large.vendors) == pytest.approx(10 * len(small.vendors), rel=0.1)
    assert len(large.buyers) == pytest.approx(10 * len(small.buyers), rel=0.1)
    assert large.state.demand == pytest.approx(10 * small.state.demand, rel=0.3)
    assert large.state.n_markets == small.state.n_markets == len(EcosystemParameters().administrators.initial_shares)
    for world in (small, large):
        world.close()


@pytest.mark.long
@pytest.mark.slow
def test_ecosystems_that_are_closed_leave_no_memory() -> None:
    """Mesa 3.3 keeps every model alive in a class-level table unless it is taken out."""
    process = psutil.Process()

    def alive() -> int:
        return sum(type(o) is Ecosystem for o in gc.get_objects())

    def some(n: int) -> int:
        for _ in range(n):
            world = Ecosystem(buyers=20_000, days=400, threads=2)
            for _ in range(3):
                world.step()
            world.branch([]).run(4).close()
            world.close()
        del world
        gc.collect()
        return int(process.memory_info().rss)

    gc.collect()
    others = alive()
    some(40)  # what is made once, and what the allocator keeps
    before = some(10)
    kept = some(50) - before
    assert alive() <= others
    one = 20_000 * 70 + 400 * 1_000  # bytes of the buyers and the records of one ecosystem, at least
    assert kept < 10 * one, f"{kept / 50 / 1e3:.0f} kB stay of each ecosystem"
