"""Authorities: whom an act strikes, whether it succeeds, and what is known and told afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from sim.model.acts.close import Close
from sim.model.acts.impair import Impair
from sim.model.acts.publicise import Publicise
from sim.model.acts.take_over import TakeOver
from sim.model.acts.targets import SELECTIONS, ClosedMarketplace, Targets
from sim.model.agents.authorities import phase as authorities
from sim.model.catalogue.channels import CHANNELS
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.ddos import Ddos
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from sim.model.market.closing import name_of, row_of
from sim.model.market.levers import INVESTIGATION
from sim.model.policy import phase as policy
from tests.model.market.worlds import CALM, changed
from tests.thorough import some_always

TRADE = {0: 5.0, 1: 40.0, 2: 0.5, 3: 30.0, 4: 20.0, 5: 4.5}
OPENED = {0: -10, 1: -50, 2: -300, 3: -40, 4: -200, 5: -5}


def make(replicate: int = 0, **changes: object) -> Ecosystem:
    """Six marketplaces of known trade and age, and one that is closed."""
    shares = [0.3, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1]
    parameters = changed(**{**CALM, "administrators__initial_shares": shares, **changes})
    world = Ecosystem(parameters, buyers=500, days=60, replicate=replicate)
    for row in TRADE:
        world.state.markets["orders"][row], world.state.markets["opened"][row] = TRADE[row], OPENED[row]
    world.state.markets["state"][6] = codes.CLOSED
    world.state.markets["orders"][6] = 99.0
    return world


@pytest.fixture
def world() -> Iterator[Ecosystem]:
    made = make()
    yield made
    made.close()


@pytest.mark.parametrize(("targets", "rows"), [
    (Targets("largest"), [1]),
    (Targets("largest", 3), [1, 3, 4]),
    (Targets("largest", 50), [1, 3, 4, 0, 5, 2]),
    (Targets("refuge"), [1]),
    (Targets("refuge", 2), [1, 3]),
    (Targets("oldest"), [2]),
    (Targets("oldest", 3), [2, 4, 1]),
    (Targets("share", share=0.0), []),
    (Targets("share", share=0.01), [1]),
    (Targets("share", share=0.40), [1]),
    (Targets("share", share=0.41), [1, 3]),
    (Targets("share", share=0.90), [1, 3, 4]),
    (Targets("named", names=("market-3",)), [2]),
    (Targets("named", names=("market-6", "market-1")), [5, 0]),
])  # fmt: skip
def test_whom_an_act_strikes(world: Ecosystem, targets: Targets, rows: list[int]) -> None:
    assert targets.choose(world) == rows


def test_all_of_trade_is_all_that_trade(world: Ecosystem) -> None:
    chosen = Targets("share", share=1.0).choose(world)
    assert set(chosen) >= {0, 1, 3, 4, 5} and len(set(chosen)) == len(chosen)


def test_the_refuge_is_the_largest_not_yet_in_police_hands(world: Ecosystem) -> None:
    world.authority.carry_out(TakeOver(targets=Targets("refuge"), days=10))
    assert Targets("refuge", 2).choose(world) == [3, 4]
    assert Targets("largest").choose(world) == [1], "it goes on trading, and may be seized"


def test_at_random_means_another_each_day_and_any_of_them() -> None:
    world = make()
    drawn = []
    for day in range(300):
        world.state.day = day
        first, again = (Targets("random", 2).choose(world) for _ in range(2))
        assert first == again and len(set(first)) == 2
        drawn.append(first[0])
    counts = np.bincount(drawn, minlength=6)
    assert (counts > 25).all() and counts.sum() == 300 and len(counts) == 6
    world.close()


def test_two_barriers_that_choose_at_random_do_not_choose_the_same_for_that() -> None:
    world = make()
    agree = 0
    for day in range(60):
        world.state.day = day
        world.state.markets["impaired_until"] = -1
        struck = []
        for name in ("one", "two"):
            world.authority.carry_out(Impair(targets=Targets("random"), days=10, severity=0.5), name)
            struck.append(set(np.flatnonzero(world.state.markets["impaired_until"] > day)) - set().union(*struck))
        agree += not struck[1]
    assert agree < 25, "with six marketplaces open, one day in six"
    world.close()


@pytest.mark.parametrize("selection", SELECTIONS)
def test_closed_marketplaces_are_never_chosen(selection: str) -> None:
    world = make(replicate=1)
    names = tuple(name_of(row) for row in range(7))
    targets = Targets(selection, 7, 1.0, names)  # type: ignore[arg-type]
    assert 6 not in targets.choose(world)
    world.state.markets["state"] = codes.CLOSED
    assert targets.choose(world) == []
    world.close()


def test_names_that_are_not_open_are_refused_once_and_missed_otherwise() -> None:
    """What is wrong in every replicate is the user's mistake; what happened in one only is not."""
    first, other = make(replicate=0), make(replicate=1)
    with pytest.raises(ClosedMarketplace, match="market-7") as error:
        Targets("named", names=("market-7",)).choose(first)
    assert error.value.key == "names" and error.value.allowed == [name_of(r) for r in range(6)]
    assert Targets("named", names=("market-7", "market-2")).choose(first) == [1]
    assert Targets("named", names=("market-7", "market-99")).choose(other) == []
    assert [(e[1], e[4]) for e in other.state.journal] == [("missed", "market-7"), ("missed", "market-99")]
    for world in (first, other):
        world.close()


