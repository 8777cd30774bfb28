"""Administrators: who opens, who leaves with the escrow, who is hacked, who hardens, who gives up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.model.agents.administrators import phase
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.licensing import Licensing
from sim.model.market import codes
from sim.model.market.geography import FACILITATORS
from tests.model.market.worlds import CALM, changed

MANY = [1.0] * 300
STEADY = {**CALM, "administrators__initial_shares": MANY}


def decide(world: Ecosystem, days: int) -> dict[str, list[int]]:
    """Let the administrators decide, and nobody else, for some days; return rows closed by cause."""
    world.levers.apply([])
    for _ in range(days):
        phase.run(world)
        world.state.day += 1
    closed: dict[str, list[int]] = {}
    for _, event, row, _, cause, _ in world.state.journal:
        if event == "close":
            closed.setdefault(cause, []).append(row)
    return closed


def make(buyers: int = 300, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**STEADY, **changes}), buyers=buyers, days=2_000)


# opening


@pytest.mark.parametrize("row", [0, 17])
def test_what_an_administrator_is_like_stays_within_its_parameters(row: int) -> None:
    world = make(administrators__commission_low=0.04, administrators__commission_high=0.05)
    markets = world.state.markets[: world.state.n_markets]
    assert len(markets) == 300 == len(world.administrators())
    assert ((markets["commission"] >= 0.04) & (markets["commission"] <= 0.05)).all()
    assert (markets["opened"] <= 0).all() and (markets["state"] == codes.OPEN).all()
    administrator = world.administrators()[row]
    assert administrator.name == f"market-{row + 1}" and administrator.is_open
    assert administrator.market == markets[row]
    share = markets["early_allowed"].mean()
    assert share == pytest.approx(world.parameters.administrators.early_allowed, abs=0.1)
    world.close()


def openings(unserved: float, **changes: object) -> int:
    world = make(**{"administrators__openings": 100.0, "administrators__developers": 100,
                    "administrators__build_days": 1.0, **changes})  # fmt: skip
    world.state.unserved = unserved
    decide(world, 200)
    opened = sum(e[1] == "open" for e in world.state.journal)
    assert opened == world.state.n_markets - 300 == len(world.administrators()) - 300
    world.close()
    return opened


def test_unserved_demand_draws_openings_while_the_channel_is_open() -> None:
    quiet, wanted = openings(0.0), openings(0.2)
    assert 20 < quiet < 100 and wanted > 1.5 * quiet
    assert openings(0.2, ways__open=False) == quiet
    assert openings(0.2, administrators__openings=0.0) == 0


def test_developers_limit_how_many_are_built_at_once() -> None:
    world = make(administrators__openings=365.0, administrators__developers=3, administrators__build_days=1_000.0)
    for _ in range(60):
        decide(world, 1)
        assert len(world.state.building) <= 3
    assert len(world.state.building) == 3
    world.close()


def test_nobody_opens_without_hosting() -> None:
    none = Licensing(start=0, ramp=0, facilitator="hosting", coverage=1.0, enforcement=1.0)
    parameters = changed(
        **{
            **STEADY,
            "administrators__openings": 300.0,
            "ways__rehost": False,
            "facilitators__awareness": [1.0] * len(FACILITATORS),
        }
    )
    world = Ecosystem(parameters, buyers=300, days=100, interventions=[none]).run()
    assert not any(e[1] == "open" for e in world.state.journal) and world.state.building == []
    world.close()


# leaving


def test_an_exit_scam_pays_when_the_escrow_is_worth_more_than_the_future() -> None:
    """With no spread of temptation the rule is exact."""
    world = make(administrators__temptation_spread=0.0, administrators__integrity=2.0)
    m, par = world.state.markets[:300], world.parameters.administrators
    m["opened"] = -10
    m["revenue"], m["orders"] = 500.0, 5.0
    future = m["revenue"] * m["commission"] / (m["discount"] + par.felt_hazard) * m["integrity"]
    tempted = np.arange(300) % 2 == 0
    m["escrow"] = np.where(tempted, 1.01, 0.99) * future * 100.0
    closed = decide(world, 7)
    assert set(closed) == {"exit_scam"} and sorted(closed["exit_scam"]) == np.flatnonzero(tempted).tolist()
    assert (m["wealth"][tempted] > 0).all() and (m["escrow"][tempted] == 0).all() and (m["wealth"][~tempted] == 0).all()
    # what is far off counts less when arrest is feared
    world.state.news[codes.ALARM] = 1.0
    assert len(decide(world, 7)["exit_scam"]) == 300
    world.close()


def test_no_escrow_no_scam() -> None:
    world = make(administrators__integrity=0.01)
    world.state.markets["escrow"] = 0
    assert decide(world, 30) == {}
    world.close()


def test_the_young_and_the_insecure_are_hacked_more() -> None:
    world = make(administrators__hack=0.01, administrators__hack_young=10.0, administrators__hack_returns=0.0)
    m = world.state.markets[:300]
    young, insecure = np.arange(300) % 2 == 0, np.arange(300) % 3 == 0
    m["opened"] = np.where(young, 0, -3_000)
    m["security"] = np.where(insecure, 0.5, 1.0)
    closed = decide(world, 20)
    hacked = np.zeros(300, dtype=bool)
    hacked[closed.pop("hack")] = True
    assert closed == {} and not hacked[~insecure].any()
    assert hacked[young & insecure].sum() > 2 * max(hacked[~young & insecure].sum(), 1)
    world.close()


def test_raids_come_to_the_old_and_the_large() -> None:
    world = make(authorities__raids=0.02, authorities__raid_onset=300.0)
    m = world.state.markets[:300]
    old = np.arange(300) % 2 == 0
    m["opened"] = np.where(old, -3_000, 0)
    m["orders"] = np.where(np.arange(300) % 3 == 0, 1_000.0, 1.0)
    raided = np.zeros(300, dtype=bool)
    raided[decide(world, 15)["seizure"]] = True
    assert not raided[~old].any()
    large = m["cause"] == codes.SEIZURE
    assert (large == raided).all()
    big = old & (np.arange(300) % 3 == 0)
    assert raided[big].mean() > 1.2 * raided[old & ~big].mean()
    world.close()


def test_who_does_not_earn_gives_up_after_a_while() -> None:
    parameters = {
        "administrators__running_cost": 1.0,
        "administrators__give_up": 0.2,
        "administrators__initial_shares": [1.0] * 40,
    }
    world = make(**parameters)
    world.run(40)
    assert len(world.state.rows(codes.OPEN)) == 40
    world.run(90)
    causes = {e[4] for e in world.state.journal if e[1] == "close"}
    assert causes == {"voluntary"} and len(world.state.rows(codes.OPEN)) < 5
    world.close()


def test_retiring_grows_with_age() -> None:
    world = make(administrators__retire=0.01, administrators__ageing=3.0)
    m = world.state.markets[:300]
    old = np.arange(300) % 2 == 0
    m["opened"] = np.where(old, -365 * 4, 0)
    gone = np.zeros(300, dtype=bool)
    gone[decide(world, 20)["voluntary"]] = True
    assert gone[old].sum() > 2 * gone[~old].sum() > 0
    assert (m["state"][gone] == codes.WINDING).all()
    world.close()


# hardening


def admissions(world: Ecosystem) -> np.ndarray:
    return world.state.markets["admission"][:300].copy()


def test_a_loud_seizure_tightens_admission_step_by_step() -> None:
    world = make(administrators__harden=1.0)
    seen = [admissions(world)]
    assert set(seen[0]) == {codes.FREE, codes.BOND}
    for _ in range(3):
        world.authority.tell_administrators(1.0)
        seen.append(admissions(world))
    assert all((b == np.minimum(a + 1, codes.INVITATION)).all() for a, b in itertools.pairwise(seen))
    assert (seen[-1] == codes.INVITATION).all()
    world.close()


@pytest.mark.parametrize(("publicity", "harden", "channel"), [(0.0, 1.0, True), (1.0, 0.0, True), (1.0, 1.0, False)])
def test_nobody_hardens_without_reason(publicity: float, harden: float, channel: bool) -> None:
    world = make(administrators__harden=harden, ways__harden=channel)
    before = admissions(world)
    world.authority.tell_administrators(publicity)
    assert (admissions(world) == before).all()
    world.close()


def test_the_chance_to_harden_follows_publicity() -> None:
    world = make(administrators__harden=0.8)
    before = admissions(world)
    world.authority.tell_administrators(0.5)
    assert (admissions(world) > before).mean() == pytest.approx(0.4, abs=0.1)
    world.close()


def test_admission_is_relaxed_when_things_are_quiet() -> None:
    quiet, alarmed = make(), make()
    alarmed.state.news[codes.ALARM] = 0.5
    for world in (quiet, alarmed):
        world.state.markets["admission"][:300] = codes.INVITATION
        decide(world, 200)
    assert (admissions(alarmed) == codes.INVITATION).all()
    relaxed = (admissions(quiet) == codes.BOND).mean()
    assert 0.5 < relaxed < 1.0 and (admissions(quiet) != codes.FREE).all()
    for world in (quiet, alarmed):
        world.close()


def test_closed_marketplaces_do_not_harden() -> None:
    world = make(administrators__harden=1.0)
    world.state.markets["state"][:100] = codes.CLOSED
    before = admissions(world)
    world.authority.tell_administrators(1.0)
    assert (admissions(world)[:100] == before[:100]).all() and (admissions(world)[100:] != before[100:]).any()
    world.close()


# running


def test_orders_paid_early_are_where_it_is_allowed() -> None:
    parameters = changed(
        **{**CALM, "vendors__early_sales": 2.0, "vendors__early_share": 1.0, "administrators__early_allowed": 0.5}
    )
    world = Ecosystem(parameters, buyers=2_000, days=40)
    seen: list[int] = []
    while world.day < 40:
        world.step()
        today = world.orders_today()
        seen += today["market"][(today["flags"] & codes.EARLY) != 0].tolist()
    assert len(seen) > 20 and (world.state.markets["early_allowed"][seen] == 1).all()
    assert 0 in world.state.markets["early_allowed"][: world.state.n_markets]
    world.close()


def test_capacity_grows_no_faster_than_it_can() -> None:
    world = Ecosystem(changed(**CALM), buyers=2_000, days=80, seed=2).run(30)
    world.state.markets["state"][0] = codes.CLOSED
    world.state.markets["closed"][0] = 30
    growth = world.parameters.administrators.growth
    grown = 0
    while world.day < 80:
        before = world.state.markets["capacity"].copy()
        world.step()
        after = world.state.markets["capacity"]
        assert (after <= before * (1.0 + growth) * (1 + 1e-12)).all()
        grown += int(np.count_nonzero(after > before))
    assert grown > 0
    world.close()


def test_the_old_reckon_with_arrest_and_leave_sooner() -> None:
    """The same escrow and trade: who has run it for five years takes it, who began last week does not."""
    world = make(administrators__temptation_spread=0.0, administrators__integrity=2.0, administrators__ageing=3.0)
    m, par = world.state.markets[:300], world.parameters.administrators
    old = np.arange(300) % 2 == 0
    m["opened"] = np.where(old, -365 * 5, -10)
    m["revenue"], m["orders"] = 500.0, 5.0
    young = m["revenue"] * m["commission"] / (m["discount"] + par.felt_hazard) * m["integrity"]
    m["escrow"] = 0.99 * young * 100.0
    assert sorted(decide(world, 7)["exit_scam"]) == np.flatnonzero(old).tolist()
    world.close()


def test_a_rating_follows_how_orders_end() -> None:
    said = {}
    for quality in (0.0, 1.0):
        parameters = changed(**CALM, vendors__quality=quality, buyers__stop_disappointed=0.0)
        world = Ecosystem(parameters, buyers=2_000, days=60)
        row = int(np.argmax(world.state.markets["orders"]))
        world.run()
        said[quality] = float(world.state.markets["rating"][row])
        world.close()
    assert said[0.0] < 0.75 and said[1.0] > 0.9


def test_moderators_are_overworked_in_a_rush() -> None:
    world = Ecosystem(changed(**CALM), buyers=2_000, days=60).run(30)
    m = world.state.markets
    row = int(np.argmax(m["orders"][: world.state.n_markets]))
    m["usual"][row] = m["orders"][row] / 10.0
    world.step()
    load = m["orders"][row] / m["usual"][row]
    slack = world.parameters.administrators.moderation_slack
    assert load > 2 * slack and m["dispute"][row] == pytest.approx(m["dispute_full"][row] * slack / load)
    calm = (m["usual"] > 0) & (m["orders"] < slack * m["usual"]) & (m["state"] == codes.OPEN)
    assert calm.any() and (m["dispute"][calm] == m["dispute_full"][calm]).all()
    world.close()


def test_strict_admission_draws_fewer_vendors() -> None:
    world = Ecosystem(changed(**CALM, administrators__initial_shares=[1.0] * 3), buyers=500, days=10).run(1)
    m = world.state.markets[:3]
    m["orders"], m["rating"], m["offline_until"] = 5.0, 0.9, -1
    m["admission"] = codes.FREE, codes.BOND, codes.INVITATION
    world.step()
    pull = np.diff(world.work.pull)
    assert pull / pull[0] == pytest.approx([1.0, 0.85, 0.6])
    world.close()
