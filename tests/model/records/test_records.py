"""What is written down: counts as counted, money in EUR, groups that add up, a journal in order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.hack import Hack
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes, counters
from sim.model.market.geography import CHANNELS, COUNTRIES, PRODUCTS
from sim.model.records.records import STATES, Records
from tests.model.market.worlds import changed

BARRIERS = {"takedown": Takedown(start=20, count=2), "hack": Hack(start=30)}


@pytest.fixture(scope="module")
def world():
    parameters = changed(buyers__order_rate=0.05, vendors__per_buyer=0.05, administrators__openings=200.0)
    made = Ecosystem(parameters, buyers=1_500, days=80, interventions=BARRIERS).run(70)
    yield made
    made.close()


def test_a_row_a_day_in_the_order_of_days(world: Ecosystem) -> None:
    daily = world.records.daily()
    assert daily["day"].tolist() == list(range(70)) and not daily.isna().any().any()
    assert set(STATES) <= set(daily.columns) and {"perceived_risk", "price_index", "early_share"} <= set(daily.columns)


def test_figures_of_marketplaces_are_read_by_name(world: Ecosystem) -> None:
    groups = world.records.groups()
    shops = groups[groups["kind"] == "marketplace"]
    for name, parts in (("orders", 1), ("revenue", 100), ("vendors", 1)):
        kept = world.records.of_markets(name).sum() / parts
        assert kept == pytest.approx(shops[name].sum()) and kept > 0


def test_counts_are_whole_and_money_is_in_eur(world: Ecosystem) -> None:
    daily = world.records.daily()
    counts = world.records.counts[:70]
    assert (daily["orders"] == counts[:, counters.ORDERS]).all()
    assert np.allclose(daily["revenue"], counts[:, counters.REVENUE] / 100.0)
    for name in ("revenue", "direct_revenue", "refunded", "commission", "buyers_paid", "exchange_in", "upstream_in"):
        assert world.records.column(name) * 100.0 == pytest.approx(counts[:, counters.NAMES.index(name)]), name
    mean = daily["revenue"].sum() / daily["orders"].sum()
    assert 20.0 < mean < 1_000.0, "EUR an order"


def test_averages_are_over_those_who_decided(world: Ecosystem) -> None:
    daily = world.records.daily()
    for name, low, high in (("trust", 0, 1), ("perceived_risk", 0, 1), ("stealth", 0, 1), ("price_index", 0.5, 2),
                            ("early_share", 0, 1), ("positive_feedback", 0, 1),
                            ("negative_feedback", 0, 1)):  # fmt: skip
        assert ((daily[name] >= low) & (daily[name] <= high)).all(), name
    judged = daily["all_feedback"] > 0
    assert (daily["positive_feedback"] + daily["negative_feedback"])[judged].to_numpy() == pytest.approx(1.0)
    vendors = world.state.vendors[: world.state.n_vendors]
    trading = vendors["state"] <= codes.EXIT_SCAMMING
    assert daily["price_index"].iloc[-1] == pytest.approx(float(vendors["price"][trading].mean()), rel=0.05)


def test_groups_add_up_to_the_day(world: Ecosystem) -> None:
    daily, groups = world.records.daily().set_index("day"), world.records.groups()
    for kind, labels in (("product", PRODUCTS), ("country", COUNTRIES), ("marketplace", None), ("channel", CHANNELS)):
        part = groups[groups["kind"] == kind]
        sums = (
            part.groupby("day")[["orders", "revenue", "parcels", "seized", "vendors"]]
            .sum()
            .reindex(daily.index, fill_value=0)
        )
        extra = (daily["direct_orders"], daily["direct_revenue"]) if kind == "channel" else (0, 0)
        assert (sums["orders"] == daily["orders"] + extra[0]).all(), kind
        assert np.allclose(sums["revenue"], daily["revenue"] + extra[1]), kind
        if labels is not None:
            assert set(part["group"]) == set(labels)
        if kind == "channel":
            assert (sums["parcels"] == daily["parcels_sent"]).all() and (
                sums["seized"] == daily["parcels_seized"]
            ).all()
        else:
            assert sums["parcels"].sum() == sums["seized"].sum() == 0
    market = groups[groups["kind"] == "marketplace"]
    assert not market.duplicated(["day", "group"]).any() and market["vendors"].sum() > 0


def test_closed_marketplaces_trade_no_more(world: Ecosystem) -> None:
    journal, groups = world.records.journal(), world.records.groups()
    market = groups[groups["kind"] == "marketplace"]
    for row in journal[journal["event"] == "close"].itertuples():
        after = market[(market["group"] == row.marketplace) & (market["day"] >= row.day)]
        assert after["orders"].sum() == after["vendors"].sum() == 0


def test_the_journal_is_in_order_and_says_who_what_and_how_much(world: Ecosystem) -> None:
    journal = world.records.journal()
    assert journal.columns.tolist() == ["day", "event", "marketplace", "vendor", "cause", "amount"]
    assert journal["day"].is_monotonic_increasing and not journal.isna().any().any()
    assert (
        journal["event"]
        .isin({*codes.EVENTS, "close", "open", "lead", "harden", "relax", "operator_arrest", "desk_lost"})
        .all()
    )
    close = journal[journal["event"] == "close"]
    assert set(close["cause"]) <= {*codes.CAUSES} - {""} and (close["amount"] >= 0).all()
    assert close.groupby("cause").size().get("seizure", 0) >= 2 and (close["cause"] == "hack").sum() >= 1
    daily = world.records.daily()
    lost = close[close["cause"] != "voluntary"].groupby("day")["amount"].sum().reindex(daily["day"], fill_value=0.0)
    assert np.allclose(lost, daily["escrow_lost"])
    opened = (journal["event"] == "open").sum()
    assert opened > 5 and daily["marketplaces"].iloc[-1] == 12 + opened - len(close)
    assert (journal["event"] == "enter").sum() == daily["entrants"].sum()
    assert (journal["event"] == "arrest").sum() == daily["arrests_vendors"].sum()
    named = journal[journal["event"].isin(["enter", "move", "rename", "second_account", "close", "open"])]
    assert named["marketplace"].str.fullmatch(r"market-[1-9]\d*").all()


def test_more_marketplaces_than_there_was_room_for() -> None:
    """The table of marketplaces widens; what was written before stays."""
    parameters = changed(administrators__openings=500.0, administrators__developers=100, administrators__build_days=1.0,
                         administrators__opening_response=500.0)  # fmt: skip
    world = Ecosystem(parameters, buyers=400, days=300)
    room = world.records.markets.shape[1]
    world.state.unserved = 1.0
    before = None
    while world.day < 300:
        world.state.unserved = 1.0
        world.step()
        if world.day == 5:
            before = world.records.markets[:5].copy()
    assert world.records.markets.shape[1] > room and world.state.n_markets > room
    assert (world.records.markets[:5, : before.shape[1]] == before).all() and world.state.balance() == 0
    assert world.records.markets[:, room:, 2].sum() > 0
    world.close()


def test_a_copy_goes_its_own_way(world: Ecosystem) -> None:
    state = world.state.copy()
    copy = world.records.copy(state)
    assert isinstance(copy, Records) and copy.written == 70 and copy.state is state
    pd.testing.assert_frame_equal(copy.daily(), world.records.daily())
    copy.counts[:] = 0
    copy.markets[:] = 0
    assert world.records.daily()["orders"].sum() > 0 == copy.daily()["orders"].sum()


def test_columns_are_copies(world: Ecosystem) -> None:
    world.records.column("orders")[:] = -1
    world.records.column("alarm")[:] = -1
    assert world.records.column("orders").min() >= 0 and world.records.column("alarm").min() >= 0
    with pytest.raises(ValueError):
        world.records.column("nothing")
