"""Couriers: what is examined within capacity, whom it finds, how long parcels travel."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.couriers.travel import examine
from sim.model.agents.vendors.channels import OTHERS
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes
from sim.model.market.geography import CHANNELS, COUNTRIES
from tests.model.market.worlds import CALM, changed

SHAPE = (len(CHANNELS), len(COUNTRIES))


@pytest.mark.parametrize("seed", range(5))
def test_examination_against_numpy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inspection, detection = rng.random((2, *SHAPE))
    capacity, usual, week = (
        3 * rng.random(SHAPE),
        10 * rng.random(SHAPE) * (rng.random(SHAPE) > 0.3),
        10 * rng.random(SHAPE),
    )
    out, mail = np.full(SHAPE, np.nan), 0.5 + 2.0 * float(rng.random())
    examine(inspection, capacity, mail, detection, usual, week, 0.05, out)
    able = capacity / mail * np.maximum(usual, 0.05)
    share = np.minimum(inspection / mail, np.divide(able, week, out=np.ones(SHAPE), where=week > 0))
    np.testing.assert_allclose(out, share * detection, rtol=1e-12)
    assert (out <= inspection / mail * detection + 1e-15).all()


def test_a_channel_that_fills_up_is_examined_less() -> None:
    ones = np.ones(SHAPE)
    out = [np.zeros(SHAPE) for _ in range(3)]
    for factor, result in zip((0.5, 1.0, 4.0), out, strict=True):
        examine(0.5 * ones, 0.5 * ones, 1.0, ones, 10 * ones, 10 * factor * ones, 0.0, result)
    assert (out[0] == out[1]).all() and out[2] == pytest.approx(out[1] / 4)


@pytest.fixture(scope="module")
def shipped() -> tuple[Ecosystem, np.ndarray]:
    """All orders of 40 days as they were handed in, fate and due day included; each channel has parcels enough."""
    used = {f"vendors__{other.chosen}": 0.02 for other in OTHERS}
    busy = changed(**{**CALM, "buyers__order_rate": 0.2, "vendors__per_buyer": 0.2, **used})
    world = Ecosystem(busy, buyers=9_000, days=40)
    orders = []
    while world.day < 40:
        world.step()
        orders.append(world.orders_today())
    world.close()
    return world, np.concatenate(orders)


def test_parcels_travel_as_long_as_their_channel_takes(shipped) -> None:
    world, orders = shipped
    par = world.parameters.couriers
    for channel in range(len(CHANNELS)):
        o = orders[orders["channel"] == channel]
        took = o["due"] - o["placed"]
        arrived = took[o["fate"] == codes.DELIVERED]
        assert len(arrived) > 30
        assert set(arrived.tolist()) == set(range(1 + int(par.fastest[channel]), 2 + int(par.slowest[channel])))
        waited = 1 + int(par.slowest[channel]) + world.parameters.institutions.grace
        assert set(took[o["fate"] != codes.DELIVERED].tolist()) <= {waited}


def test_channels_fit_the_countries(shipped) -> None:
    _, orders = shipped
    eu = 7  # the first seven countries are those of the EU
    same = orders["origin"] == orders["home"]
    within = (orders["origin"] < eu) & (orders["home"] < eu)
    assert same[np.isin(orders["channel"], (codes.POST_DOMESTIC, codes.DROP))].all()
    assert (within & ~same)[orders["channel"] == codes.POST_EU].all()
    assert (~within & ~same)[orders["channel"] == codes.POST_ABROAD].all()


def test_shares_seized_and_lost_are_those_of_the_parameters(shipped) -> None:
    world, orders = shipped
    par = world.parameters.couriers
    share = {c: float((orders["fate"][orders["channel"] == c] == codes.SEIZED).mean()) for c in range(5)}
    assert share[codes.POST_DOMESTIC] < share[codes.POST_EU] < share[codes.POST_ABROAD]
    for c in (codes.POST_EU, codes.POST_ABROAD):
        unconcealed = par.examined[c] * par.detection
        assert 0.3 * unconcealed < share[c] < 1.3 * unconcealed
    lost = (orders["fate"] == codes.LOST).mean()
    expected = np.array(par.loss)[orders["channel"]].mean()
    assert lost == pytest.approx(expected, rel=0.5)


def test_concealment_protects() -> None:
    seized = []
    for stealth, matters in ((0.0, 0.75), (1.0, 0.75), (1.0, 0.0)):
        parameters = changed(
            **CALM, vendors__stealth=stealth, vendors__stealth_spread=0.0, couriers__concealment=matters
        )
        world = Ecosystem(parameters, buyers=2_000, days=40).run()
        seized.append(world.records.column("parcels_seized").sum() / world.records.column("parcels_sent").sum())
        world.close()
    assert seized[1] < 0.5 * seized[0] and seized[2] > 2 * seized[1]


def test_couriers_show_their_channel(shipped) -> None:
    world, orders = shipped
    for courier in world.couriers:
        assert courier.name == CHANNELS[courier.channel]
        assert courier.flow.shape == courier.recognised.shape == (len(COUNTRIES),)
        assert courier.seen.shape == (len(COUNTRIES),) and (courier.seen >= 0).all() and (courier.seen <= 1).all()
        assert (courier.recognised >= 0).all() and (courier.flow >= 0).all()
    late = orders[(orders["placed"] > 25) & (orders["fate"] != codes.UNSENT)]
    for channel in range(len(CHANNELS)):
        o = late[late["channel"] == channel]
        touched = len(o) + np.count_nonzero(o["origin"] != o["home"])  # a domestic parcel touches one country
        assert world.state.week[channel].sum() == pytest.approx(
            touched / 14, rel=0.3, abs=2.0 * np.sqrt(touched) / 14
        ), "few parcels count by chance"


def test_direct_deals_are_in_what_the_vendor_sells_and_cost_as_much_to_turn_into_money() -> None:
    contacts = {"buyers__trust_contact": 0.0, "buyers__direct_contact": 1.0, "buyers__other_product": 0.9}
    contacts["buyers__direct_fallback"] = 0.6
    world = Ecosystem(changed(**{**CALM, **contacts, "institutions__cash_out": 0.2}), buyers=5_000, days=60).run(50)
    world.state.markets["state"], world.state.markets["closed"] = codes.CLOSED, 50  # direct deals are all that is left
    before, sold = world.state.vendors["sales"].copy(), world.state.vendors["sold"].copy()
    world.step()
    direct = world.orders_today()
    assert len(direct) > 10 and (direct["account"] < 0).all()
    assert (direct["product"] == world.state.vendors["product"][direct["vendor"]]).all()
    count = np.bincount(direct["vendor"], minlength=len(before))
    sales = before * np.float32(0.97) + 0.03 * count  # as vendors smooth them
    busy = count > 0
    assert world.state.vendors["sales"][busy] == pytest.approx(sales[busy], rel=1e-4), "and in how many orders a day"
    assert (world.state.vendors["sold"] == sold).all(), "but not in what marketplaces know of"
    fee = world.parameters.institutions.exchange_fee
    exchanged = sum(int(v * fee) + int(v * 0.2) for v in direct["value"].tolist())
    assert round(100 * world.records.column("exchange_in")[50]) == exchanged and world.state.balance() == 0
    world.close()
