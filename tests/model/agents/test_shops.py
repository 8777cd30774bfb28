"""Vendors differ in what they sell at a time, try out before they stay, and are taken at their record."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.vendors.reputation import best_rating
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from tests.model.market.worlds import CALM, changed, pairs, table


def vendors_and_orders(days: int = 60, **changes: object) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The vendors' rows, and of each order over the days its vendor and value."""
    world = Ecosystem(changed(**{**CALM, **changes}), buyers=4_000, days=days)
    seller, value = [], []
    while world.day < days:
        world.step()
        today = world.orders_today()
        seller.append(today["vendor"].copy()), value.append(today["value"].astype(float))
    world.close()
    return table(world, "vendors").copy(), np.concatenate(seller), np.concatenate(value)


def test_an_order_is_worth_as_much_as_the_lot_of_its_vendor() -> None:
    """A lot twice as large is an order twice as dear, whoever buys."""
    vendors, seller, value = vendors_and_orders(vendors__lot_spread=1.0)
    slope = np.polyfit(np.log(vendors["lot"][seller]), np.log(value), 1)[0]
    assert slope == pytest.approx(1.0, abs=0.05)


def test_revenue_is_more_concentrated_than_units_where_lots_differ() -> None:
    """D62 beside D63."""

    def top(**changes: object) -> float:
        vendors, seller, value = vendors_and_orders(**changes)
        units = np.bincount(seller, minlength=len(vendors)).astype(float)
        revenue = np.bincount(seller, value, minlength=len(vendors))
        tenth = len(vendors) // 10
        return float(np.sort(revenue)[-tenth:].sum() / revenue.sum() - np.sort(units)[-tenth:].sum() / units.sum())

    same = top(vendors__lot_spread=0.0, vendors__kind_lot=[1.0, 1.0, 1.0], buyers__wholesale=0.0)
    assert top(buyers__wholesale=0.0) > same + 0.02


def test_lots_follow_the_kind() -> None:
    world = Ecosystem(changed(**CALM, vendors__lot_spread=0.0), buyers=4_000, days=1)
    vendors = table(world, "vendors")
    lots = world.parameters.vendors.kind_lot
    assert all((vendors["lot"][vendors["kind"] == kind] == np.float32(lot)).all() for kind, lot in enumerate(lots))
    world.close()


def test_who_has_just_begun_stops_sooner() -> None:
    """D58: of those who begin a fifth is gone after three weeks, of the rest two in five by day 101."""
    gone = {}
    for young in (1.0, 6.0):
        world = Ecosystem(changed(**CALM, vendors__stop_young=young), buyers=8_000, days=160).run()
        vendors = table(world, "vendors")
        tried = (vendors["entered"] > 0) & (vendors["entered"] < 140)
        stayed = np.where(vendors["left"] < 0, 10_000, vendors["left"] - vendors["entered"])
        gone[young] = float((stayed[tried] <= 20).mean())
        world.close()
    assert gone[6.0] > 2.0 * gone[1.0] > 0.0


def test_a_known_name_needs_no_vetting() -> None:
    """Whose key and record are known opens where newcomers must wait (D20 beside D22)."""
    found = pairs([Takedown(start=40, publicity=0.0)], days=90, replicates=3, buyers=8_000,
                  vendors__onboarding=0.0, vendors__onboarding_least=0.0)  # fmt: skip
    moved = renamed = markets = 0
    for pair in found:
        events = pair.struck.state.events[: pair.struck.state.n_events]
        events = events[events["day"] >= pair.start]
        moved += int((events["code"] == codes.MOVE).sum())
        renamed += int((events["code"] == codes.RENAME).sum())
        markets += pair.struck.state.n_markets
        for row in events[events["code"] == codes.MOVE]["vendor"]:
            assert table(pair.struck, "vendors")["sold"][row] > pair.struck.parameters.vendors.early_sales
    assert moved > 3 and renamed <= markets


def test_days_without_complaint_stand_for_ratings_in_the_price() -> None:
    """B66: who starts anew is back at the old price in months, also where few buy."""
    world = Ecosystem(changed(**CALM), buyers=2_000, days=1)
    vendor, accounts = table(world, "vendors")[0], world.state.accounts.copy()
    accounts["positive"] = accounts["negative"] = 0
    figures = world.constants.figures[0]
    ratings = [best_rating(vendor, accounts, day, figures) for day in (0, 30, 120)]
    assert ratings[0] == 0.0 and ratings == sorted(ratings) and ratings[-1] > 0.85
    world.close()
