"""Marketplaces vet so many new vendors a day (D22, D59); vendors take what they can send; size decides nothing."""

from __future__ import annotations

import numpy as np

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from tests.model.market.worlds import CALM, changed, pairs, ratio

MONOPOLY = {"administrators__initial_shares": [0.9, 0.06, 0.04]}
UNKNOWN = {"ways__carry_reputation": False}
"""Nobody comes with a record, so that all must be vetted."""
NO_DESK = {"facilitators__desk_share": 1.0, "facilitators__desk_power": 100.0}
"""Nobody pays by the desk of the near-monopoly: who loses it with the marketplace is missing whoever is vetted."""


def test_nobody_is_taken_on_where_nobody_can_be_vetted() -> None:
    world = Ecosystem(
        changed(**CALM, **UNKNOWN, vendors__onboarding=0.0, vendors__onboarding_least=0.0), buyers=2_000, days=60
    )
    accounts = world.state.n_accounts
    world.run().close()
    assert world.state.n_accounts <= accounts + world.state.n_markets  # the one place that each has from the start


def test_vendors_on_rivals_after_a_near_monopoly_grow_with_what_can_be_vetted() -> None:
    """Direction: the slower newcomers are vetted, the longer trade is missing, where all have a way to pay."""
    missing = {}
    for onboarding in (0.005, 0.2):
        found = pairs([Takedown(start=40, publicity=0.0)], replicates=4, buyers=6_000, days=160, **UNKNOWN,
                      vendors__onboarding=onboarding, vendors__per_buyer=0.02, **MONOPOLY, **NO_DESK)  # fmt: skip
        missing[onboarding] = 1.0 - ratio(found, "orders", 20, 100)
    assert missing[0.005] > missing[0.2] + 0.25
    assert missing[0.2] < 0.5


def test_a_vendor_with_a_full_order_book_is_not_on_offer() -> None:
    world = Ecosystem(changed(**CALM, vendors__capacity=0.05, institutions__backlog=5.0), buyers=2_000, days=60).run(59)
    vendors = world.state.vendors[: world.state.n_vendors]
    crowded = vendors["unfinished"] >= 5.0 * vendors["capacity"]  # on the eve of the listing
    crowded = crowded.copy()
    world.step()
    offered = np.unique(world.work.offers["vendor"][: world.work.offer_start[-1]])
    offered = offered[offered < len(crowded)]  # who entered today has a clean book
    assert crowded.any() and len(offered) and not crowded[offered].any()
    world.close()


def test_a_thin_marketplace_is_not_passed_over_for_being_simulated_small() -> None:
    """What a marketplace draws is its trade and rating: the same share of visits in a world of any size."""
    shares = []
    for buyers in (2_000, 20_000):
        world = Ecosystem(changed(**CALM), buyers=buyers, days=2).run()
        n = len(world.work.slots)
        pull = np.diff(world.work.destinations[: n + 1])
        selling = world.state.markets["sellers"][world.work.slots] > 0
        shares.append((pull / pull.sum())[:5])
        assert (pull[selling] > 0).all() and world.state.markets["state"][world.work.slots].max() == codes.OPEN
        world.close()
    assert np.allclose(shares[0], shares[1], atol=0.06)
