"""Arrests: of vendors, felt by those alike; of administrators, with the site; of moderators, who are replaced."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.acts.arrest import Arrest
from sim.model.acts.crowds import Vendors
from sim.model.acts.targets import Targets
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes
from sim.model.market.likeness import felt_of
from tests.model.market.worlds import CALM, changed

QUIET = {**CALM, "vendors__arrests": 0.0, "couriers__vendor_case": 0.0, "authorities__vendors": 0.0,
         "vendors__kind_replaces": [0.0] * 3, "vendors__entry": 0.0}  # fmt: skip


def make(**changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**QUIET, **changes}), buyers=4_000, days=200).run(20)


def struck(world: Ecosystem, act: Arrest) -> Ecosystem:
    """The day on which an act is carried out, before anything else is decided."""
    world.authority.carry_out(act, "a test")
    world.step()
    return world


def test_the_vendors_meant_are_arrested_today_and_lose_what_they_own() -> None:
    world = make()
    rows = Vendors("largest", count=3).choose(world)
    before = world.state.purses["authorities"]
    struck(world, Arrest(targets=Vendors("largest", count=3)))
    assert (world.state.vendors["state"][rows] == codes.ARRESTED).all()
    assert world.state.purses["authorities"] > before
    assert world.records.column("arrests_vendors")[-1] == 3 and world.state.balance() == 0
    groups = world.records.groups()
    origin = groups[(groups["kind"] == "origin") & (groups["day"] == world.day - 1)]
    assert origin["arrests"].sum() == 3
    world.close()


@pytest.mark.parametrize(("success", "expected"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_success_is_a_chance_and_certain_at_one(success: float, expected: float) -> None:
    world = make(vendors__opsec_usual=0.7)
    world.state.vendors["opsec"] = 0.7
    struck(world, Arrest(targets=Vendors(), success=success))
    share = world.records.column("arrests_vendors")[-1] / world.records.column("active_vendors")[-2]
    assert share == pytest.approx(expected, abs=0.12)
    world.close()


def test_those_alike_lie_low_for_what_is_told_and_it_fades() -> None:
    twin = make()
    worlds = {loud: twin.branch([]) for loud in (0.0, 1.0)}
    for loud, world in worlds.items():
        struck(world, Arrest(targets=Vendors("largest", count=10), publicity=loud))
    quiet, told = (world.state for world in worlds.values())
    assert (quiet.peers == told.peers).all() and quiet.peers.any()
    assert not quiet.watched.any() and (told.watched == told.peers).all()
    assert (told.markets["watched"] > 0).sum() == np.count_nonzero(told.markets["watched"]) > 0
    felt = told.watched.copy()
    worlds[1.0].run(95)
    assert told.watched == pytest.approx(felt * 0.5 ** (74 / 75.0))
    assert worlds[1.0].records.column("homebound").sum() > 0 == worlds[0.0].records.column("homebound").sum()
    withdrawn = [int((w.state.events["code"][: w.state.n_events] == codes.WITHDRAW).sum()) for w in worlds.values()]
    assert withdrawn[0] == 0 < withdrawn[1]
    for world in (twin, *worlds.values()):
        world.close()


def test_whoever_stays_at_home_sells_to_the_own_country_only() -> None:
    world = make(vendors__lie_low_home=100.0, vendors__lie_low_leave=0.0, buyers__loyalty=0.0)
    struck(world, Arrest(targets=Vendors("largest", count=20)))
    world.step()
    table = world.state.vendors
    orders = world.orders_today()
    homebound = table["homebound"][orders["vendor"]] == 1
    felt = felt_of(table[: world.state.n_vendors], world.state.watched)
    assert homebound.sum() > 10 and (felt[np.flatnonzero(table["homebound"][: world.state.n_vendors])] > 0).all()
    marketplace = homebound & (orders["flags"] & codes.DIRECT == 0)
    assert (orders["origin"][marketplace] == orders["home"][marketplace]).all()
    world.close()


def test_a_closed_way_lets_nobody_lie_low() -> None:
    world = make(ways__lie_low=False)
    struck(world, Arrest(targets=Vendors("largest", count=10)))
    assert world.state.peers.any() and not world.state.watched.any()
    world.close()


def test_certainty_is_felt_and_severity_and_speed_hardly() -> None:
    felt = {}
    for name, changes, count in (("usual", {}, 10), ("harsher", {"authorities__severity": 5.0}, 10),
                                 ("sooner", {"authorities__speed": 5.0}, 10), ("more", {}, 30)):  # fmt: skip
        world = struck(make(**changes), Arrest(targets=Vendors("random", count=count, kinds=("lone",))))
        felt[name] = float(world.state.peers.sum())
        world.close()
    assert 1.0 < felt["harsher"] / felt["usual"] < 1.1 and 1.0 <= felt["sooner"] / felt["usual"] < 1.02
    assert felt["more"] - felt["usual"] > 5.0 * (felt["harsher"] - felt["usual"]), "thrice as many against five times"


def test_an_administrator_is_taken_with_the_site() -> None:
    world = make(authorities__operator_arrest=0.0)
    row = Targets("largest").choose(world)[0]
    struck(world, Arrest(targets=Targets("largest"), role="administrators"))
    assert world.state.markets["state"][row] == codes.CLOSED and world.state.returning == []
    assert [e[1] for e in world.state.journal if e[2] == row][-2:] == ["close", "operator_arrest"]
    world.close()


def test_moderators_are_missed_until_they_are_replaced() -> None:
    world = make()
    row = Targets("largest").choose(world)[0]
    full = float(world.state.markets["dispute_full"][row])
    world.authority.carry_out(Arrest(targets=Targets("largest"), role="moderators", share=0.8))
    assert world.state.markets["dispute"][row] < 0.5 * full
    world.run(world.day + 10)
    some = float(world.state.markets["staff"][row])
    assert 0.4 < some < 0.7 and world.state.markets["state"][row] == codes.OPEN
    world.run(world.day + 30)
    assert some < world.state.markets["staff"][row] < 0.9, "a third is replaced in a third of the mean time"
    world.close()


def test_a_count_of_the_real_ecosystem_is_brought_to_the_size_of_the_world() -> None:
    world = make(authorities__vendors=5_000.0)
    n = world.constants.n_vendors
    found = [len(Vendors("largest", count=100, real=True).choose(world, luck << 16)) for luck in range(400)]
    expected = 100 * n / 5_000
    assert np.mean(found) == pytest.approx(expected, rel=0.05)
    assert set(found) <= {int(expected), int(expected) + 1}
    assert Vendors("largest", count=1, real=True).stands_for(world) == pytest.approx(5_000 / n)
    assert len(Vendors("largest", count=7).choose(world)) == 7
    world.close()


def test_kinds_can_be_meant() -> None:
    world = make()
    rows = Vendors(kinds=("organised",)).choose(world)
    assert rows and set(world.state.vendors["kind"][rows].tolist()) == {codes.ORGANISED}
    world.close()
