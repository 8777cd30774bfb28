"""Vendors: entering, listing, moving with or without a name, exit scams, being arrested, running out."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.vendors.phase import entering
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
from sim.model.market import codes
from sim.model.market.levers import FACILITATOR_SUPPLY
from sim.model.market.today import concealing
from tests.model.market.worlds import CALM, changed, table


def make(buyers: int = 2_000, days: int = 200, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=days)


def close_largest(world: Ecosystem, cause: int = codes.SEIZURE) -> int:
    """Close the largest marketplace and return its row."""
    market = world.state.markets
    row = int(np.argmax(market["orders"][: world.state.n_markets]))
    market["state"][row], market["cause"][row], market["closed"][row] = codes.CLOSED, cause, world.day
    market["orders"][row] = 0.0
    return row


def mean_entrants(world: Ecosystem) -> float:
    drawn = []
    world.state.entry = 0.5
    for day in range(400):
        world.state.day = day
        drawn.append(entering(world))
    return float(np.mean(drawn))


# entering


def test_more_enter_when_there_is_more_to_earn_and_fewer_in_alarm() -> None:
    world = make()
    usual = world.parameters.vendors.orders_usual * world.state.n_active
    seen = []
    for demand in (0.5 * usual, usual, 2.0 * usual, 1_000.0 * usual):
        world.state.demand = demand
        seen.append(mean_entrants(world))
    expected = world.parameters.vendors.entry * world.state.n_vendors
    assert seen[0] < seen[1] < seen[2] < seen[3] and seen[1] == pytest.approx(expected, rel=0.1)
    assert seen[3] == pytest.approx(5.0 * expected, rel=0.1)
    world.state.demand = usual
    world.state.news[codes.ALARM] = 1.0
    assert mean_entrants(world) < 0.8 * seen[1]
    world.close()


def test_without_replacement_margins_draw_nobody() -> None:
    world = make(ways__replace=False)
    seen = []
    for demand in (1.0, 1_000.0):
        world.state.demand = demand
        seen.append(mean_entrants(world))
    assert seen[0] == seen[1] > 0.0
    world.close()


def test_entrants_begin_with_nothing_and_pay_the_bond() -> None:
    quiet = {"buyers__order_rate": 0.0001, "ways__replace": False}
    world = make(days=40, vendors__entry=0.05, administrators__bond=200.0, **quiet)
    world.state.markets["admission"] = np.where(np.arange(len(world.state.markets)) % 2, codes.BOND, codes.FREE)
    first = world.state.n_vendors
    world.run()
    entrants = table(world, "vendors")[first:]
    entered = world.records.journal().query("event == 'enter'")
    assert sorted(entered["vendor"]) == list(range(first, first + len(entrants)))
    assert len(entrants) == world.records.column("entrants").sum() > 10
    where = entered.set_index("vendor")["marketplace"].str.removeprefix("market-").astype(int) - 1
    idle = [v for v in range(first, first + len(entrants)) if (world.state.accounts["vendor"] == v).sum() == 1]
    idle = [v for v in idle if world.state.vendors["sold"][v] == 0]
    owed = [-20_000 if world.state.markets["admission"][where[v]] == codes.BOND else 0 for v in idle]
    assert world.state.vendors["wealth"][idle].tolist() == owed and set(owed) == {0, -20_000}
    assert (entrants["standing"] == 0).all() and (entrants["entered"] >= 0).all()
    world.close()


def test_nobody_unknown_is_admitted_where_refusal_is_certain() -> None:
    world = make(days=25, vendors__entry=0.1, vendors__admission_refused=1.0).run(1)
    before = world.records.column("entrants").sum()
    world.state.markets["admission"] = codes.INVITATION  # and not relaxed before day 30
    world.run()
    assert world.records.column("entrants").sum() == before
    world.close()


def test_nobody_is_larger_than_the_largest_that_was_observed() -> None:
    world = make(days=40, vendors__capacity_top=3.0, vendors__entry=0.05).run()
    vendors = world.vendors.table()
    assert world.parameters.vendors.capacity_top == 3.0 and (vendors["entered"] > 0).sum() > 10
    for some in (vendors["entered"] <= 0, vendors["entered"] > 0):
        assert vendors["capacity"][some].max() == pytest.approx(3.0)
    assert make(days=2).vendors.table()["capacity"].max() > 3.0
    world.close()


# moving


@pytest.fixture(scope="module")
def moved() -> tuple[Ecosystem, int, int]:
    """A world forty days after its largest marketplace was seized on day 30."""
    world = make(days=70).run(30)
    row = close_largest(world)
    return world.run(70), row, 30


def test_vendors_of_a_closed_marketplace_move_within_weeks(moved) -> None:
    world, row, day = moved
    accounts, vendors = table(world, "accounts"), table(world, "vendors")
    lost = (accounts["market"] == row) & (accounts["opened"] < day)
    assert (accounts["closed"][lost] >= 0).all() and (accounts["closed"][lost] <= day).all()
    journal = world.records.journal()
    events = journal[journal["event"].isin(["move", "rename"])]
    assert len(events) > 5 and (events["day"] > day).all()
    assert not (events["marketplace"] == f"market-{row + 1}").any()
    assert set(events["vendor"]) <= set(accounts["vendor"][lost].tolist())
    # after forty days few are still looking
    waiting = (vendors["state"] <= codes.EXIT_SCAMMING) & (vendors["account"] < 0).all(axis=1)
    assert waiting.sum() < 0.3 * len(events)


def test_a_known_name_carries_its_standing_and_a_new_one_starts_at_zero(moved) -> None:
    world, _, _ = moved
    journal = world.records.journal()
    accounts = table(world, "accounts")
    carried = []
    for event, carries in (("move", True), ("rename", False)):
        for row in journal[journal["event"] == event].itertuples():
            market = int(row.marketplace.removeprefix("market-")) - 1
            opened = accounts[(accounts["vendor"] == row.vendor) & (accounts["opened"] == row.day)
                              & (accounts["market"] == market)]  # fmt: skip
            assert len(opened) == 1
            if not carries:
                assert opened["carried"][0] == 0.0
            else:
                carried.append(opened["carried"][0])
                before = accounts[
                    (accounts["vendor"] == row.vendor) & (accounts["closed"] >= 0) & (accounts["closed"] <= row.day)
                ]
                best = (before["positive"] + before["carried"]).max()
                assert opened["carried"][0] <= world.parameters.institutions.reputation_carried * best + 1e-3
    assert max(carried) > 10.0
    names = set(journal[journal["event"] == "rename"]["vendor"])
    vendors = table(world, "vendors")
    assert names and all(vendors["identity"][v] >= 1_000_000 for v in names)


def held(world: Ecosystem, vendors: np.ndarray) -> float:
    return float((world.state.vendors["account"][vendors] >= 0).sum(axis=1).mean())


@pytest.mark.parametrize("migrate", [True, False])
def test_who_has_a_marketplace_left_makes_a_lost_one_good_as_movers_do(migrate) -> None:
    world = make(days=70, buyers=10_000, vendors__second_account=0.0, ways__migrate=migrate).run(30)
    row = close_largest(world)
    accounts = table(world, "accounts")
    there = accounts[accounts["closed"] < 0]
    both = np.intersect1d(there["vendor"][there["market"] == row], there["vendor"][there["market"] != row])
    before = held(world, both)
    world.step()
    stay = both[world.state.vendors["state"][both] == codes.TRADING]
    assert len(stay) > 20 and held(world, stay) == pytest.approx(before - 1.0, abs=0.2)
    world.run(70)
    stay = stay[world.state.vendors["state"][stay] == codes.TRADING]
    lost = world.state.vendors["lost"][stay]
    if migrate:  # all but those who have not yet met a marketplace that takes them on
        assert held(world, stay) > before - 0.3 and (lost == 0).mean() > 0.7
    else:
        assert held(world, stay) <= before - 0.8 and (lost == 1).all()
    world.close()


def test_a_seizure_is_felt_by_those_it_exposes() -> None:
    felt = []
    for cause in (codes.SEIZURE, codes.EXIT_SCAM):
        world = make().run(20)
        row = close_largest(world, cause)
        accounts = table(world, "accounts")
        exposed = np.unique(accounts["vendor"][(accounts["market"] == row) & (accounts["closed"] < 0)])
        world.step()
        risk = world.state.vendors["risk"]
        felt.append(float(risk[exposed].mean()))
        assert np.delete(risk, exposed).max() == 0.0
        world.close()
    assert felt[0] > 0.2 and felt[1] == 0.0


def test_nobody_has_more_accounts_than_allowed_or_two_on_one_marketplace() -> None:
    for most in (1, 2, 4):
        world = make(days=60, vendors__accounts=most, vendors__second_account=0.5).run()
        accounts = table(world, "accounts")
        held = accounts[accounts["closed"] < 0]
        pairs, n = np.unique(held[["vendor", "market"]], return_counts=True)
        assert len(pairs) > 10 and n.max() == 1
        started = 2  # some have two on day 0
        assert np.bincount(held["vendor"]).max() <= max(most, started)
        world.close()


def test_stranded_without_migration() -> None:
    world = make(days=32, ways__migrate=False, vendors__second_account=0.0).run(30)
    row = close_largest(world)
    accounts = table(world, "accounts")
    only = np.setdiff1d(accounts["vendor"][accounts["market"] == row], accounts["vendor"][accounts["market"] != row])
    only = only[world.state.vendors["state"][only] <= codes.EXIT_SCAMMING]
    world.step()
    assert len(only) > 5 and (world.state.vendors["state"][only] >= codes.RETIRED).all()
    world.close()


# selling


def test_who_has_no_stock_sells_nothing() -> None:
    world = make(days=12).run(10)
    sold_out = np.arange(world.state.n_vendors) % 2 == 0
    world.state.vendors["stock"][: world.state.n_vendors][sold_out] = 0.0
    world.state.vendors["restock_on"] = 1_000
    world.step()
    orders = world.orders_today()
    online = orders[(orders["flags"] & codes.DIRECT) == 0]
    sellers = online["vendor"]
    sellers = sellers[sellers < len(sold_out)]
    assert len(sellers) > 10 and not sold_out[sellers].any()
    world.close()


def test_stock_falls_with_each_order_and_is_renewed() -> None:
    world = make(days=200, vendors__capacity=0.2, vendors__stock_days=10.0)
    renewed = 0
    while world.day < 60:
        n = world.state.n_vendors
        before = world.state.vendors["stock"][:n].copy()
        due = world.state.vendors["restock_on"][:n] == world.day
        world.step()
        orders = world.orders_today()
        sold = np.bincount(orders["vendor"], minlength=n)[:n]
        trading = (world.state.vendors["state"][:n] == codes.TRADING) & ~due
        assert world.state.vendors["stock"][:n][trading] == pytest.approx((before - sold)[trading], abs=1e-3)
        renewed += int(np.count_nonzero(due & (world.state.vendors["stock"][:n] > before)))
    assert renewed > 0
    world.close()


def test_exit_scams_send_nothing_and_end_after_their_days() -> None:
    world = make(days=120, vendors__honesty_low=1.0, vendors__exit_scam=0.2, vendors__exit_scam_sales=1.0,
                 vendors__unsent_share=0.0, vendors__stop=0.0, vendors__retire=0.0, vendors__arrests=0.0)  # fmt: skip
    began: dict[int, int] = {}
    while world.day < 120:
        world.step()
        vendors = table(world, "vendors")
        for v in np.flatnonzero(vendors["state"] == codes.EXIT_SCAMMING).tolist():
            began.setdefault(v, world.day - 1)
        orders = world.orders_today()
        online = orders[(orders["flags"] & codes.DIRECT) == 0]
        sellers = online["vendor"]
        scamming = vendors["state"][sellers] == codes.EXIT_SCAMMING
        assert ((online["fate"] == codes.UNSENT) == scamming).all()
    days = world.parameters.vendors.exit_scam_days
    finished = [v for v, day in began.items() if day + days < 119]
    vendors = table(world, "vendors")
    assert len(finished) > 10
    assert all(vendors["state"][v] == codes.RETIRED and vendors["left"][v] == began[v] + days for v in finished)
    assert world.records.column("unsent").sum() > 10
    world.close()


def test_a_lead_is_worked_off_on_its_day_and_takes_what_the_vendor_has() -> None:
    world = make(days=60).run(20)
    vendors = world.state.vendors
    rich = [int(v) for v in world.vendors.select(lambda t: t["wealth"] > 0)][:5]
    assert len(rich) == 5
    for n, v in enumerate(rich):
        vendors["arrest_on"][v] = 25 + n
    wealth = {}
    while world.day < 40:
        before = world.state.purses["authorities"]
        had = {v: int(world.state.vendors["wealth"][v]) for v in rich}
        day = world.day
        world.step()
        for v in rich:
            if world.state.vendors["left"][v] == day:
                wealth[v] = (day, world.state.purses["authorities"] - before >= had[v])
    # they may also have stopped by themselves before
    assert len(wealth) >= 3
    assert all(taken and day == 25 + rich.index(v) for v, (day, taken) in wealth.items()
               if world.state.vendors["state"][v] == codes.ARRESTED)  # fmt: skip
    assert world.state.balance() == 0
    world.close()


def test_earnings_keep_vendors_and_fear_drives_them_out() -> None:
    stopped = {}
    for name, alarm, profit in (("poor", 0.0, 0.0), ("rich", 0.0, 1_000.0), ("afraid", 3.0, 0.0)):
        world = make(
            days=100, vendors__entry=0.0, vendors__stop=0.02, vendors__stop_risk=1.0, news__alarm_half_life=1_000.0
        )
        world.state.news[codes.ALARM] = alarm
        while world.day < 25:
            world.state.vendors["profit"] = profit
            world.step()
        stopped[name] = world.records.column("leavers").sum()
        world.close()
    assert stopped["rich"] < 0.6 * stopped["poor"] < stopped["poor"] < 0.7 * stopped["afraid"]


# concealment and prices


def test_concealment_follows_seizures_and_packaging() -> None:
    world = make(days=100)
    assert concealing(world) == 1.0
    world.state.failing += 0.2
    before = table(world, "vendors")["stealth"].copy()
    world.run(30)
    assert table(world, "vendors")["stealth"][: len(before)].mean() > before.mean() + 0.05
    world.levers.apply([Modifier(FACILITATOR_SUPPLY, 0.0, {"facilitator": ("packaging",)})])
    for supplier in world.facilitators[codes.PACKAGING].members:
        supplier.step()
    assert concealing(world) < 0.7
    world.close()


def test_prices_move_in_small_steps_within_bounds() -> None:
    par = changed(**CALM).vendors
    world = make(days=100)
    while world.day < 100:
        before = table(world, "vendors").copy()
        world.step()
        now = table(world, "vendors")[: len(before)]
        steady = (
            (before["state"] == codes.TRADING)
            & (now["state"] == codes.TRADING)
            & (before["identity"] == now["identity"])
        )
        change = now["price"][steady] / before["price"][steady] - 1.0
        within = (before["price"][steady] > par.price_low) & (before["price"][steady] < par.price_high)
        assert (np.abs(change[within]) <= par.price_step + 1e-6).all()
        assert (now["price"][steady] <= par.price_high + 1e-6).all() and (now["price"] > 0).all()
    world.close()


def test_who_loses_money_stops_sooner_than_who_earns_nothing() -> None:
    world = make(vendors__stop=0.02).run(1)
    losing = np.arange(len(world.vendors.table())) % 2 == 0
    world.state.vendors["profit"][: len(losing)] = np.where(losing, -10 * world.parameters.vendors.outside_option, 0.0)
    world.step()
    stopped = world.vendors.table()["state"][: len(losing)] == codes.RETIRED
    assert stopped[losing].mean() > 3 * max(stopped[~losing].mean(), 0.01)
    world.close()


def test_a_large_shop_bears_a_loss_that_ruins_a_small_one() -> None:
    world = make(vendors__stop=0.02, vendors__retire=0.0, vendors__stop_young=1.0).run(1)
    n = len(world.vendors.table())
    large = np.arange(n) % 2 == 0
    world.state.vendors["scale"][:n] = np.where(large, 20.0, 1.0)
    world.state.vendors["profit"][:n] = -20.0 * world.parameters.vendors.outside_option
    world.state.vendors["stop_in"][:n] = 0.1  # a loss as large as the means counts 0.04 a day, one of 20 times 0.42
    world.step()
    left = world.vendors.table()["state"][:n] == codes.RETIRED
    assert left[~large].mean() > 0.95 and left[large].mean() < 0.05
    world.close()


def test_stock_is_ordered_before_it_runs_out() -> None:
    world = make().run(1)
    low = world.parameters.vendors.restock_days
    vendors = world.vendors.table()
    vendors["stock"], vendors["restock_on"] = 0.5 * low * vendors["capacity"], -1
    world.step()
    trading = world.vendors.table()["state"] == codes.TRADING
    assert trading.sum() > 20 and (world.vendors.table()["restock_on"][trading][:20] > 0).all()
    world.close()
