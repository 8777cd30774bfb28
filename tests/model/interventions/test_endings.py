"""When a barrier ends: levers are back exactly, other barriers stay in force, and its effect fades."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Levers
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.ddos import Ddos
from sim.model.interventions.demand_shock import DemandShock
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.registry import catalogue
from sim.model.market.geography import FACILITATORS
from sim.model.market.levers import CATALOGUE
from tests.model.market.worlds import CALM, changed, pairs, ratio

START = 40


def lever_values(world: Ecosystem) -> list[bytes]:
    return [world.levers[lever].tobytes() for lever in CATALOGUE]


def base(world: Ecosystem) -> list[bytes]:
    """What levers are without any barrier."""
    return lever_values(Ecosystem(world.parameters, buyers=100, days=1))


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_when_a_barrier_ends_levers_are_back_exactly(name: str) -> None:
    barrier = catalogue()[name](start=10, duration=7, ramp=3)
    world = Ecosystem(changed(**CALM), buyers=300, days=40, interventions=[barrier]).run(10)
    untouched = base(world)
    moved = set()
    while world.day < 40:
        world.step()
        moved |= {world.day - 1} if lever_values(world) != untouched else set()
    world.close()
    expects = bool(list(barrier.modifiers(Today(day=10, strength=1.0, first=True, elapsed=0, wave=0))))
    assert moved == (set(range(10, 17)) if expects else set())


def test_when_overlapping_barriers_end_the_others_stay() -> None:
    long = {
        "inspection": PostalInspection(start=10, duration=30, share=0.3),
        "demand": DemandShock(start=5, duration=40),
    }
    short = {
        "more": PostalInspection(start=15, duration=10, share=0.4, countries=["NL"]),
        "less": DemandShock(start=20, duration=10, factor=0.3),
        "exchange": Licensing(start=12, duration=15),
    }
    both, only = (Ecosystem(changed(**CALM), buyers=200, days=60, interventions=b) for b in (long | short, long))
    untouched = base(both)
    while both.day < 60:
        both.step(), only.step()
        day, same = both.day - 1, lever_values(both) == lever_values(only)
        assert same == (not 12 <= day < 30)
        assert (lever_values(both) == untouched) == (not 5 <= day < 45)
    both.close(), only.close()


@pytest.mark.parametrize(("barrier", "column", "risen"), [
    (PostalInspection(start=START, duration=25, share=0.6, capacity=4.0), "parcels_seized", True),
    (Licensing(start=START, duration=25, ramp=0, coverage=1.0, enforcement=0.8), "orders", False),
    (Ddos(start=START, days=25), "turned_away", True),
    (DemandShock(start=START, duration=25, factor=0.4), "wishes", False),
    (DemandShock(start=START, duration=25, factor=2.0), "wishes", True),
], ids=["inspection", "licensing", "ddos", "less demand", "more demand"])  # fmt: skip
def test_when_a_barrier_ends_its_effect_fades(barrier: Intervention, column: str, risen: bool) -> None:
    found = pairs([barrier], days=START + 175, replicates=4)

    def gap(first: int, last: int) -> float:
        return abs(float(np.log(ratio(found, column, first, last))))

    assert (ratio(found, column, 2, 20) > 1.2) == risen
    assert gap(2, 20) > 0.2 and gap(115, 175) < 0.5 * gap(2, 20)
    supply = [p.struck.records.column(f)[-1] for p in found for f in FACILITATORS]
    assert min(supply) == 1.0


def test_levers_of_a_world_are_made_from_the_catalogue() -> None:
    levers = Ecosystem(buyers=100, days=1).levers
    assert isinstance(levers, Levers) and all(np.isfinite(levers[lever]).all() for lever in CATALOGUE)