def test_a_name_given_twice_is_one_target(world: Ecosystem) -> None:
    assert Targets("named", names=("market-2", "market-2")).choose(world) == [1]


def test_names_and_rows() -> None:
    assert [row_of(name_of(row)) for row in range(30)] == list(range(30))


# success


@pytest.mark.parametrize(
    ("chance", "expected"), some_always([(0.0, 0.0), (1.0, 1.0), (0.5, 0.5), (0.2, 0.2)], [(0.2, 0.2)])
)
def test_an_act_succeeds_with_its_chance(chance: float, expected: float) -> None:
    done = 0
    for replicate in range(60):
        world = make(replicate)
        done += world.authority.carry_out(Close(chance, Targets("largest", 6)))
        assert len(world.state.rows(codes.OPEN)) == 6 - sum(e[1] == "close" for e in world.state.journal)
        world.close()
    assert done / 360 == pytest.approx(expected, abs=0.1)
    assert expected not in (0.0, 1.0) or done == 360 * expected


def test_closing_moves_what_is_held(world: Ecosystem) -> None:
    state = world.state
    for cause, purse in (("seizure", "authorities"), ("hack", "thieves")):
        row = Targets("largest").choose(world)[0]
        state.markets["escrow"][row], state.markets["wealth"][row] = 700, 300
        before = state.purses[purse]
        assert world.authority.carry_out(Close(targets=Targets("largest"), cause=cause)) == 1  # type: ignore[arg-type]
        assert state.purses[purse] - before == 1_000
        assert state.markets["escrow"][row] == state.markets["wealth"][row] == 0
        assert (state.markets["state"][row], state.markets["orders"][row]) == (codes.CLOSED, 0.0)
        assert codes.CAUSES[state.markets["cause"][row]] == cause and state.markets["closed"][row] == state.day
    for cause, left, wealth in (("exit_scam", 0, 1_000), ("voluntary", 700, 300)):
        row = Targets("largest").choose(world)[0]
        state.markets["escrow"][row], state.markets["wealth"][row] = 700, 300
        world.authority.carry_out(Close(targets=Targets("largest"), cause=cause))  # type: ignore[arg-type]
        assert (state.markets["escrow"][row], state.markets["wealth"][row]) == (left, wealth)
        assert state.markets["state"][row] == (codes.WINDING if cause == "voluntary" else codes.CLOSED)


def test_only_seizures_alarm_and_only_losses_upset(world: Ecosystem) -> None:
    told = {}
    for cause in ("seizure", "exit_scam", "hack", "voluntary"):
        world.state.pending.clear()
        world.authority.carry_out(Close(targets=Targets("largest"), cause=cause, publicity=1.0))  # type: ignore[arg-type]
        told[cause] = {kind for _, kind, _ in world.state.pending}
    assert told == {"seizure": {codes.ALARM, codes.UPSET}, "exit_scam": {codes.UPSET}, "hack": {codes.UPSET},
                    "voluntary": set()}  # fmt: skip


def test_a_larger_seizure_alarms_more_and_an_untold_one_nobody() -> None:
    alarm = []
    for targets, publicity in ((Targets("largest"), 1.0), (Targets("named", names=("market-3",)), 1.0),
                               (Targets("largest"), 0.5), (Targets("largest"), 0.0)):  # fmt: skip
        world = make()
        world.authority.carry_out(Close(targets=targets, publicity=publicity))
        alarm.append(sum(amount for _, kind, amount in world.state.pending if kind == codes.ALARM))
        world.close()
    assert alarm[0] > alarm[1] > 0 and alarm[2] == pytest.approx(alarm[0] / 2) and alarm[3] == 0.0


