"""The trade of a day compiled as one is the trade of its phases, one after another."""

from __future__ import annotations

import pytest

from sim.model.ecosystem import SCHEDULE, Ecosystem
from sim.model.interventions.base import Intervention, inside
from sim.model.trade import trade_day
from tests.model.market.worlds import CALM, changed, differences


def by_phases(world: Ecosystem) -> Ecosystem:
    """Run a world to its end phase by phase, as one with several threads does."""
    while world.day < world.days:
        for phase in SCHEDULE:
            phase.run(world)
        world.state.day += 1
    return world


@pytest.mark.parametrize("barriers", [[], ["takedown"], ["demand_shock"], ["call_to_action", "account_blocking"]])
def test_the_trade_is_that_of_the_phases(barriers: list[str]) -> None:
    """Also where demand leaps, so that there is no room for the orders of a day."""
    known = inside()
    leap = {"demand_shock": {"factor": 10.0}}

    def world() -> Ecosystem:
        ordered: list[Intervention] = [known[name](start=15, **leap.get(name, {})) for name in barriers]
        return Ecosystem(changed(**CALM), buyers=800, days=40, interventions=ordered, seed=7)

    at_once, one_by_one = world().run(), by_phases(world())
    assert differences(at_once, one_by_one) == []
    if barriers == ["demand_shock"]:
        assert len(at_once.work.orders) > 64, "there was room for more than one begins with"
    at_once.close(), one_by_one.close()


def test_whole_numbers_ask_for_no_other_code() -> None:
    """Code that fits other types would be compiled for long."""
    whole = {"news__alarm_half_life": 30, "news__seen_days": 60, "partners__learning": 0, "partners__change_sites": 1,
             "street__price": 1, "administrators__running_cost": 1}  # fmt: skip
    Ecosystem(changed(**CALM), buyers=300, days=5).run().close()
    before = len(trade_day.overloads)
    Ecosystem(changed(**CALM, **whole), buyers=300, days=5).run().close()
    assert len(trade_day.overloads) == before == 1
