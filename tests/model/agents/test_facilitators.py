"""Facilitators: what is missing is substituted, in time, in part, and only while the channel is open."""

from __future__ import annotations

import math

import pytest

from sim.model.agents.facilitators.facilitator import Facilitator
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
from sim.model.market.geography import FACILITATORS
from sim.model.market.levers import FACILITATOR_SUPPLY
from tests.model.market.worlds import changed

CHANNEL = {"hosting": "rehost", "exchange": "pay_otherwise", "packaging": "resupply"}


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
    assert others == [1.0, 1.0]
    world.close()


@pytest.mark.parametrize("name", FACILITATORS)
def test_a_closed_channel_finds_none(name: str) -> None:
    world = make(**{f"channels__{CHANNEL[name]}": False})
    assert follow(world, name, [0.3] * 50) == [0.3] * 50
    world.close()


def test_each_channel_is_that_of_one_facilitator() -> None:
    for name, channel in CHANNEL.items():
        world = make(**{f"channels__{channel}": False})
        assert [f.open for f in world.facilitators] == [FACILITATORS[i] != name for i in range(3)]
        world.close()


def test_when_supply_is_back_substitutes_go_and_nothing_stays() -> None:
    world = make()
    follow(world, "packaging", [0.0] * 60)
    back = follow(world, "packaging", [1.0] * 2_000)
    assert set(back) == {1.0}
    assert world.state.substitutes.tolist() == [0.0, 0.0, 0.0] and world.facilitators[2].surcharge == 0.0
    world.close()


def test_concentrated_supply_is_replaced_more_slowly() -> None:
    seen = []
    for concentration in (0.05, 0.5, 1.0):
        world = make(facilitators__concentration=[concentration] * 3)
        seen.append(follow(world, "exchange", [0.2] * 20)[-1])
        world.close()
    assert seen[0] > seen[1] > seen[2] > 0.2


def test_supply_never_exceeds_the_ordinary() -> None:
    world = make(facilitators__substitutes=[1.0] * 3, facilitators__switching_days=[0.1] * 3)
    seen = follow(world, "hosting", [0.1, 0.9, 1.0, 0.5, 1.0, 0.0, 1.0])
    assert all(0.0 <= s <= 1.0 and math.isfinite(s) for s in seen)
    world.close()
