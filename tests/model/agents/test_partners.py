"""Partners: what they see, know, tell and forget; what is ordinary is in ordinary arrests and changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.partners.keeping_up import agree, keep_up, strength
from sim.model.agents.partners.recognising import awareness, beyond_usual, by_partner
from sim.model.agents.partners.seeing import follow, run, see
from sim.model.agents.partners.showing import BY_INCOME, SHOWING
from sim.model.catalogue.partners import PARTNERS, rows_of
from sim.model.catalogue.signals import ROWS, SIGNALS, VENDORS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
from sim.model.market import codes, counters
from sim.model.market.geography import CHANNELS, COUNTRIES
from sim.model.market.knowledge import HALF, aged, ahead_of_usual, detection, pace, trailing
from sim.model.market.levers import COORDINATED, DETECTION, LEARNING, RIGHT, SHARED, SHARING, TAUGHT
from sim.model.market.opsec import identifiable_rows
from tests.model.market.worlds import CALM, changed

LOUD = {"partners__signals": dict.fromkeys(SIGNALS, 0.1), "partners__lead_opens": 1.0}


def make(buyers: int = 1_500, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=300).run(40)


def shared(world: Ecosystem, amount: float = 0.9) -> Ecosystem:
    world.levers.apply([Modifier(SHARED, amount), Modifier(SHARING, 100.0)])
    return world


def seen(world: Ecosystem) -> list[tuple[int, int, int]]:
    see(world)
    return world.state.shared


def test_what_is_ordinary_is_not_counted_again() -> None:
    world = make(**LOUD)
    assert not beyond_usual(world).any() and not beyond_usual(world, abroad=True).any()
    run(world)
    assert world.state.shared == []
    assert detection(world) is world.levers[DETECTION]
    world.close()


def test_nobody_aware_or_nobody_who_may_tell_means_no_leads() -> None:
    """Nor does more sharing where all was shared before, or where there is no signal."""
    nobody, all_of_it, none = dict.fromkeys(PARTNERS, 0.0), dict.fromkeys(PARTNERS, 1.0), dict.fromkeys(SIGNALS, 0.0)
    without = ({"awareness": nobody}, {"right": nobody}, {"shares": all_of_it}, {"signals": none})
    for changes, expected in (*((each, 0) for each in without), ({}, 1)):
        world = shared(make(**{**LOUD, **{f"partners__{name}": value for name, value in changes.items()}}))
        assert min(len(seen(world)), 1) == expected, changes
        world.close()


@pytest.mark.parametrize("row", ROWS, ids=SIGNALS)
def test_each_signal_is_seen_by_its_partners_only(row) -> None:
    for who, expected in ((row.seen_by, True), (tuple(set(PARTNERS) - set(row.seen_by)), False)):
        aware = {name: float(name in who) for name in PARTNERS}
        world = make(**{**LOUD, "partners__awareness": aware}, institutions__cash_out=0.0)
        world.state.vendors["profit"][: world.state.n_vendors] = 500.0
        world.state.vendors["sales"][: world.state.n_vendors] = 9.0
        world.state.vendors["kind"][: world.state.n_vendors] = codes.ORGANISED
        world.state.markets["revenue"][: world.state.n_markets] = 1e5
        shared(world)
        for _ in range(30):
            see(world)
            world.state.day += 1
        assert (SIGNALS.index(row.name) in [lead[1] for lead in world.state.shared]) == expected
        world.close()


def test_who_earns_and_ships_more_shows_more() -> None:
    world = make()
    rows = np.arange(8)
    world.state.vendors["profit"][:8] = np.linspace(0.0, 400.0, 8)
    world.state.vendors["sales"][:8] = np.linspace(0.1, 20.0, 8)
    world.state.vendors["kind"][:8], world.state.vendors["scope"][:8] = codes.ORGANISED, codes.WORLDWIDE
    world.state.vendors["homebound"][:8], world.state.vendors["home"][:8] = 0, 0
    for row in ROWS:
        if row.source == VENDORS:
            shown = SHOWING[row.grows_with](world, rows)
            assert (np.diff(shown) >= 0).all() and shown[-1] > shown[0] >= 0.0, row.name
    world.close()


def test_ordinary_signals_are_of_the_order_of_ordinary_arrests() -> None:
    """B44: 0.005 to 0.06 arrests a year of an active vendor; all rates together, as they are by default."""
    world = Ecosystem(buyers=4_000, days=200).run(200)
    state, par = world.state, world.parameters.partners
    rows = np.flatnonzero(state.vendors["state"][: state.n_vendors] == codes.TRADING)
    told = by_partner(par.awareness) * by_partner(par.right) * by_partner(par.shares)
    total = 0.0
    for row in ROWS:
        if row.source == VENDORS:
            by = told[[PARTNERS.index(name) for name in row.seen_by]].sum() * (par.online if row.online else 1.0)
            shown = SHOWING[row.grows_with](world, rows) * identifiable_rows(world, rows)
            total += 365.0 * par.lead_opens * par.signals[row.name] * by * float(shown.mean())
    assert 0.005 <= total <= 0.06
    world.close()


def test_what_is_left_online_is_seen_less() -> None:
    share = {}
    for online in (0.0, 0.25, 1.0):
        world = shared(make(**LOUD, partners__online=online))
        for _ in range(20):
            see(world)
            world.state.day += 1
        share[online] = np.mean([ROWS[lead[1]].online for lead in world.state.shared])
        world.close()
    assert 0.0 == share[0.0] < share[0.25] < share[1.0]


def test_what_is_seen_abroad_needs_two_countries_that_share() -> None:
    world = make()
    here = COUNTRIES.index("NL")
    alone = [Modifier(SHARED, 0.9, {"country": ("NL",)})]
    world.levers.apply(alone)
    one = beyond_usual(world, abroad=True)[:, here].copy()
    world.levers.apply([Modifier(SHARED, 0.9)])
    assert (beyond_usual(world, abroad=True)[:, here] > 2.0 * one).all()
    world.levers.apply(alone)
    assert not np.delete(beyond_usual(world), here, axis=1).any()
    world.close()


def test_a_lead_waits_until_it_is_told_and_is_then_worked_off() -> None:
    world = make(**LOUD, vendors__arrests=0.0, couriers__vendor_case=0.0, authorities__lead_delay=1.0)
    state = world.state
    state.vendors["arrest_on"][: state.n_vendors] = -1
    leads = [lead for lead in seen(shared(world)) if ROWS[lead[1]].source == VENDORS]
    vendor = leads[0][2]
    state.shared = [(state.day + 2, leads[0][1], vendor)]
    follow(world)
    assert state.vendors["arrest_on"][vendor] == -1
    state.day += 2
    follow(world)
    assert state.vendors["arrest_on"][vendor] > state.day and state.shared == []
    assert world.work.counts[counters.SHARED] == 1 == world.work.counts[counters.BY_SIGNAL + leads[0][1]]
    assert state.journal[-1][1:] == ("signal", -1, vendor, SIGNALS[leads[0][1]], 0.0)
    state.vendors["state"][vendor] = codes.RETIRED
    state.shared = [(state.day, leads[0][1], vendor)]
    follow(world)
    assert world.work.counts[counters.SHARED] == 1
    world.close()


def test_a_lead_on_an_administrator_ends_in_a_raid() -> None:
    world = make()
    site = int(world.state.rows(codes.OPEN)[0])
    world.state.shared = [(world.state.day, SIGNALS.index("administrator_income"), site)]
    follow(world)
    assert world.state.markets["state"][site] == codes.CLOSED
    assert world.state.markets["cause"][site] == codes.SEIZURE
    world.close()


def test_what_was_taught_leaves_with_staff_and_is_outdated_by_new_ways() -> None:
    world = make(partners__awareness_half_life=50.0, partners__outdated=1.0)
    state, customs = world.state, PARTNERS.index("customs")
    world.levers.apply([Modifier(TAUGHT, 0.05, {"partner": ("customs",)})])
    usual, state.change = awareness(world).copy(), 0.0
    for _ in range(200):
        keep_up(world)
    taught = state.taught[customs, 0]
    assert 0.7 < taught < 0.8 and not np.delete(state.taught, customs, axis=0).any()
    assert (awareness(world)[customs] > usual[customs]).all()
    world.levers.apply([])
    for _ in range(50):
        keep_up(world)
    assert state.taught[customs, 0] == pytest.approx(taught / 2)
    state.change = 0.5
    keep_up(world)
    assert state.taught[customs, 0] == pytest.approx(taught / 4 * 0.5 ** (1 / 50))
    world.close()


def test_parcels_are_recognised_by_those_who_were_taught_where_they_examine() -> None:
    world = make()
    world.state.taught[PARTNERS.index("customs")], world.state.educated = 1.0, True
    better = detection(world)
    usual = world.levers[DETECTION]
    for channel, abroad in (("intra_eu_post", True), ("extra_eu_post", True), ("domestic_post", False)):
        row = CHANNELS.index(channel)
        expected = 1.0 - (1.0 - usual[row]) * (1.0 - world.parameters.partners.skill * abroad)
        assert better[row] == pytest.approx(expected)
    world.close()


def test_commitment_fades_unless_a_coordinator_renews_it() -> None:
    world = make(partners__commitment_half_life=10.0)
    police = rows_of(("police",))
    agree(world, ("police",))
    world.run(world.day + 10)
    assert world.state.commitment[police] == pytest.approx(0.5)
    assert strength(world, ("police",), joint=True) == pytest.approx(0.5)
    assert strength(world, ("police",), joint=False) == 1.0 == strength(world, ("a legislator",), joint=True)
    world.levers.apply([Modifier(COORDINATED, 0.5)])
    for _ in range(30):
        keep_up(world)
    assert strength(world, ("police",), joint=True) > 0.9
    world.close()


def test_a_barrier_is_as_strong_as_the_partners_it_names() -> None:
    poor = {**dict.fromkeys(PARTNERS, 1.0), "customs": 0.0}
    world = make(partners__competence=poor)
    assert strength(world, ("customs",), joint=False) == 0.0
    assert strength(world, ("customs", "post"), joint=False) == 0.5
    assert strength(world, ("hosting providers",), joint=False) == 1.0
    world.close()


def trail(world: Ecosystem) -> float:
    return float(trailing(world.state.known, pace(world)))


def test_offenders_change_and_authorities_learn() -> None:
    assert aged(0.5, 0.0, 0.2) == 0.4 and aged(0.0, 0.1, 0.0) == 0.1 and aged(0.8, 1.0, 0.5) == 1.0
    world = make()
    state = world.state
    assert ahead_of_usual(state) == 1.0 and state.known == state.known_usual
    state.known = HALF
    assert trail(world) == 0.0
    state.known = 0.25
    behind = trail(world)
    known = state.known
    for _ in range(int(round(behind))):
        known = aged(known, pace(world), 0.0)
    assert known == pytest.approx(HALF, abs=pace(world))
    world.levers.apply([Modifier(LEARNING, 0.1)])
    assert 0.0 < trail(world) < behind / 10
    state.known = 1.5 * state.known_usual
    assert (detection(world) > world.levers[DETECTION]).all()
    world.close()


def test_a_site_that_closes_outdates_what_is_known() -> None:
    world = make()
    twin = world.branch({})
    world.state.markets["closed"][int(world.state.rows(codes.OPEN)[0])] = world.day
    world.state.markets["state"][int(world.state.rows(codes.OPEN)[0])] = codes.CLOSED
    world.step()
    twin.step()
    assert world.state.change > twin.state.change + 0.01 and world.state.known < twin.state.known
    for each in (world, twin):
        each.close()


def test_the_law_lets_partners_tell_more() -> None:
    world = make()
    world.levers.apply([Modifier(RIGHT, 1.0)])
    more = beyond_usual(world)
    assert more[PARTNERS.index("carriers")].all() and not more[PARTNERS.index("police")].any()
    world.close()


def test_no_signal_shows_more_than_what_bounds_it() -> None:
    """Whom a day's draw cannot strike is known from these bounds; one who showed more would be missed in silence."""
    world = Ecosystem(buyers=3_000, days=60).run()
    rows = world.state.trading()
    profit, sales = (np.maximum(world.state.vendors[name][rows].astype(float), 0.0) for name in ("profit", "sales"))
    income, parcels = np.log1p(profit / world.parameters.vendors.outside_option), np.log1p(sales)
    for signal in (row for row in ROWS if row.source == VENDORS):
        shown, most = SHOWING[signal.grows_with](world, rows), income if signal.grows_with in BY_INCOME else parcels
        assert (shown <= most + 1e-9).all() and shown.any(), signal.name
    world.close()
