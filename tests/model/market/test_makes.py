"""Markets of different make: what can be seized, who is robbed, who is cheated, and whom a border keeps at home."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.model.agents.administrators import phase
from sim.model.agents.administrators.making import choose_make, give_make
from sim.model.catalogue.makes import CENTRAL, DECENTRALISED, NATIONAL
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from sim.model.market.geography import COUNTRIES
from sim.model.market.likings import nearness, weights
from sim.model.market.preparing import SEIZURE
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import CALM, Auditor, changed, pairs, ratio

ALL = {"central": 0.0, "decentralised": 1.0, "national": 0.0}
HALF = {"central": 0.5, "decentralised": 0.5, "national": 0.0}
START = 30


def world(buyers: int = 1_000, days: int = 90, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=days)


# choosing


@pytest.mark.parametrize("threat", [0.0, 1.0])
def test_all_are_central_by_default_whatever_is_feared(threat: float) -> None:
    par = EcosystemParameters()
    assert {choose_make(par, threat, luck) for luck in np.linspace(0.0, 0.999, 50)} == {CENTRAL}


def share_built(threat: float, **changes: object) -> float:
    par = changed(makes__share={"central": 0.9, "decentralised": 0.1, "national": 0.0}, **changes)
    return float(np.mean([choose_make(par, threat, u) == DECENTRALISED for u in np.linspace(0, 0.9999, 4000)]))


def test_after_seizures_administrators_build_what_is_hard_to_seize_unless_that_way_is_closed() -> None:
    assert share_built(0.0) == pytest.approx(0.1, abs=0.001)
    assert share_built(0.0) < share_built(0.3) < share_built(1.0) < 0.9
    assert share_built(1.0, makes__feared=0.0) == share_built(0.0) < share_built(1.0, makes__feared=2.0)
    assert share_built(1.0, ways__remake=False) == pytest.approx(0.1, abs=0.001)
    seizable = {"central": 1.0, "decentralised": 1.0, "national": 1.0}
    assert share_built(1.0, makes__seizable=seizable) == pytest.approx(0.1, abs=0.001), "it would save nothing"


def weighed(threat: float, **changes: object) -> np.ndarray:
    """The weight of a decentralised marketplace with vendors and with buyers."""
    one = world(buyers=100, **changes)
    one.state.prepared[SEIZURE] = threat
    assert (weights(one) == 1.0).all(), "all that are open are of the first make"
    one.work.others = 1
    found = weights(one)
    assert (found[:, CENTRAL] == 1.0).all()
    return found[:, DECENTRALISED]


def test_vendors_weigh_fees_and_seizures_and_ease() -> None:
    alike = dict.fromkeys(ALL, 1.0)
    quiet, loud = (weighed(threat, makes__ease=alike) for threat in (0.0, 1.0))
    assert 1.0 < quiet[0] < loud[0] and quiet[1] == loud[1] == 1.0
    assert (weighed(0.0) < quiet).all(), "what is laborious is left"
    assert (
        weighed(0.0, makes__ease=alike, makes__fee=alike)[0]
        == 1.0
        == weighed(0.0, makes__ease=alike, makes__saved=0.0)[0]
    )
    assert weighed(1.0, makes__ease=alike, makes__safer=0.0)[0] == pytest.approx(quiet[0])


def test_a_marketplace_opens_as_what_was_begun_and_takes_its_time() -> None:
    made = {}
    for build in (1.0, 10.0):
        busy = world(
            makes__share=HALF, administrators__openings=200.0, administrators__developers=50,
            administrators__build_days=3.0, makes__build={**dict.fromkeys(ALL, 1.0), "decentralised": build},
        )  # fmt: skip
        for _ in range(60):
            phase.run(busy)
            busy.state.day += 1
        made[build] = busy.state.markets["make"][12 : busy.state.n_markets]
        assert (busy.state.markets["country"][: busy.state.n_markets] == -1).all()
    spread = [int((made[build] == DECENTRALISED).sum()) for build in (1.0, 10.0)]
    assert spread[0] > spread[1] > 0 and 0.3 < spread[0] / len(made[1.0]) < 0.7


# what cannot be seized


def test_a_takedown_of_a_decentralised_marketplace_fails_as_often_as_it_is_said() -> None:
    for seizable, closed in ((0.0, 0), (1.0, 1)):
        chance = {"central": 1.0, "decentralised": seizable, "national": 1.0}
        struck = world(days=60, makes__share=ALL, makes__seizable=chance).run(START).branch([Takedown(start=START)])
        before = struck.state.purses["authorities"]
        struck.run(START + 1)
        journal = [e[1] for e in struck.state.journal]
        assert (journal.count("close"), journal.count("withstand")) == (closed, 1 - closed)
        if closed:  # nobody holds the escrow, so that it is settled
            row = next(e[2] for e in struck.state.journal if e[1] == "close")
            assert struck.state.markets[row]["state"] == codes.WINDING and struck.state.markets[row]["escrow"] > 0
            assert struck.records.column("escrow_lost").sum() == 0.0
        else:
            assert struck.state.purses["authorities"] == before
        struck.run(60)
        assert struck.state.balance() == 0


def test_takedowns_do_less_where_trade_is_decentralised() -> None:
    central, spread = (
        pairs([Takedown(start=START, count=2)], start=START, days=60, replicates=3, buyers=1_000, makes__share=share)
        for share in ({"central": 1.0, "decentralised": 0.0, "national": 0.0}, ALL)
    )
    assert ratio(central, "orders", 0, 10) < ratio(spread, "orders", 0, 10) - 0.1


def test_a_seized_back_end_without_users_names_nobody() -> None:
    sure = {"central": 1.0, "decentralised": 1.0, "national": 1.0}
    found = {}
    for back_end in (0.0, 1.0):
        tells = {"central": 1.0, "decentralised": back_end, "national": 1.0}
        struck = world(days=60, makes__share=ALL, makes__seizable=sure, makes__back_end=tells).run(START)
        struck = struck.branch([Takedown(start=START, leads=1.0, addressees=1.0)]).run(START + 1)
        found[back_end] = sum(e[1] == "lead" for e in struck.state.journal), struck.records.column("cases_buyers")[-1]
    assert found[0.0] == (0, 0.0) and min(found[1.0]) > 0


def test_nobody_runs_off_with_what_nobody_holds() -> None:
    for share, robbed in ((ALL, False), ({"central": 1.0, "decentralised": 0.0, "national": 0.0}, True)):
        greedy = world(days=120, makes__share=share, administrators__integrity=0.01, administrators__hack=0.05).run()
        causes = {e[4] for e in greedy.state.journal if e[1] == "close"}
        assert bool(causes & {"exit_scam", "hack"}) == robbed and greedy.state.balance() == 0


def badly_rated(**changes: object) -> list[float]:
    """How much less than the best the marketplaces of each make are rated, in one world with half of each."""
    par = {"makes__share": HALF, "vendors__quality": 0.9, "makes__ease": dict.fromkeys(ALL, 1.0), **changes}
    both = world(buyers=2_500, days=100, **par).run()
    made = both.state.markets["make"][: both.state.n_markets]
    rating, trade = both.state.markets["rating"][: len(made)], both.records.markets[60:, : len(made), 0].sum(axis=0)
    return [1.0 - float(np.average(rating[made == m], weights=trade[made == m])) for m in (CENTRAL, DECENTRALISED)]


def test_more_orders_are_bad_where_nobody_judges() -> None:
    """The sign is S152's; where disputes are judged there as well, the makes do not differ."""
    central, spread = badly_rated(makes__unjudged=2.0)
    assert spread > 1.5 * central > 0.0
    judged = dict.fromkeys(ALL, 1.0)
    central, alike = badly_rated(makes__unjudged=2.0, makes__dispute=judged)
    assert abs(alike - central) < 0.3 * (spread - central)