def test_several_seizures_of_a_day_alarm_as_their_trade_does_together() -> None:
    """The share of each is of the trade there was that morning, not of what the ones before it have left."""
    told = {}
    for cause, kind in (("seizure", codes.ALARM), ("exit_scam", codes.UPSET)):
        world = Ecosystem(changed(**CALM, news__alarm_count=0.0), buyers=500, days=60)
        world.step()
        targets = Targets("share", share=1.0)
        policy.run(world)
        world.acts = [("all", Takedown(), Close(targets=targets, cause=cause, publicity=1.0))]  # type: ignore[arg-type]
        authorities.run(world)
        assert len(world.state.rows(codes.OPEN)) == 0
        told[cause] = sum(amount for _, k, amount in world.state.pending if k == kind)
        news = world.parameters.news
        world.close()
    assert told == {"seizure": pytest.approx(news.alarm_seizure), "exit_scam": pytest.approx(news.scam_upset)}


def test_publicising_and_impairing(world: Ecosystem) -> None:
    assert world.authority.carry_out(Publicise(0.5, loudness=0.4)) == 1
    assert [(k, a) for _, k, a in world.state.pending] == [(codes.ALARM, pytest.approx(0.2))]
    assert world.authority.carry_out(Publicise(0.0, loudness=1.0)) == 0 and len(world.state.pending) == 1
    assert world.authority.carry_out(Impair(targets=Targets("largest", 2), days=3, severity=1.0)) == 2
    failing = []
    for _ in range(6):
        failing.append((world.state.markets["fail"][[1, 3]] == 1.0).all())
        world.step()
    assert failing == [True] * 3 + [False] * 3, "from today on"


def test_a_flood_in_place_of_another_does_not_add_to_it(world: Ecosystem) -> None:
    row = Targets("largest").choose(world)[0]
    world.state.markets["capacity"][row] = 0.5 * world.state.markets["visits"][row]
    for _ in range(2):
        world.authority.carry_out(Impair(targets=Targets("largest"), days=3, severity=0.4))
        assert world.state.markets["fail"][row] == pytest.approx(1.0 - 0.5 * 0.6)


def test_visits_fail_on_the_first_day_of_a_flood_and_not_on_the_day_after_the_last() -> None:
    world = Ecosystem(changed(**CALM), buyers=2_000, days=60).run(30)
    struck = world.branch([Ddos(start=30, days=4, severity=1.0)]).run(40)
    row = next(e[2] for e in struck.state.journal if e[1] == "impair")
    trade = struck.records.markets[:, row, 0]
    assert trade[30:34].tolist() == [0] * 4 and trade[29] > 0 < trade[34]
    world.close(), struck.close()


# leads and takeovers


def test_leads_are_vendors_of_the_back_end_and_arrests_follow() -> None:
    world = make(vendors__per_buyer=0.4, vendors__arrests=0.0, couriers__vendor_case=0.0, vendors__opsec=0.0,
                 vendors__kind_replaces=[0.0] * 3, vendors__kind_opsec=[0.0] * 3)  # fmt: skip
    state = world.state
    accounts = state.accounts[: state.n_accounts]
    there = set(accounts["vendor"][accounts["market"] == 1].tolist())
    world.authority.carry_out(Close(targets=Targets("largest"), leads=1.0, lead_delay=5.0))
    led = {e[3] for e in state.journal if e[1] == "lead"}
    assert led <= there and len(led) > 0.8 * len(there)
    due = {v: int(state.vendors["arrest_on"][v]) for v in led}
    assert min(due.values()) >= state.day + 1
    world.run()
    journal = world.records.journal()
    arrested = journal[journal["event"] == "arrest"].set_index("vendor")["day"].to_dict()
    left = state.vendors["left"]
    assert set(arrested) <= led and len(arrested) > 0.5 * len(led)
    for vendor, day in due.items():
        if day < 60 and not 0 <= left[vendor] < day:
            assert arrested[vendor] == day == left[vendor]
            assert state.vendors["state"][vendor] == codes.ARRESTED
    world.close()


def test_careless_vendors_become_leads_more_often() -> None:
    world = make(vendors__per_buyer=1.0)
    world.authority.carry_out(Close(targets=Targets("largest"), leads=0.5))
    opsec = world.state.vendors["opsec"][: world.state.n_vendors]
    led = [e[3] for e in world.state.journal if e[1] == "lead"]
    assert len(led) > 20 and opsec[led].mean() < opsec.mean()
    world.close()


def test_no_leads_without_a_share(world: Ecosystem) -> None:
    world.authority.carry_out(Close(targets=Targets("largest", 6), leads=0.0))
    assert not any(e[1] == "lead" for e in world.state.journal)


def test_a_takeover_ends_as_a_seizure_and_is_not_doubled(world: Ecosystem) -> None:
    act = TakeOver(targets=Targets("named", names=("market-4",)), days=7, leads=0.3)
    assert world.authority.carry_out(act) == 1
    world.run(3)
    world.authority.carry_out(act)  # again: the first goes on
    world.run(7)
    assert world.state.markets["state"][3] == codes.OPEN
    world.step()
    assert world.state.markets["state"][3] == codes.CLOSED and world.state.markets["closed"][3] == 7
    assert [e[1] for e in world.state.journal].count("takeover") == 1
    assert [(e[0], e[4]) for e in world.state.journal if e[1] == "close"] == [(7, "seizure")]


