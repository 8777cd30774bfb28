"""Barriers of investigation move the ecosystem the way they should, and lapse the way they should."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.acts.arrest import Arrest
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Today
from sim.model.interventions.buyer_cases import BuyerCases
from sim.model.interventions.legal_framework import LegalFramework
from sim.model.interventions.online_investigation import OnlineInvestigation
from sim.model.interventions.publicise import Publicise
from sim.model.interventions.vendor_targeting import WHICH, VendorTargeting
from sim.model.interventions.white_hats import WhiteHats
from sim.model.market import codes
from sim.model.market.geography import COUNTRIES
from tests.model.market.worlds import CALM, Pair, changed, pairs, ratio

START = 40
REAL = {"authorities__vendors": 0.0, "authorities__case_days": 10.0}
FIRST = Today(day=START, strength=1.0, first=True, elapsed=0, wave=0)


def arrests(found: list[Pair], first: int = 0, last: int = 100) -> tuple[float, float]:
    sums = [pair.sums("arrests_vendors", first, last) for pair in found]
    return sum(s for s, _ in sums), sum(t for _, t in sums)


def arrests_at_home(found: list[Pair], arm: str, countries: set[str]) -> int:
    groups = [getattr(pair, arm).records.groups() for pair in found]
    return int(sum(g[(g["kind"] == "origin") & g["group"].isin(countries)]["arrests"].sum() for g in groups))


def test_teams_arrest_vendors_and_stop_with_the_barrier() -> None:
    found = pairs([OnlineInvestigation(start=START, teams=8.0, ramp=0, duration=60)], days=140, replicates=3, **REAL)
    struck, twin = arrests(found)
    assert struck > 3 * twin and ratio(found, "active_vendors", 40, 60) < 0.95
    opened = [pair.struck.records.column("cases_opened") for pair in found]
    assert all(o[:START].sum() == 0 < o[START : START + 60].sum() and o[START + 60 :].sum() == 0 for o in opened)
    assert all(pair.struck.state.cases == {} for pair in found)


def test_teams_are_paid_by_the_day_and_by_their_number() -> None:
    world = Ecosystem(changed(**CALM), buyers=300, days=60, interventions=[
        OnlineInvestigation(start=START, teams=4.0, ramp=0, cost_fixed=0.0, cost_per_day=100.0)]).run()  # fmt: skip
    assert world.records.column("cost")[START:].tolist() == [400.0] * 20
    world.close()


def test_powers_raise_arrests_where_they_were_lacking() -> None:
    lacking = {"authorities__powers": dict.fromkeys(COUNTRIES, 1.0) | {"US": 0.0}, "vendors__arrests": 1.0,
               "authorities__powers_gain": 4.0}  # fmt: skip
    found = pairs([LegalFramework(start=START, ramp=0)], days=160, replicates=3, **lacking)
    us = [arrests_at_home(found, arm, {"US"}) for arm in ("struck", "twin")]
    others = [arrests_at_home(found, arm, set(COUNTRIES) - {"US"}) for arm in ("struck", "twin")]
    assert us[0] > 2 * us[1] > 0 and abs(others[0] - others[1]) < 0.35 * others[1]
    some = pairs([LegalFramework(start=START, ramp=0, countries=["NL"])], days=160, replicates=3, **lacking)
    assert arrests_at_home(some, "struck", {"US"}) == us[1]


@pytest.mark.parametrize("targets", WHICH)
def test_vendors_are_arrested_as_they_are_meant(targets: str) -> None:
    barrier = VendorTargeting(start=START, targets=targets, count=6, success=1.0)
    world = Ecosystem(changed(**CALM, **REAL, vendors__arrests=0.0), buyers=4_000, days=60).run(START)
    in_business = world.state.active[: world.state.n_active]
    trade = world.state.vendors["sales"] * np.isin(np.arange(len(world.state.vendors)), in_business)
    twin = world.branch([])
    struck = world.branch([barrier]).run(START + 1)
    rows = struck.state.events[: struck.state.n_events]
    arrested = rows["vendor"][(rows["code"] == codes.ARREST) & (rows["day"] == START)]
    assert len(arrested) == 6
    vendors = twin.state.vendors[arrested]
    alike = {"product": vendors["product"], "country": vendors["home"], "kind": vendors["kind"]}.get(targets)
    assert alike is None or len(set(alike.tolist())) == 1
    if targets == "top":
        assert trade[arrested].min() >= np.sort(trade)[-6]
    if targets == "random":
        assert trade[arrested].mean() < 0.5 * np.sort(trade)[-6:].mean()
    for each in (world, twin, struck):
        each.close()


def test_a_wave_costs_what_the_real_number_of_vendors_costs() -> None:
    """A world of 48 vendors stands for 5,000: one arrest in it for a hundred."""
    cost = []
    for replicate in range(12):
        world = Ecosystem(changed(**CALM), buyers=1_000, days=12, replicate=replicate, interventions=[
            VendorTargeting(start=10, count=150, success=1.0, cost_per_act=100.0)]).run()  # fmt: skip
        cost.append(world.records.column("cost")[10])
        world.close()
    assert np.mean(cost) == pytest.approx(15_000.0, rel=0.35) and set(np.round(cost)) <= {10417.0, 20833.0}


def test_the_largest_are_missed_more_than_as_many_at_random() -> None:
    top, random = (
        pairs([VendorTargeting(start=START, targets=t, count=20, success=1.0, publicity=0.0)], days=100, replicates=4,
              **REAL) for t in ("top", "random")
    )  # fmt: skip
    assert ratio(top, "orders", 0, 20) < ratio(random, "orders", 0, 20) - 0.03


def test_weak_marketplaces_are_found_and_secure_ones_are_not() -> None:
    seized = []
    for security in (1.0, 0.0):
        runs = pairs([WhiteHats(start=START, finds=6.0)], days=120, replicates=3, administrators__security=security)
        seized.append(sum(e[1] == "close" and e[4] == "seizure" for p in runs for e in p.struck.state.journal))
        assert all(e[1] != "close" for p in runs for e in p.twin.state.journal)
    assert seized[1] > 4 * seized[0]


def test_prosecuted_buyers_know_fear() -> None:
    found = pairs([BuyerCases(start=START, share=0.8, countries=["DE", "US"])], days=140, replicates=3)
    assert ratio(found, "cases_buyers", 20, 100) > 5.0
    home = COUNTRIES.index("US")
    fear = [
        sum(float(arm.state.buyers["fear"][arm.state.buyers["home"] == home].sum()) for arm in arms)
        for arms in zip(*((pair.struck, pair.twin) for pair in found), strict=True)
    ]
    assert fear[0] > fear[1]


def test_talk_keeps_vendors_away_for_a_while_and_buyers_not() -> None:
    found = pairs([Publicise(start=START, loudness=1.0)], days=280, replicates=4)
    assert ratio(found, "alarm", 1, 30) > 5.0 and ratio(found, "active_vendors", 30, 60) < 0.99
    for pair in found:
        day = START + 1
        wishes = [arm.records.column("online_wishes")[day] for arm in (pair.struck, pair.twin)]
        assert wishes[0] == wishes[1], "what is told moves no buyer by itself"
        assert pair.struck.records.column("alarm")[-1] < 0.1


def test_success_and_publicity_are_those_of_the_act() -> None:
    (act,) = VendorTargeting(success=0.3, publicity=0.2, count=7, intensity=0.5).acts(FIRST)
    assert isinstance(act, Arrest)
    assert (act.success, act.publicity, act.targets.count, act.probability) == (0.3, 0.2, 7, 0.5)
