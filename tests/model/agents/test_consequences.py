"""What ought to matter does: means, kinds, care, reputation; disputes; a hack is no exit scam."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.acts.close import Close
from sim.model.acts.targets import Targets
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.market import codes
from sim.model.market.geography import CHANNELS
from tests.model.market.worlds import CALM, changed, pairs, ratio, table


def make(buyers: int = 2_000, days: int = 120, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=days)


def test_how_disputes_end_moves_trust_in_the_marketplace() -> None:
    trust = {}
    for right in (0.0, 1.0):
        world = make(vendors__quality=0.6, administrators__dispute_quality=right, buyers__switch=0.0).run(60)
        world.state.markets["dispute_full"] = right
        world.run()
        there = world.state.buyers[world.state.buyers["state"] == codes.ACTIVE]
        trust[right] = float(there["trust_market"].mean())
        world.close()
    assert trust[1.0] > trust[0.0] + 0.01


def test_a_bond_matters_by_what_vendors_can_pay() -> None:
    """300 EUR hardly keep anybody out, 100,000 EUR nearly everybody (D52: USD 100 to 1,000 are asked)."""
    came = {}
    for bond in (0.0, 300.0, 100_000.0):
        world = make(days=40, vendors__entry=0.05, administrators__bond=bond, vendors__onboarding=1.0)
        world.state.markets["admission"][: world.state.n_markets] = codes.BOND
        came[bond] = float(world.run().records.column("entrants").sum())
        world.close()
    assert came[300.0] > 0.75 * came[0.0] > 50 and came[100_000.0] < 0.1 * came[0.0]


def test_without_means_shelves_are_emptier_and_fewer_open_again() -> None:
    stock, back = {}, {}
    for days in (0.0, 1_000.0):
        world = make(days=70, vendors__capital_days=days, vendors__reopening_days=20.0).run(30)
        vendors = world.state.vendors[world.state.active[: world.state.n_active]]
        stock[days] = float((vendors["stock"] / vendors["capacity"]).mean())
        world.authority.carry_out(Close(targets=Targets("largest")))
        journal = world.run().records.journal()
        back[days] = int(journal[journal["day"] > 30]["event"].isin(["move", "rename"]).sum())
        world.close()
    assert stock[0.0] < 0.7 * stock[1_000.0] and back[0.0] < 0.8 * back[1_000.0]


def test_kinds_of_vendors_differ_in_more_than_size() -> None:
    """S14, S15 (sign): groups are more careful, fail less, ship further, and outlive an arrest; producers gain more."""
    world = make(buyers=12_000, days=31, vendors__kind={"lone": 0.4, "organised": 0.3, "producer": 0.3}).run(30)
    vendors = table(world, "vendors")
    kind = [vendors["kind"] == k for k in (codes.LONE, codes.ORGANISED, codes.PRODUCER)]
    for column, better in (("opsec", 1), ("quality", 1)):
        mean = [float(vendors[column][k].mean()) for k in kind]
        assert better * mean[0] < better * min(mean[1:]), column
    far = [float((vendors["scope"][k] == codes.WORLDWIDE).mean()) for k in kind]
    assert far[0] < min(far[1:])
    earning = [vendors[k & (vendors["sales"] > 0.2)] for k in kind]
    gain = [float(v["profit"].sum() / v["sales"].sum()) for v in earning]
    assert gain[2] > max(gain[:2])
    trading = vendors["state"] == codes.TRADING
    vendors["arrest_on"][trading] = world.day
    world.step()
    after = table(world, "vendors")[: len(trading)]
    stays = [float((after["state"][trading & k] == codes.TRADING).mean()) for k in kind]
    assert stays[0] == 0.0 < 0.15 < stays[2] < stays[1] < 0.65
    assert world.state.balance() == 0
    world.close()


def test_a_hack_is_not_an_exit_scam() -> None:
    """Thieves have the coin and the robbed may begin anew; who left with it is gone. One upsets less than the other."""
    upset = {}
    for cause in ("hack", "exit_scam"):
        world = make(administrators__hack_returns=1.0).run(20)
        escrow = int(world.state.markets["escrow"].max())
        world.authority.carry_out(Close(targets=Targets("largest"), cause=cause))
        robbed = cause == "hack"
        assert (world.state.purses["thieves"] >= escrow) == robbed and len(world.state.returning) == robbed
        n = world.state.n_markets
        world.run(22)
        upset[cause] = float(world.state.news[codes.UPSET])
        world.run()
        assert world.state.n_markets == n + robbed and world.state.balance() == 0
        world.close()
    assert 0.0 < upset["hack"] < upset["exit_scam"]


def test_who_is_careful_is_arrested_less() -> None:
    arrests = {}
    for opsec in (0.3, 0.9):
        world = make(buyers=6_000, days=200, vendors__opsec=opsec, vendors__arrests=1.0).run()
        arrests[opsec] = world.records.column("arrests_vendors").sum()
        world.close()
    assert arrests[0.9] < 0.5 * arrests[0.3]


def test_training_alone_finds_more() -> None:
    """Of what is examined in ordinary times a larger part is recognised, and nothing more is examined."""
    world = {"couriers__examined": [0.2] * len(CHANNELS), "couriers__detection": 0.4}
    barrier = PostalInspection(start=40, share=0.0, training=1.0, training_half_life=10_000.0)
    found = pairs([barrier], days=80, replicates=4, **world)
    assert ratio(found, "parcels_seized", 0, 40) > 1.15
    same = pairs([PostalInspection(start=40, share=0.0, training=0.0)], days=80, replicates=1, **world)
    assert same[0].sums("parcels_seized", 0, 40)[0] == same[0].sums("parcels_seized", 0, 40)[1]


def test_a_lost_name_costs_up_to_a_tenth_of_the_price_for_months() -> None:
    """D42: prices fall by up to 9 %; B66: they recover in 60 to 120 days, as ratings are rebuilt."""
    still = {"vendors__price_response": 0.0, "vendors__stop": 0.0, "vendors__exit_scam": 0.0, "vendors__arrests": 0.0}
    still |= {"couriers__vendor_case": 0.0, "buyers__order_rate": 0.03, "vendors__per_buyer": 0.03}
    renamed = {"vendors__identity_kept": 0.0, "vendors__identity_sales": 0.0, "vendors__second_account": 0.0}
    stem = make(buyers=8_000, days=300, **still, **renamed).run(60)
    struck = stem.branch([])
    struck.authority.carry_out(Close(targets=Targets("largest")))
    gaps = {}
    for day in (75, 105, 150, 270):
        stem.run(day), struck.run(day)
        journal = struck.records.journal()
        rows = journal[(journal["event"] == "rename") & (journal["day"].between(61, 74))]["vendor"].unique()
        sold = stem.state.vendors["sold"][rows] > 60
        price = [world.state.vendors["price"][rows[sold]].astype(float) for world in (struck, stem)]
        gaps[day] = float(np.mean(price[0] / price[1])) - 1.0
    assert sold.sum() > 10
    assert -0.09 < gaps[75] < -0.03 and gaps[105] < 0.1 * gaps[75], "made good is down to a tenth"
    assert gaps[75] < gaps[105] < gaps[150] < gaps[270] and gaps[150] > 0.6 * gaps[75]
    stem.close(), struck.close()


def test_better_rated_vendors_ask_more() -> None:
    """D48: better rating history, higher price."""
    world = make(buyers=8_000, days=150, vendors__price_spread=0.0, vendors__price_response=0.0,
                 institutions__price_tenure=0.0).run()  # fmt: skip
    vendors = table(world, "vendors")
    now = vendors[vendors["state"] == codes.TRADING]
    few, many = now["price"][now["sold"] < 5], now["price"][now["sold"] > 100]
    assert len(few) > 20 < len(many) and 1.03 < many.mean() / few.mean() < 1.10
    world.close()


@pytest.mark.parametrize("growth", [0.0, 0.2])
def test_growth_is_a_setting_of_its_own(growth: float) -> None:
    """Without it as many customers wish as often on any day: who is there on day 0 is who is there later."""
    world = Ecosystem(changed(buyers__growth=growth, buyers__stop_disappointed=0.0), buyers=20_000, days=760)
    world.state.markets["state"] = codes.CLOSED  # nobody trades: only who wishes how often is looked at
    wishes = world.run().records.column("wishes")
    customers = world.records.column("active_buyers")
    assert customers[-30:].mean() / customers[:30].mean() == pytest.approx(1.0, abs=0.02 + 0.1 * growth)
    risen = wishes[-60:].mean() / wishes[:60].mean()
    assert risen == pytest.approx((1.0 + growth) ** (700 / 365), rel=0.08)
    world.close()
