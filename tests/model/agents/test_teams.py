"""Special teams: what opens a case, who works on it, and that a line that is empty is worked off by nobody faster."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.authorities.teams import open_cases, purchased, work, work_off
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes, counters
from sim.model.market.case_load import PUT_DOWN, waiting
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import POWERS, TEAMS
from tests.model.market.worlds import CALM, changed

QUIET = {**CALM, "vendors__arrests": 0.0, "couriers__vendor_case": 0.0, "authorities__vendors": 0.0}


def make(teams: float = 0.0, powers: float = 1.0, buyers: int = 4_000, **changes: object) -> Ecosystem:
    """A world in which nobody is arrested but by teams, so many in each country."""
    world = Ecosystem(changed(**{**QUIET, **changes}), buyers=buyers, days=200)
    world.levers.set_base(TEAMS, teams)
    world.levers.set_base(POWERS, powers)
    return world


def arrests(world: Ecosystem) -> int:
    return int(world.records.column("arrests_vendors").sum())


def test_no_teams_no_cases() -> None:
    world = make().run(60)
    world.state.vendors["arrest_on"][:5] = 190
    world.run(70)
    assert world.state.cases == {} and world.records.column("cases_opened").sum() == arrests(world) == 0
    world.close()


def test_without_powers_nothing_is_bought_and_without_seized_parcels_nothing_is_left() -> None:
    for powers, link, expected in ((0.0, 0.0, False), (1.0, 0.0, True), (0.0, 0.01, True)):
        world = make(1.0, powers, authorities__parcel_link=link).run(40)
        assert (world.records.column("cases_opened").sum() > 0) == expected, (powers, link)
        world.close()


def test_teams_work_on_vendors_of_their_countries_only() -> None:
    world = make(0.0)
    here = COUNTRIES.index("US")
    world.levers[TEAMS][here] = 5.0
    for _ in range(40):
        open_cases(world)
        world.state.day += 1
    assert world.state.cases and set(world.state.vendors["home"][list(world.state.cases)].tolist()) == {here}
    world.close()


def test_those_who_sell_more_are_found_sooner_as_far_as_the_law_allows() -> None:
    world = make(1.0, 0.5)
    rows = np.arange(world.state.n_vendors)
    chance, trade = purchased(world, rows), world.state.vendors["sales"][rows]
    assert np.corrcoef(chance, trade)[0, 1] > 0.99
    world.levers.set_base(POWERS, 1.0)
    assert purchased(world, rows) == pytest.approx(2.0 * chance)
    assert purchased(world, rows).sum() == pytest.approx(
        world.levers[TEAMS].sum() * world.parameters.authorities.purchases / 365.0
    )
    world.close()


def test_parcels_of_one_vendor_tell_more_together() -> None:
    """Two parcels at once are four times one; once compared, they are compared no more."""
    found = []
    for parcels in (1, 2, 4):
        world = make(0.001, 0.0, buyers=60_000, authorities__parcel_link=0.004, vendors__opsec_usual=0.7)
        world.state.vendors["opsec"], world.state.vendors["seized"] = 0.7, parcels
        open_cases(world)
        found.append(len(world.state.cases) / world.state.n_active)
        again = len(world.state.cases)
        open_cases(world)
        assert len(world.state.cases) == again
        world.close()
    assert found == pytest.approx([0.004, 0.016, 0.062], rel=0.35)


def test_seized_parcels_are_kept_count_of() -> None:
    world = make().run(60)
    counted = int(world.state.vendors["seized"][: world.state.n_vendors].sum())
    again = int(world.records.column("reshipped").sum())
    seized = int(world.records.column("parcels_seized").sum())
    assert 0 < counted <= seized <= counted + again
    world.close()


def test_a_case_takes_work_and_time_and_the_oldest_comes_first() -> None:
    world = make(1.0 / len(COUNTRIES), authorities__case_work=4.0, authorities__case_days=10.0,
                 authorities__case_solved=1.0)  # fmt: skip
    state = world.state
    for row in (3, 1, 2):
        state.cases[row] = (state.day, 4.0)
    solved = {}
    for _ in range(16):
        work_off(world)
        for row in {3, 1, 2} - set(state.cases) - set(solved):
            solved[row] = state.day
        state.day += 1
    assert solved == {3: 10, 1: 10, 2: 11}
    assert all(state.vendors["arrest_on"][row] == day for row, day in solved.items())
    world.close()


def test_what_comes_to_nothing_is_put_down_and_not_followed_again() -> None:
    world = make(1.0, 0.0, authorities__case_solved=0.0, authorities__case_days=0.0, authorities__parcel_link=0.0)
    world.state.vendors["arrest_on"][5] = 150  # a lead
    for _ in range(5):
        open_cases(world)
        work_off(world)
        world.state.day += 1
    assert world.state.cases == {5: (0, PUT_DOWN)} and waiting(world.state) == 0
    assert world.work.counts[counters.CASES_OPENED] == world.work.counts[counters.CASES_DROPPED] == 1
    world.close()


def test_cases_lapse_with_the_teams() -> None:
    world = make(1.0)
    world.state.cases[1] = (0, 5.0)
    world.levers.set_base(TEAMS, 0.0)
    work(world)
    assert world.state.cases == {}
    world.close()


def test_more_teams_do_not_arrest_more_where_the_line_is_empty() -> None:
    """Leads only, few of them: who has nothing to work on finds nobody."""
    few = {"authorities__parcel_link": 0.0, "authorities__case_days": 5.0, "authorities__case_solved": 1.0}
    found = {}
    for leads, teams in ((6, 20.0), (6, 40.0), (60, 0.2), (60, 0.4)):
        world = make(teams, 0.0, authorities__case_work=20.0, vendors__kind_replaces=[0.0] * 3,
                     vendors__opsec_usual=0.0, vendors__opsec=0.0, vendors__kind_opsec=[0.0] * 3, **few)  # fmt: skip
        world.state.vendors["arrest_on"][:leads] = 10_000
        found[leads, teams] = arrests(world.run(40))
        world.close()
    assert 0 < found[6, 20.0] == found[6, 40.0] <= 6
    assert found[60, 0.4] > 1.5 * found[60, 0.2] > 0


def test_a_case_ends_when_its_vendor_has_gone() -> None:
    world = make(0.1)
    world.state.cases[2] = (0, 5.0)
    world.state.vendors["state"][2] = codes.RETIRED
    work_off(world)
    assert 2 not in world.state.cases
    world.close()
