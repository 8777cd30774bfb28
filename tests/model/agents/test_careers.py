"""Who trades on day 0: those whom years of entering and stopping leave behind."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.vendors.lasting import Earning, careers
from sim.model.construction import Constants
from sim.model.ecosystem import Ecosystem
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import changed

PAR = EcosystemParameters()


def hazard_days(earned: float, rng: np.random.Generator, par: EcosystemParameters) -> float:
    """Return how long a vendor stays who earns so much from the first day on, by tossing day after day."""
    v = par.vendors
    days = np.arange(40_000)
    trying = 1.0 + (v.stop_young - 1.0) * np.exp(-days / v.stop_young_days)
    daily = v.stop * trying * (1.0 + earned / v.outside_option) ** -v.stop_earning + (v.retire + v.arrests) / 365.0
    return float(np.searchsorted(np.cumsum(daily), rng.exponential()))


def test_a_career_is_as_long_as_tossing_day_after_day_makes_it() -> None:
    lasts = careers(PAR.vendors, Earning(np.array([0.0, 0.0, 0.0]), 1.0, 0.0))[0]
    rng = np.random.default_rng(1)
    stayed = np.mean([hazard_days(0.0, rng, PAR) for _ in range(4000)])
    ages, edges = lasts["ages"][0, 0], lasts["edges"]
    middle, share = 0.5 * (edges[1:] + edges[:-1]), np.diff(ages, prepend=0.0)
    # the mean age of those met is E[T^2] / (2 E[T]), and the chance to be met young is that of a short stay
    drawn = np.array([hazard_days(0.0, rng, PAR) for _ in range(4000)])
    assert (middle * share).sum() == pytest.approx((drawn**2).mean() / (2.0 * drawn.mean()), rel=0.1)
    assert share[middle < stayed].sum() == pytest.approx(np.minimum(drawn, stayed).mean() / drawn.mean(), abs=0.03)


def test_who_earns_more_is_met_more_often_and_who_means_to_leave_less() -> None:
    lasts = careers(PAR.vendors, Earning(np.array([30.0, 35.0, 50.0]), 1.0, 1.0 / 240.0))[0]
    assert (np.diff(lasts["stays"][0]) >= 0.0).all() and (lasts["stays"][1] < lasts["stays"][0] + 1e-12).all()
    assert lasts["ages"][:, :, -1] == pytest.approx(1.0) and (np.diff(lasts["ages"], axis=2) >= 0.0).all()


@pytest.mark.parametrize("changes", [
    {"vendors__stop": 1.0, "vendors__retire": 0.0, "vendors__arrests": 0.0},
    {"vendors__stop": 0.0, "vendors__retire": 0.0, "vendors__arrests": 0.0, "administrators__initial_age": 3000.0},
    {"vendors__margin": 1.0}, {"vendors__margin": 0.0}, {"vendors__kind": {"producer": 1.0}},
    {"vendors__scale_spread": 4.0, "vendors__lot_spread": 2.0}, {"buyers__order_rate": 1e-6},
    {"vendors__stop_earning": 0.0}, {"vendors__retire": 10.0}, {"vendors__scale_spread": 0.0},
])  # fmt: skip
def test_any_world_has_vendors_with_a_past(changes) -> None:
    world = Ecosystem(changed(**changes), buyers=2_000, days=3)
    v = world.vendors.table()
    assert len(v) == Constants.of(world.parameters, 2_000).n_vendors
    assert (v["entered"] <= 0).all() and (v["wealth"] >= 0).all() and np.isfinite(v["profit"]).all()
    assert world.state.balance() == 0


def test_orders_that_vendors_begin_with_are_those_that_there_are() -> None:
    world = Ecosystem(buyers=400_000, days=3)
    assert float(world.vendors.table()["sales"].sum()) == pytest.approx(world.state.demand, rel=0.1)
    world.close()


@pytest.mark.long
def test_the_mix_of_vendors_their_number_and_revenue_stay_as_they_begin() -> None:
    """Producers are not ever more of all, as they were while vendors began in the mix in which they enter."""
    producers, revenue, number = [], [], []
    for replicate in range(6):
        world = Ecosystem(buyers=50_000, days=1_095, replicate=replicate)
        shares = []
        for end in (2, 1_095):
            world.run(end)
            v = world.vendors.table()[world.vendors.present()]
            shares.append(float((v["kind"] == 2).mean()))
        producers.append(shares)
        daily = world.records.column("revenue").astype(float)
        revenue.append(daily[:365].sum() / daily[-365:].sum())
        there = world.records.column("active_vendors").astype(float)
        number.append(there[:365].mean() / there[-365:].mean())
    start, end = np.mean(producers, axis=0)
    assert start == pytest.approx(end, rel=0.25)
    assert np.mean(revenue) == pytest.approx(1.0, abs=0.15)
    assert np.mean(number) == pytest.approx(1.0, abs=0.15)
