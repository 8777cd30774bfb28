"""Barriers on money move the trade the way they should, and lapse the way they should.

Expected, before it was coded: a service without equal is missed for long (B90), one of many for its switching time
(B109, B118), one beyond reach not at all (B91); what is taken makes those struck leave (B135), hardly the others
(B133); goods are dear for months, not for good (B109).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.model.catalogue.payments import PAYMENTS, ROWS
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.account_blocking import AccountBlocking
from sim.model.interventions.asset_recovery import AssetRecovery
from sim.model.interventions.base import Intervention
from sim.model.interventions.delisting import Delisting
from sim.model.interventions.exchange_reporting import ExchangeReporting
from sim.model.interventions.fines import Fines
from sim.model.interventions.machine_licensing import MachineLicensing
from sim.model.interventions.mixer_sanction import MixerSanction
from sim.model.interventions.production_control import ProductionControl
from sim.model.interventions.profession_ban import ProfessionBan
from sim.model.interventions.tax_assessment import TaxAssessment
from sim.model.market.codes import KINDS
from sim.model.market.geography import COUNTRIES, PRODUCTS
from tests.model.market.worlds import CALM, Auditor, Pair, changed, pairs, ratio, table

START = 20


def column(barrier: Intervention, name: str, days: int = 400, **changes: object) -> np.ndarray:
    """Return a figure by day in a small world under a barrier."""
    return columns(barrier, [name], days, **changes)[0]


def columns(barrier: Intervention, names: list[str], days: int, **changes: object) -> list[np.ndarray]:
    """Return figures by day in one small world under a barrier."""
    world = Ecosystem(changed(**{**CALM, **changes}), buyers=60, days=days, interventions=[barrier]).run()
    world.close()
    return [world.records.column(name) for name in names]


def taken(found: list[Pair]) -> float:
    return sum(pair.sums("taken", 0, 1000)[0] for pair in found)


# routes


def test_a_mixer_without_equal_is_missed_for_long() -> None:
    share = column(MixerSanction(start=START), "by_mixer")
    after = share / share[START - 1] - 1.0
    assert -0.85 <= after[START + 30] <= -0.6 and -0.85 <= after[START + 365] <= -0.55
    ended = column(MixerSanction(start=START, duration=60), "by_mixer")
    assert (ended[START + 60 :] == share[0]).all() and share[0] == pytest.approx(ROWS[PAYMENTS.index("mixer")].cashed)


def test_beyond_reach_a_sanction_only_advertises() -> None:
    named = column(MixerSanction(start=START, jurisdiction=0.0), "by_mixer")
    assert (np.diff(named) >= -1e-12).all() and 1.0 < named[-1] / named[0] < 1.3
    assert np.ptp(column(MixerSanction(start=START, jurisdiction=0.0, advertises=0.0), "by_mixer")) == 0.0


def test_one_of_many_exchanges_is_missed_for_its_switching_time() -> None:
    """With others that serve as well a loss is a matter of months (B91, B109)."""
    one = column(MixerSanction(start=START, facilitator="exchange"), "exchange")
    assert one[START] < 0.9 and one[START + 120] > 0.97


@pytest.mark.parametrize(("barrier", "route"), [
    (Delisting(start=START, ramp=0), "privacy_coin"), (MachineLicensing(start=START, ramp=0), "machine"),
    (AccountBlocking(start=START, ramp=0), "identified_exchange"), (AccountBlocking(start=START, ramp=0), "card"),
    (ExchangeReporting(start=START, ramp=0), "identified_exchange"),
])  # fmt: skip
def test_who_leaves_a_route_finds_another_if_there_is_one(barrier: Intervention, route: str) -> None:
    names = [f"by_{name}" for name in PAYMENTS]
    found = columns(barrier, names, days=200)
    share = found[names.index(f"by_{route}")]
    assert share[-1] < 0.95 * share[START - 1]
    total = sum(found)
    assert total[START - 1] == pytest.approx(1.0) and total[-1] > 0.98
    closed = sum(columns(barrier, names, days=200, ways__pay_otherwise=False))
    watched = isinstance(barrier, ExchangeReporting)  # who is only watched keeps the way there is
    assert (closed[-1] == pytest.approx(1.0)) if watched else (closed[-1] < total[-1] - 0.004)


def test_without_any_route_nobody_turns_coin_into_money() -> None:
    world = Ecosystem(changed(**CALM, ways__pay_otherwise=False), buyers=300, days=60, interventions=[
        AccountBlocking(start=START, share=1.0, ramp=0)]).run()  # fmt: skip
    bank = sum(row.cashed for row in ROWS if row.bank)
    stuck = table(world, "vendors")["stuck"][world.state.active[: world.state.n_active]]
    assert float(stuck.mean()) == pytest.approx(bank, abs=0.2)
    assert (world.work.today[0]["unbanked"] == pytest.approx(bank)) and (world.work.today[0]["coinless"] == 0.0).all()
    world.close()


def test_what_is_watched_in_one_country_is_left_there_alone() -> None:
    world = Ecosystem(changed(**CALM), buyers=300, days=80, interventions=[
        ExchangeReporting(start=START, ramp=0, countries=["NL"])]).run()  # fmt: skip
    shares, here = world.work.paying.shares, COUNTRIES.index("NL")
    usual = np.array([row.cashed for row in ROWS])
    assert shares[0, 0, here] < usual[0] and np.delete(shares[0], here, axis=1) == pytest.approx(
        np.tile(usual[:, None], len(COUNTRIES) - 1)
    )
    assert (shares[1] == shares[1, :, :1]).all(), "buyers are not asked"
    world.close()


# what is taken


@pytest.mark.parametrize("barrier", [
    AssetRecovery(start=40, ramp=0, cases=2.0, share=1.0), Fines(start=40, ramp=0, cases=2.0),
    TaxAssessment(start=40, ramp=0, cases=2.0), ExchangeReporting(start=40, ramp=0, coverage=1.0, freeze=1.0),
], ids=["recovery", "fines", "tax", "reporting"])  # fmt: skip
def test_what_is_taken_goes_to_the_authorities_and_ends_with_the_barrier(barrier: Intervention) -> None:
    found = pairs([dataclasses.replace(barrier, duration=60)], days=140, replicates=2, payments__reports=6.0)
    for pair in found:
        struck = pair.struck.records
        assert struck.column("taken")[40:100].sum() > 0.0 == struck.column("taken")[100:].sum()
        assert pair.struck.state.balance() == 0 and (table(pair.struck, "vendors")["capital"] >= 0.0).all()
        assert pair.struck.state.purses["authorities"] > pair.twin.state.purses["authorities"]
        groups = struck.groups()
        by_kind = groups[groups["kind"] == "kind"]
        assert set(by_kind["group"]) == set(KINDS)
        assert 0.0 < by_kind["taken"].sum() <= struck.column("taken").sum() + 1e-6


def test_who_loses_all_leaves_and_others_do_not() -> None:
    found = pairs([AssetRecovery(start=40, ramp=0, cases=20.0, share=1.0)], days=240, replicates=3)
    assert ratio(found, "leavers", 0, 200) > 1.05 and taken(found) > 0.0
    little = pairs([AssetRecovery(start=40, ramp=0, cases=0.05, share=1.0)], days=240, replicates=3)
    assert abs(ratio(little, "leavers", 0, 200) - 1.0) < ratio(found, "leavers", 0, 200) - 1.0


def test_administrators_who_lose_what_was_safe_are_nearer_to_an_exit_scam() -> None:
    found = pairs([AssetRecovery(start=40, ramp=0, cases=10.0, share=0.9)], days=120, replicates=1)[0]
    struck, twin = (table(world, "markets") for world in (found.struck, found.twin))
    assert (struck["integrity"] <= twin["integrity"]).all() and (struck["integrity"] < 0.9 * twin["integrity"]).any()
    assert struck["wealth"].sum() < twin["wealth"].sum()


def test_fines_weigh_on_the_small_and_tax_on_the_large() -> None:
    shares = []
    for barrier in (Fines(start=40, ramp=0, cases=2.0, amount=500.0), TaxAssessment(start=40, ramp=0, cases=2.0)):
        groups = pairs([barrier], days=200, replicates=2, buyers=3_000)
        tables = [pair.struck.records.groups() for pair in groups]
        kinds = sum(t[t["kind"] == "kind"].groupby("group")["taken"].sum() for t in tables)
        shares.append(float(kinds["lone"] / kinds.sum()))
    assert shares[0] > shares[1] + 0.1


def test_reports_become_leads_and_leads_arrests() -> None:
    found = pairs([ExchangeReporting(start=40, ramp=0, coverage=1.0)], days=240, replicates=3,
                  payments__reports=6.0, payments__report_leads=1.0, authorities__lead_delay=30.0)  # fmt: skip
    struck, twin = (sum(pair.sums("arrests_vendors", 0, 200)[arm] for pair in found) for arm in (0, 1))
    assert struck > twin + 10
    assert all(pair.sums("reports", 0, 200) > (0.0, 0.0) == pair.sums("assessments", 0, 200) for pair in found)


def test_a_ban_keeps_others_from_carrying_on() -> None:
    replacing = {"vendors__kind_replaces": [1.0, 1.0, 1.0], "vendors__arrests": 3.0}
    free = pairs([ProfessionBan(start=40, reach=1.0)], days=200, replicates=2, **replacing)
    assert ratio(free, "arrests_vendors", 0, 150) < 1.1
    for pair in free:
        struck, twin = (int((table(w, "vendors")["state"] == 3).sum()) for w in (pair.struck, pair.twin))
        arrested = [int(w.records.column("arrests_vendors")[40:].sum()) for w in (pair.struck, pair.twin)]
        assert arrested[0] > 0 and struck != twin
    none = pairs([ProfessionBan(start=40, reach=1.0)], days=120, replicates=1,
                 **{**replacing, "vendors__kind_replaces": [0.0, 0.0, 0.0]})[0]  # fmt: skip
    assert none.sums("orders", 0, 80)[0] == none.sums("orders", 0, 80)[1], "where nobody would, nothing changes"


# goods


def test_goods_are_scarce_for_months_and_back_as_others_supply() -> None:
    barrier = ProductionControl(start=START, product="opioids", share=0.9)
    world = Ecosystem(changed(**CALM), buyers=200, days=300, interventions=[barrier])
    supply = []
    place = PRODUCTS.index("opioids")
    while world.day < 300:
        world.step()
        today = world.work.today[0]
        supply.append(float(today["goods"][place]))
        assert (np.delete(today["goods"], place) == 1.0).all()
    world.close()
    assert supply[START - 1] == 1.0 and supply[START] < 0.15 and supply[START + 120] > 0.75 and supply[-1] < 1.0
    assert today["goods_price"][place] < 1.1


def test_scarce_goods_are_dear_and_less_is_sold_of_them() -> None:
    found = pairs([ProductionControl(start=40, product="cannabis", share=0.95)], days=140, replicates=3,
                  ways__resupply=False)  # fmt: skip
    sold = [
        sum(
            g[(g["kind"] == "product") & (g["group"] == "cannabis") & (g["day"] >= 70)]["orders"].sum()
            for g in (getattr(pair, arm).records.groups() for pair in found)
        )
        for arm in ("struck", "twin")
    ]
    dearer = ratio(found, "price", 30, 100) / ratio(found, "active_vendors", 30, 100)
    assert sold[0] < 0.9 * sold[1] and dearer > 1.02


# all at once


def test_coin_is_neither_made_nor_lost_with_every_route_cut_watched_and_taxed() -> None:
    barriers = [
        ExchangeReporting(start=5, ramp=0, coverage=1.0, freeze=0.7), AccountBlocking(start=8, share=0.7, ramp=0),
        AssetRecovery(start=6, ramp=0, cases=20.0), Fines(start=7, ramp=0, cases=20.0), Delisting(start=9, ramp=0),
        TaxAssessment(start=7, ramp=0, cases=20.0, rate=3.0, years=10.0), MachineLicensing(start=4, ramp=0),
        MixerSanction(start=10, count=3, jurisdiction=0.5), ProductionControl(start=3), ProfessionBan(start=3),
    ]  # fmt: skip
    world = Ecosystem(changed(**CALM, vendors__arrests=2.0), buyers=400, days=80, interventions=barriers)
    auditor = Auditor(world)
    for _ in range(80):
        auditor.day()
    assert world.records.column("taken").sum() > 0.0 and world.records.column("no_coin").sum() > 0.0
    world.close()
