"""Facilitators: what is missing is substituted, in time, in part, and only while the channel is open."""

from __future__ import annotations

import math

import pytest

from sim.model.agents.facilitators.facilitator import Facilitator
from sim.model.catalogue.facilitators import ROWS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
from sim.model.market.geography import FACILITATORS
from sim.model.market.levers import FACILITATOR_SUPPLY
from tests.model.market.worlds import changed

WAY = {row.name: row.way for row in ROWS}


def make(**changes: object) -> Ecosystem:
    return Ecosystem(changed(**changes), buyers=100, days=10)


def follow(world: Ecosystem, name: str, left: list[float]) -> list[float]:
    """Supply day by day with so much ordinary supply left."""
    facilitator: Facilitator = world.facilitators[FACILITATORS.index(name)]
    seen = []
    for share in left:
        world.levers.apply([Modifier(FACILITATOR_SUPPLY, share, {"facilitator": (name,)})])
        facilitator.step()
        seen.append(facilitator.supply)
    return seen


@pytest.mark.parametrize("name", FACILITATORS)
def test_substitutes_follow_their_formula(name: str) -> None:
    world = make()
    i, par = FACILITATORS.index(name), world.parameters.facilitators
    seen = follow(world, name, [0.4] * 120)
    days = par.switching_days[i] * (1.0 + 4.0 * par.concentration[i])
    expected = [0.4 + par.substitutes[i] * 0.6 * (1.0 - (1.0 - 1.0 / days) ** (n + 1)) for n in range(120)]
    assert seen == pytest.approx(expected)
    assert seen[0] < 0.5 and seen[-1] < 1.0
    facilitator = world.facilitators[i]
    assert facilitator.surcharge == pytest.approx(par.surcharge[i] * (seen[-1] - 0.4)) and facilitator.ordinary == 0.4
    others = [f.supply for f in world.facilitators if f.index != i]
    assert set(others) == {1.0}
    world.close()


@pytest.mark.parametrize("name", FACILITATORS)
def test_a_closed_way_finds_none(name: str) -> None:
    world = make(**{f"ways__{WAY[name]}": False})
    assert follow(world, name, [0.3] * 50) == [0.3] * 50
    world.close()


def test_a_way_is_that_of_its_facilitators() -> None:
    for channel in dict.fromkeys(WAY.values()):
        world = make(**{f"ways__{channel}": False})
        assert [f.open for f in world.facilitators] == [WAY[name] != channel for name in FACILITATORS]
        world.close()


def test_when_supply_is_back_substitutes_go_and_nothing_stays() -> None:
    world = make()
    follow(world, "packaging", [0.0] * 60)
    back = follow(world, "packaging", [1.0] * 2_000)
    assert set(back) == {1.0}
    assert not world.state.substitutes.any() and world.facilitators[FACILITATORS.index("packaging")].surcharge == 0.0
    world.close()


def test_concentrated_supply_is_replaced_more_slowly() -> None:
    seen = []
    for concentration in (0.05, 0.5, 1.0):
        world = make(facilitators__concentration=[concentration] * len(FACILITATORS))
        seen.append(follow(world, "exchange", [0.2] * 20)[-1])
        world.close()
    assert seen[0] > seen[1] > seen[2] > 0.2


def test_supply_never_exceeds_the_ordinary() -> None:
    world = make(
        facilitators__substitutes=[1.0] * len(FACILITATORS), facilitators__switching_days=[0.1] * len(FACILITATORS)
    )
    seen = follow(world, "hosting", [0.1, 0.9, 1.0, 0.5, 1.0, 0.0, 1.0])
    assert all(0.0 <= s <= 1.0 and math.isfinite(s) for s in seen)
    world.close()