def test_a_marketplace_run_by_police_neither_scams_nor_retires() -> None:
    world = make(administrators__retire=1.0)
    world.authority.carry_out(TakeOver(targets=Targets("largest"), days=30))
    world.run(5)
    assert world.state.rows(codes.OPEN).tolist() == [1]
    world.close()


def test_an_operator_who_was_not_arrested_may_open_again() -> None:
    built = {}
    for arrested, opens in ((0.0, True), (1.0, True), (0.0, False)):
        parameters = {
            "authorities__operator_arrest": arrested,
            "authorities__operator_returns": 1.0,
            "ways__open": opens,
        }
        world = make(**parameters)
        world.authority.carry_out(Close(targets=Targets("largest", 6)))
        built[arrested, opens] = len(world.state.returning)
        assert sum(e[1] == "operator_arrest" for e in world.state.journal) == 6 * arrested
        world.close()
    assert built == {(0.0, True): 6, (1.0, True): 0, (0.0, False): 0}


def leads_of(world: Ecosystem) -> list[tuple[int, int]]:
    return [(e[2], e[3]) for e in world.state.journal if e[1] == "lead"]


def test_a_vendor_on_two_back_ends_has_two_chances_to_become_a_lead() -> None:
    world = make(vendors__per_buyer=1.0, vendors__opsec=0.5)
    accounts = world.state.accounts[: world.state.n_accounts]
    both = np.intersect1d(accounts["vendor"][accounts["market"] == 0], accounts["vendor"][accounts["market"] == 1])
    world.authority.carry_out(Close(targets=Targets("named", names=("market-1", "market-2")), leads=0.5))
    found = {row: {v for m, v in leads_of(world) if m == row} & set(both.tolist()) for row in (0, 1)}
    assert len(both) > 10 and found[0] - found[1] and found[1] - found[0]
    world.close()


def test_a_takeover_may_succeed_where_the_seizure_of_the_day_failed() -> None:
    """Two acts of one barrier on one marketplace: two draws."""
    outcomes = set()
    for replicate in range(40):
        world = make(replicate)
        seized = world.authority.carry_out(Close(0.5, Targets("largest")), "takedown")
        if not seized:
            outcomes.add(world.authority.carry_out(TakeOver(0.5, Targets("refuge"), days=5), "takedown"))
        world.close()
    assert outcomes == {0, 1}


@pytest.mark.parametrize("capacity", [0.0, 1.0, 10.0])
def test_leads_are_worked_off_as_fast_as_there_are_people_to_do_it(capacity: float) -> None:
    world = make(vendors__per_buyer=0.4)
    world.levers.set_base(INVESTIGATION, capacity)
    world.authority.carry_out(Close(targets=Targets("largest"), leads=1.0, lead_delay=100.0))
    on = world.state.vendors["arrest_on"][[v for _, v in leads_of(world)]]
    assert len(on) > 20 and (on > 0).all()
    if capacity:
        assert np.mean(on) == pytest.approx(100.0 / capacity, rel=0.4)
    else:
        assert np.median(on) > 60_000
    world.close()


def test_the_earliest_case_counts() -> None:
    """A parcel that is seized may bring an arrest sooner than a lead that waits its turn."""
    examined = [1.0] * len(CHANNELS)
    world = Ecosystem(changed(**CALM, couriers__vendor_case=1.0, couriers__examined=examined, vendors__opsec=0.0,
                              authorities__lead_delay=2.0), buyers=1_000, days=10)  # fmt: skip
    world.state.vendors["arrest_on"][: world.state.n_vendors] = 60_000
    world.run()
    cases = world.records.column("cases_vendors").sum()
    assert cases > 10 and world.records.column("arrests_vendors").sum() > 5
    world.close()


def test_a_marketplace_run_by_police_stays_when_hosting_is_lost() -> None:
    """It runs on machines of their own; all others go off the net."""
    world = Ecosystem(changed(**CALM), buyers=500, days=20, interventions=[
        Licensing(start=5, facilitator="hosting", coverage=1.0, enforcement=1.0, ramp=0)])  # fmt: skip
    world.authority.carry_out(TakeOver(targets=Targets("largest"), days=15))
    ours = next(iter(world.state.covert))
    world.run(6)
    off = world.state.markets["offline_until"][: world.state.n_markets] > 5
    assert not off[ours] and off.sum() > 0.8 * (len(off) - 1)
    world.close()