def test_who_means_to_cheat_is_drawn_to_where_nobody_judges() -> None:
    share = []
    for lure in (0.0, 20.0):
        one = world(buyers=2_000, days=60, makes__share=HALF, makes__lure=lure, vendors__entry=0.1,
                    vendors__honesty_low=0.5, vendors__exit_scam=0.0, vendors__onboarding=1.0).run()  # fmt: skip
        accounts = one.state.accounts[: one.state.n_accounts]
        new = accounts[accounts["opened"] > 0]
        there = one.state.markets["make"][new["market"]] == DECENTRALISED
        scammers = one.state.vendors["honesty"][new["vendor"]] < 0.5
        share.append(there[scammers].mean() - there[~scammers].mean())
    assert abs(share[0]) < 0.1 and share[1] > share[0] + 0.1


# borders


def with_national(country: str, **changes: object) -> Ecosystem:
    """A calm world whose third marketplace serves one country."""
    par = {"buyers__patience": 0.9, "administrators__initial_shares": [0.5, 0.3, 0.2], **changes}
    one = world(buyers=3_000, days=100, **par)
    give_make(one.state.markets[2], NATIONAL, one.parameters.makes, COUNTRIES.index(country))
    return one


def test_only_who_lives_there_is_drawn_to_a_national_marketplace() -> None:
    one = with_national("US", buyers__follow_vendor=0.0).run(3)
    n, c = len(one.work.slots), len(COUNTRIES)
    weight = np.diff(one.work.destinations.reshape(3, c, n + 1), axis=2)
    home = np.arange(c) == COUNTRIES.index("US")
    assert (weight[:, home, 2] > 0).all() and (weight[:, ~home, 2] == 0).all()
    first = one.state.n_accounts
    one.run(80)
    new = one.state.accounts[first : one.state.n_accounts]
    homes = one.state.vendors["home"][new["vendor"][new["market"] == 2]]
    assert len(homes) and (homes == COUNTRIES.index("US")).all()


