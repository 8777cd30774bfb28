"""What is on offer: sorted and bounded rightly, against a version that anybody can follow."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.ecosystem import SCHEDULE, Ecosystem
from sim.model.market import codes
from sim.model.market.geography import COUNTRIES, EU, PRODUCTS, REACHES
from tests.model.market.worlds import changed


def reach_of(vendor: np.void) -> tuple[str, str]:
    """Where a vendor's offers can be bought, and where they come from."""
    home = COUNTRIES[vendor["home"]]
    if vendor["scope"] == codes.WORLDWIDE:
        return "world", home
    return ("EU" if vendor["scope"] == codes.REGION and home in EU else home), home


def shuffled(seed: int, buyers: int = 600) -> Ecosystem:
    """A world whose vendors, accounts and marketplaces are changed at random before they list."""
    rng = np.random.default_rng(seed)
    world = Ecosystem(changed(vendors__per_buyer=0.2), buyers=buyers, days=5, seed=seed).run(1)
    state = world.state
    vendors, accounts = state.vendors[: state.n_vendors], state.accounts[: state.n_accounts]
    for column, n in (("home", len(COUNTRIES)), ("product", len(PRODUCTS)), ("scope", 3)):
        vendors[column] = rng.integers(0, n, len(vendors))
    vendors["stock"] = rng.choice([-1.0, 0.0, 0.5, 40.0], len(vendors))
    accounts["positive"], accounts["negative"] = rng.integers(0, 500, (2, len(accounts)))
    accounts["early"] = rng.integers(0, 2, len(accounts))
    for row in rng.choice(state.rows(codes.OPEN), rng.integers(0, 6), replace=False):
        state.markets["state"][row] = rng.choice([codes.CLOSED, codes.WINDING])
        state.markets["closed"][row] = state.day
    for phase in SCHEDULE:
        if phase.name == "buyers":
            break
        phase.run(world)
    return world


@pytest.mark.parametrize("seed", range(8))
def test_offers_against_a_plain_version(seed: int) -> None:
    world = shuffled(seed)
    state, work = world.state, world.work
    slots = [int(row) for row in range(state.n_markets) if state.markets["state"][row] == codes.OPEN]
    assert work.slots.tolist() == slots
    expected: dict[tuple[int, int, int], list[int]] = {}
    sellers = dict.fromkeys(slots, 0)
    for a in range(state.n_accounts):
        account = state.accounts[a]
        if account["closed"] >= 0 or account["market"] not in slots:
            continue
        sellers[int(account["market"])] += 1
        vendor = state.vendors[account["vendor"]]
        if vendor["stock"] > 0:
            group = (slots.index(account["market"]), int(vendor["product"]), REACHES.index(reach_of(vendor)))
            expected.setdefault(group, []).append(a)
    start, offers = work.offer_start, work.offers
    found = {}
    for slot in range(len(slots)):
        for product in range(len(PRODUCTS)):
            for reach in range(len(REACHES)):
                g = (slot * len(PRODUCTS) + product) * len(REACHES) + reach
                rows = offers["account"][start[g] : start[g + 1]].tolist()
                if rows:
                    found[slot, product, reach] = rows
    assert {g: sorted(rows) for g, rows in found.items()} == expected
    n = int(start[-1])
    assert start[0] == 0 and (np.diff(start) >= 0).all() and n == sum(map(len, expected.values()))
    assert {row: int(state.markets["sellers"][row]) for row in slots} == sellers
    for offer in offers[:n]:
        account, vendor = state.accounts[offer["account"]], state.vendors[offer["vendor"]]
        assert account["vendor"] == offer["vendor"] and vendor["home"] == offer["home"]
        assert offer["price"] == pytest.approx(vendor["price"] * vendor["lot"], rel=1e-6)
        assert offer["early"] == (account["early"] and state.markets["early_allowed"][account["market"]])
    weight = work.offer_weight[: n + 1]
    assert weight[0] == 0.0 and (np.diff(weight) > 0).all() and np.isfinite(weight).all()
    world.close()


def test_better_offers_are_seen_more() -> None:
    """Weight rises with rating, concealment, sales and size; it falls with the price and with early payment."""
    world = shuffled(3)
    state, work = world.state, world.work
    n = int(work.offer_start[-1])
    offers, share = work.offers[:n], np.diff(work.offer_weight[: n + 1])
    account, vendor = state.accounts[offers["account"]], state.vendors[offers["vendor"]]
    good = account["positive"] + account["carried"]
    prior, bad = world.parameters.institutions.reputation_prior, world.parameters.institutions.bad_weight
    design = np.column_stack([
        np.ones(n), good / (good + bad * account["negative"] + prior), np.log(vendor["price"]), vendor["stealth"],
        offers["early"], np.log(0.2 + account["recent"]), np.log(vendor["scale"]),
    ])  # fmt: skip
    slopes, *_ = np.linalg.lstsq(design, np.log(share), rcond=None)
    assert (slopes[[1, 3, 5, 6]] > 0).all() and (slopes[[2, 4]] < 0).all()
    world.close()


def test_no_marketplace_no_offers() -> None:
    world = Ecosystem(buyers=300, days=3).run(1)
    world.state.markets["state"] = codes.CLOSED
    world.step()
    assert world.work.offer_start.tolist() == [0] and len(world.orders_today()) == 0
    world.close()


def test_who_finds_nothing_that_draws_stays_where_he_is() -> None:
    """Where every marketplace is off the net, or has nothing, nobody is sent to the last of the list."""
    parameters = changed(buyers__order_rate=0.3, buyers__switch=1.0, buyers__follow_vendor=0.0)
    world = Ecosystem(parameters, buyers=3_000, days=10).run(2)
    world.state.markets["offline_until"][world.state.rows(codes.OPEN)] = 10
    before, now = world.state.buyers.copy(), world.state.buyers
    world.run(8)
    still = (before["market"] >= 0) & (before["caution"] == now["caution"])  # the same persons
    assert np.count_nonzero(still) > 200
    moved = now["market"][still & (before["market"] != now["market"])]
    assert moved.tolist() == []
    world.close()


def test_a_newcomer_without_a_prior_is_rated_nothing_not_undefined() -> None:
    """With ``reputation_prior`` 0 a rating would be 0 / 0, and one such offer would spoil all running sums."""
    world = Ecosystem(changed(institutions__reputation_prior=0.0, vendors__entry=0.2), buyers=2_000, days=30).run()
    n = int(world.work.offer_start[-1])
    assert n > 0 and np.isfinite(world.work.offer_weight[: n + 1]).all()
    accounts = world.state.accounts[world.work.offers["account"][:n]]
    assert ((accounts["positive"] + accounts["negative"] == 0) & (accounts["carried"] == 0)).any()
    world.close()
