"""Facilitators are sets of suppliers: what a measure does follows from who stops and who finds another."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.model.agents.facilitators.facilitator import Facilitator
from sim.model.agents.facilitators.suppliers import Suppliers, sizes
from sim.model.catalogue.facilitators import ROWS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
from sim.model.engine.streams import Draws
from sim.model.market.geography import COUNTRIES, FACILITATORS
from sim.model.market.levers import ENFORCED, FACILITATOR_SUPPLY, LICENSED
from tests.model.market.worlds import changed, struck
from tests.thorough import some_always

WAY = {row.name: row.way for row in ROWS}
ALL = {"facilitators__awareness": [1.0] * len(FACILITATORS)}
SCATTERED = {**ALL, "facilitators__concentration": [0.0] * len(FACILITATORS)}


def make(**changes: object) -> Ecosystem:
    return Ecosystem(changed(**changes), buyers=100, days=10)


def follow(world: Ecosystem, name: str, left: list[float], **where: tuple[str, ...]) -> list[float]:
    """Supply day by day with so much ordinary supply left."""
    facilitator: Facilitator = world.facilitators[FACILITATORS.index(name)]
    seen = []
    for share in left:
        world.levers.apply([Modifier(FACILITATOR_SUPPLY, share, {"facilitator": (name,), **where})])
        facilitator.step()
        seen.append(facilitator.supply)
    return seen


@pytest.mark.parametrize("concentration", [0.0, 0.02, 0.1, 0.25, 0.6, 1.0])
def test_sizes_have_the_concentration_they_are_drawn_from(concentration: float) -> None:
    found = sizes(concentration)
    assert found.sum() == pytest.approx(1.0) and (np.diff(found) <= 0).all()
    assert (found**2).sum() == pytest.approx(max(concentration, 1 / 256), abs=1e-3)


@pytest.mark.parametrize("concentration", [0.02, 0.25, 0.9])
def test_a_share_stops_on_the_mean_over_worlds_whatever_the_concentration(concentration: float) -> None:
    """But the fewer the suppliers, the more it hangs on who they are."""
    gone = [struck(Suppliers(Draws(seed), 1, concentration), "stopped", supply=0.6).mean() for seed in range(400)]
    assert np.mean(gone) == pytest.approx(0.4, abs=0.03 if concentration < 0.5 else 0.08)
    assert np.std(gone) < 0.5 * math.sqrt(concentration)
    assert np.std(gone) > 0.2 * concentration


def test_the_largest_come_first_where_that_is_the_rule() -> None:
    suppliers = Suppliers(Draws(3), 1, 0.25)
    assert not struck(suppliers, "stopped", enforced=1.0).any()
    first = struck(suppliers, "stopped", licensed=0.3, enforced=1.0)[:, 0]
    assert set(suppliers.of[first]) == {0} and 0.3 < first.mean() < 0.5
    assert struck(suppliers, "stopped", licensed=1.0, enforced=1.0).all()
    some = [struck(Suppliers(Draws(seed), 1, 0.02), "stopped", licensed=0.5, enforced=0.6).mean() for seed in range(60)]
    assert np.mean(some) == pytest.approx(0.3, abs=0.04)


@pytest.mark.parametrize("name", some_always(FACILITATORS, ("exchange", "hosting", "packaging")))
def test_customers_find_others_and_the_rest_never_do(name: str) -> None:
    world = make(**SCATTERED)
    i = FACILITATORS.index(name)
    days = 1500 if world.parameters.facilitators.search_days[i] < 100.0 else 12_000  # as long as it takes
    seen = follow(world, name, [0.4] * days)
    assert seen[0] == pytest.approx(0.4, abs=0.06) and (np.diff(seen) >= 0).all()
    never = 0.6 * (1.0 - world.parameters.facilitators.substitutes[i]) * 0.6  # who lost one, and is of those who cannot
    assert seen[-1] == pytest.approx(1.0 - never, abs=0.015)
    facilitator = world.facilitators[i]
    assert facilitator.surcharge == pytest.approx(
        facilitator.dearer * (seen[-1] - facilitator.ordinary), abs=1e-6
    ) and facilitator.ordinary == pytest.approx(0.4, abs=0.005)
    assert {f.supply for f in world.facilitators if f.index != i} == {1.0}
    world.close()


def test_a_customer_keeps_what_was_found_and_searches_once() -> None:
    """Whether one has a way changes once while a supplier is away; when it happens again, who found one is prepared."""
    world = make(**SCATTERED)
    exchange = world.facilitators[FACILITATORS.index("exchange")]
    customers = np.random.default_rng(1).random((400, 2))
    lacking = []
    for left in [0.3] * 60 + [1.0] * 30 + [0.3]:
        follow(world, "exchange", [left])
        lacking.append([exchange.lacks(place, ability, 0) for place, ability in customers])
    table = np.array(lacking)
    assert (np.diff(table[:60].astype(int), axis=0) <= 0).all() and table[0].mean() > 0.6
    assert not table[60:90].any()
    assert 0.1 < table[59].mean() < 0.6 * table[0].mean() and (table[90] <= table[59]).all()
    world.close()


def test_the_fewer_are_left_the_longer_the_search() -> None:
    """Half of those who will find one: later where nine tenths of suppliers are gone than where one tenth is."""
    halves = []
    for left in (0.9, 0.5, 0.1):
        world = make(**SCATTERED)
        seen = np.array(follow(world, "exchange", [left] * 800))
        halves.append(int(np.argmax(seen > 0.5 * (seen[0] + seen[-1]))))
        world.close()
    assert halves[0] < halves[1] < halves[2] and 15 < halves[0] < 40 and 1.5 * halves[0] < halves[2] < 400


@pytest.mark.parametrize("name", FACILITATORS)
def test_a_closed_way_finds_none(name: str) -> None:
    world = make(**ALL, **{f"ways__{WAY[name]}": False})
    seen = follow(world, name, [0.3] * 50)
    assert set(seen) == {seen[0]} and seen[0] < 0.7
    assert follow(world, name, [0.0]) == [0.0]
    world.close()


def test_a_way_is_that_of_its_facilitators() -> None:
    for channel in dict.fromkeys(WAY.values()):
        world = make(**{f"ways__{channel}": False})
        assert [f.open for f in world.facilitators] == [WAY[name] != channel for name in FACILITATORS]
        world.close()


def test_when_supply_is_back_nothing_is_dearer() -> None:
    world = make()
    follow(world, "packaging", [0.0] * 60)
    assert set(follow(world, "packaging", [1.0] * 3)) == {1.0}
    assert world.facilitators[FACILITATORS.index("packaging")].surcharge == 0.0
    world.close()


def test_who_found_another_loses_it_when_all_stop() -> None:
    world = make(**SCATTERED, facilitators__substitutes=[0.2] * len(FACILITATORS))
    follow(world, "exchange", [0.5] * 400)
    assert follow(world, "exchange", [0.0])[0] < 0.21
    world.close()


def test_suppliers_who_recognise_nobody_stop_serving_nobody() -> None:
    world = make(facilitators__awareness=[0.0] * len(FACILITATORS))
    assert set(follow(world, "exchange", [0.0] * 5)) == {1.0}
    assert not any(world.facilitators[1].lacks(p, 0.999, 0) for p in np.linspace(0, 0.999, 500))
    world.close()


def test_a_measure_of_one_country_bears_on_its_customers() -> None:
    world = make(**ALL)
    exchange = world.facilitators[FACILITATORS.index("exchange")]
    follow(world, "exchange", [0.0], country=("NL",))
    assert (
        exchange.supplied[COUNTRIES.index("NL")] < 0.05
        and (np.delete(exchange.supplied, COUNTRIES.index("NL")) == 1).all()
    )
    assert exchange.supply == pytest.approx(1.0 - world.parameters.buyers.home["NL"], abs=0.01)
    world.close()


def test_a_licence_and_a_stop_at_random_bear_on_the_same_suppliers_once() -> None:
    world = make(**ALL)
    exchange: Facilitator = world.facilitators[FACILITATORS.index("exchange")]
    where = {"facilitator": ("exchange",)}
    world.levers.apply([Modifier(LICENSED, 1.0, where), Modifier(ENFORCED, 0.6, where)])
    exchange.step()
    alone = exchange.ordinary
    world.levers.apply([Modifier(LICENSED, 1.0, where), Modifier(ENFORCED, 0.6, where),
                        Modifier(FACILITATOR_SUPPLY, 0.4, where)])  # fmt: skip
    exchange.step()
    assert exchange.ordinary == alone < 0.7
    world.close()


def test_supply_never_exceeds_the_ordinary() -> None:
    world = make(
        facilitators__substitutes=[1.0] * len(FACILITATORS), facilitators__search_days=[0.1] * len(FACILITATORS)
    )
    seen = follow(world, "hosting", [0.1, 0.9, 1.0, 0.5, 1.0, 0.0, 1.0])
    assert all(0.0 <= s <= 1.0 and math.isfinite(s) for s in seen)
    world.close()