def test_after_a_closure_a_national_marketplace_gains_where_borders_are_disliked() -> None:
    """S96, sign: the share of those of its country who have come to it, where borders are disliked and where not."""
    come = []
    for aversion in (0.0, 3.0):
        one = with_national("DE", buyers__border_aversion=aversion, buyers__switch=0.0).run(START)
        one = one.branch([Takedown(start=START, targets="named", names=["market-1"])]).run(70)
        there = one.state.buyers[(one.state.buyers["home"] == 0) & (one.state.buyers["state"] == codes.ACTIVE)]
        come.append((there["market"] == 2).mean())
    assert come[1] > come[0] + 0.05


def test_the_weight_of_home_grows_with_dislike_and_with_told_risk_and_not_without_borders() -> None:
    near = [nearness(with_national("DE", buyers__border_aversion=a).run(10)) for a in (0.0, 1.2, 3.0)]
    assert (near[2] > near[1]).all() and near[1].min() > 1.0
    assert (nearness(with_national("DE", makes__nearness=0.0).run(10)) == 1.0).all()
    bold = with_national("DE", buyers__border_aversion=0.0, buyers__risk_weight=0.0).run(10)
    assert nearness(bold) == pytest.approx(1.0)


def test_books_balance_with_all_makes_shops_and_customers_who_sell() -> None:
    share = {"central": 0.4, "decentralised": 0.3, "national": 0.3}
    busy = Ecosystem(
        changed(buyers__order_rate=0.1, vendors__per_buyer=0.08, makes__share=share, administrators__openings=60.0,
                vendors__own_shop=0.8, vendors__own_shop_cost=50.0, vendors__early_sales=3.0,
                vendors__from_customers=0.5, authorities__raids=0.01),
        buyers=800, days=70, interventions=[Takedown(start=30, addressees=0.5, takeover=True)],
    )  # fmt: skip
    auditor = Auditor(busy)
    for _ in range(70):
        auditor.day()
    assert busy.records.column("shop_orders").sum() > 0


# shops of one's own


def shops(**changes: object) -> Ecosystem:
    par = {"vendors__own_shop": 1.0, "vendors__own_shop_cost": 10.0, "vendors__own_shop_days": 2.0,
           "vendors__early_sales": 3.0, "ways__deal_directly": False}  # fmt: skip
    return world(days=100, **{**par, **changes})


def test_established_vendors_have_shops_built_where_they_can_pay_and_find_a_designer() -> None:
    one = shops().run(50)
    table = one.state.vendors[: one.state.n_vendors]
    assert (table["shop_on"] >= 0).any() and (table["sold"][table["shop_on"] >= 0] > 3).all()
    assert one.records.column("shop_orders")[10:].sum() > 0 and one.state.balance() == 0
    assert (shops(vendors__own_shop=0.0).run(50).vendors.table()["shop_on"] < 0).all()
    dear = shops(vendors__own_shop_cost=1e6)
    means = dear.vendors.table()["wealth"] + dear.vendors.table()["capital"]
    built = dear.run(50).vendors.table()["shop_on"][: len(means)] >= 0
    assert (means[built] > 0.9e8).all() and built.mean() < 0.1


def test_a_shop_takes_its_time() -> None:
    soon, late = (
        shops(vendors__own_shop_days=days).run(50).records.column("shop_orders").sum() for days in (1.0, 900.0)
    )
    assert soon > 3.0 * late


def test_a_shop_serves_those_who_know_the_vendor_most_when_marketplaces_are_gone() -> None:
    orders = {}
    for use, fallback in ((0.0, 0.0), (0.0, 1.0), (0.5, 0.5)):
        one = shops(vendors__own_shop_use=use, vendors__own_shop_fallback=fallback).run(50)
        one = one.branch([Takedown(start=50, count=12)]).run(60)
        shopped = one.records.column("shop_orders")
        orders[use, fallback] = shopped[:50].sum(), shopped[50:60].sum()
    assert orders[0.0, 0.0] == (0.0, 0.0)
    assert orders[0.0, 1.0][1] > orders[0.5, 0.5][1] > 0.0 and orders[0.0, 1.0][0] < orders[0.5, 0.5][0]


# customers who come to sell


def test_who_comes_to_sell_was_a_customer_and_without_customers_nobody_comes() -> None:
    one = world(vendors__from_customers=1.0, vendors__customer_trust=0.3, vendors__entry=0.1).run(60)
    came = one.state.vendors[: one.state.n_vendors]
    came = came[came["entered"] > 5]
    assert len(came) > 5
    none = world(vendors__from_customers=1.0, vendors__customer_trust=1.0, vendors__entry=0.1).run(60)
    assert none.records.column("entrants").sum() == 0


# encryption


def seized(encrypts: float, **changes: object) -> Ecosystem:
    """A world on the evening of the seizure of its largest marketplace, which names all who do not encrypt."""
    one = world(days=80, buyers__encrypts=encrypts, **changes).run(START)
    return one.branch([Takedown(start=START, addressees=1.0)]).run(START + 1)


def test_more_encrypt_after_a_seizure_as_far_and_as_fast_as_is_said() -> None:
    shares = [seized(0.5, buyers__encrypts_most=most, buyers__encrypts_after=after).state.encrypting
              for most, after in ((0.9, 2.0), (0.6, 2.0), (0.9, 0.0), (0.9, 50.0), (0.3, 50.0))]  # fmt: skip
    assert 0.6 < shares[0] < 0.9 and 0.5 < shares[1] < 0.6 and shares[2] == 0.5 and shares[3] == pytest.approx(0.9)
    assert shares[4] == 0.5, "nobody gives it up"


def test_a_back_end_names_those_who_do_not_encrypt() -> None:
    none, most, all_of_them = (seized(encrypts).records.column("cases_buyers")[START] for encrypts in (0.0, 0.9, 1.0))
    assert none > 5.0 * most > 0.0 and none > 20.0 * max(all_of_them, 1.0)


def test_the_makes_of_a_world_are_kept_by_its_branch() -> None:
    one = world(makes__share=HALF).run(10)
    other = one.branch([])
    assert (one.state.markets["make"] == other.state.markets["make"]).all()
    assert dataclasses.asdict(one.parameters.makes) == dataclasses.asdict(other.parameters.makes)
