"""Buyers: drawing by weight, whose day it is, and what experience does to them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.agents.buyers.wishes import list_due, next_wish
from sim.model.catalogue.channels import CHANNELS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.drawing import find, locate, pick
from sim.model.engine.streams import key
from sim.model.interventions.demand_shock import DemandShock
from sim.model.market import codes
from tests.model.market.worlds import CALM, changed

quick = settings(max_examples=300, deadline=None, derandomize=True, database=None)
weights = st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), min_size=1, max_size=40)


def running(values: list[float]) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(np.array(values, dtype=float))])


def by_weight(cumulative: np.ndarray, lo: int, hi: int, u: float) -> int:
    """The first position whose running sum exceeds the target."""
    target = cumulative[lo] + u * (cumulative[hi] - cumulative[lo])
    return min(lo + int(np.searchsorted(cumulative[lo + 1 : hi + 1], target, side="right")), hi - 1)


@quick
@given(weights, st.data())
def test_find_against_numpy(values: list[float], data: st.DataObject) -> None:
    cumulative = running(values)
    lo = data.draw(st.integers(0, len(values) - 1))
    hi = data.draw(st.integers(lo + 1, len(values)))
    u = data.draw(st.floats(0, 1, exclude_max=True))
    found = find(cumulative, lo, hi, u)
    assert found == by_weight(cumulative, lo, hi, u)
    if cumulative[lo] + u * (cumulative[hi] - cumulative[lo]) < cumulative[hi]:  # not rounded up to the end
        assert values[found] > 0.0, "what has no weight is never drawn"


@quick
@given(weights, st.data())
def test_a_guide_finds_the_same(values: list[float], data: st.DataObject) -> None:
    cumulative = running(values)
    n, total = len(values), float(cumulative[-1])
    if total == 0.0:
        return
    cells = n / total
    # as documented: the first position whose running sum lies in cell >= c
    guide = np.array(
        [next((j for j in range(n) if int(cumulative[j + 1] * cells) >= c), n - 1) for c in range(n + 2)],
        dtype=np.int32,
    )
    lo = data.draw(st.integers(0, n - 1))
    hi = data.draw(st.integers(lo + 1, n))
    u = data.draw(st.floats(0, 1, exclude_max=True))
    target = cumulative[lo] + u * (cumulative[hi] - cumulative[lo])
    assert locate(cumulative, guide, cells, lo, hi, target) == find(cumulative, lo, hi, u)


@quick
@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=15).filter(lambda v: sum(v) > 0), st.floats(0, 1, exclude_max=True)
)
def test_pick_against_numpy(shares: list[float], u: float) -> None:
    cumulative = np.cumsum(shares) / sum(shares)
    expected = min(int(np.searchsorted(cumulative, u, side="right")), len(shares) - 1)
    assert pick(cumulative, u) == expected


def test_drawing_gives_the_shares_meant() -> None:
    values = np.array([1.0, 0.0, 3.0, 6.0])
    cumulative = running(values.tolist())
    places = (np.arange(10_000) + 0.5) / 10_000
    drawn = np.bincount([find(cumulative, 0, 4, u) for u in places], minlength=4) / 10_000
    assert drawn == pytest.approx(values / 10.0, abs=1e-3)


@quick
@given(st.integers(0, 2**32), st.integers(0, 300), st.integers(0, 65_000), st.sampled_from([1, 3, 70_000]))
def test_whose_day_it_is_against_numpy(seed: int, n: int, day: int, near: int) -> None:
    """Days next to today, and days that share bits with it, must not be taken for it."""
    rng = np.random.default_rng(seed)
    next_day = np.clip(day + rng.integers(-near, near + 1, n), 0, 65_535).astype(np.uint16)
    rows = np.zeros(n + 1, dtype=np.int32)
    found = list_due(day, next_day, rows)
    assert rows[:found].tolist() == np.flatnonzero(next_day == day).tolist()


# experience


@pytest.fixture(scope="module")
def world():
    """A lively world in which nothing is sent again."""
    made = Ecosystem(changed(**CALM, vendors__reship=0.0), buyers=4_000, days=120, seed=4).run(40)
    yield made
    made.close()


def after(world: Ecosystem, fate: int, days: int = 45, **columns: object) -> tuple[Ecosystem, np.ndarray]:
    """Give the parcels in flight one fate and let them settle; return the run and the buyers who had just one."""
    run = world.branch([])
    pool, book = run.state.book.pool, run.state.book.in_flight()
    once, n = np.unique(book["buyer"], return_counts=True)
    rows = once[n == 1]
    chosen = np.isin(pool["buyer"], rows) & (pool["placed"] > 20)
    pool["fate"][chosen & (pool["flags"] & codes.SETTLING == 0)] = fate
    quiet = np.isin(rows, book["buyer"][(book["flags"] & codes.SETTLING == 0)])
    rows = rows[quiet]
    run.state.next_day[rows] = 60_000  # they order nothing else meanwhile
    run.run(world.day + days)
    return run, rows


def test_a_good_delivery_builds_trust_and_a_missing_one_costs_it(world: Ecosystem) -> None:
    good, rows = after(world, codes.DELIVERED)
    bad, same = after(world, codes.UNSENT)
    assert (rows == same).all() and len(rows) > 100
    before = world.state.buyers[rows]
    stayed = (good.state.buyers["state"][rows] == codes.ACTIVE) & (bad.state.buyers["state"][rows] == codes.ACTIVE)
    for column in ("trust", "trust_market"):
        gain = good.state.buyers[column][rows][stayed] - before[column][stayed]
        loss = bad.state.buyers[column][rows][stayed] - before[column][stayed]
        assert gain.mean() > 0.0 > loss.mean()
        assert (bad.state.buyers[column][rows][stayed] <= good.state.buyers[column][rows][stayed]).mean() > 0.9
    risk = good.state.buyers["risk"][rows][stayed], bad.state.buyers["risk"][rows][stayed]
    assert risk[0].mean() < risk[1].mean()
    left = [np.count_nonzero(run.state.buyers["state"][rows] == codes.AWAY) for run in (good, bad)]
    there = np.count_nonzero(before["state"] == codes.ACTIVE)
    more = left[1] - left[0]
    expected = world.parameters.buyers.stop_disappointed * there
    assert abs(more - expected) < 4 * np.sqrt(expected), "who is disappointed stops more often"
    for run in (good, bad):
        run.close()


def test_seizures_bring_letters_and_cases_and_fear() -> None:
    parameters = {
        **CALM,
        "couriers__examined": [0.9] * len(CHANNELS),
        "couriers__detection": 1.0,
        "couriers__identified": 1.0,
    }
    told = Ecosystem(changed(**parameters, couriers__letter=0.5, couriers__buyer_case=0.5), buyers=1_500, days=60).run()
    untold = Ecosystem(
        changed(**parameters, couriers__letter=0.0, couriers__buyer_case=0.0), buyers=1_500, days=60
    ).run()
    for name in ("letters", "cases_buyers"):
        assert told.records.column(name).sum() > 10 and untold.records.column(name).sum() == 0
    assert told.state.buyers["fear"].max() > 0.0 == untold.state.buyers["fear"].max()
    for run in (told, untold):
        run.close()


def test_who_cannot_buy_online_waits_turns_to_the_street_or_goes_without() -> None:
    for patience, available in ((1.0, 0.5), (0.0, 1.0), (0.0, 0.0)):
        world = Ecosystem(
            changed(**CALM, buyers__patience=patience, street__available=available), buyers=1_000, days=40
        )
        world.state.markets["state"] = codes.CLOSED
        world.run()
        names = ("orders", "waiting", "merged", "street_orders", "unmet_orders", "wishes")
        sums = {n: world.records.column(n).sum() for n in names}
        assert sums["orders"] == 0 < sums["wishes"]
        if patience:
            waits = np.count_nonzero(world.state.buyers["contact"] & codes.RETRYING)
            ended = sums["street_orders"] + sums["unmet_orders"] + sums["merged"]
            assert sums["waiting"] > 0 < sums["merged"] and sums["wishes"] == ended + waits
        elif available:
            assert sums["waiting"] == sums["unmet_orders"] == 0 and sums["street_orders"] == sums["wishes"]
        else:
            assert sums["waiting"] == sums["street_orders"] == 0 and sums["unmet_orders"] == sums["wishes"]
        world.close()


def wishes_by_buyer_and_day(world: Ecosystem, until: int) -> set[tuple[int, int]]:
    """Return who wished for something on which day: those who acted although no wish put off called them."""
    found = set()
    while world.day < until:
        state = world.state
        due = np.flatnonzero(state.next_day == world.day)
        contact, later = state.buyers["contact"][due], state.buyers["later"][due]
        called = (contact & codes.RETRYING != 0) & (contact & codes.WISH_LATER != 0) & (later != world.day)
        found |= {(int(i), world.day) for i in due[~called]}
        world.step()
    return found


def test_a_wish_put_off_takes_the_place_of_none() -> None:
    """With every marketplace away and endless patience, who wishes on which day is as in the twin (no source needed:
    a tried-again wish is one of the past). Who is disappointed may stop, which only buying can bring about."""
    still = {**CALM, "buyers__patience": 1.0, "buyers__stop_disappointed": 0.0, "buyers__retry_days": 12.0}
    twin = Ecosystem(changed(**still), buyers=2_000, days=130, seed=5).run(30)
    struck = twin.branch([])
    struck.state.markets["state"], struck.state.markets["closed"] = codes.CLOSED, struck.day
    assert wishes_by_buyer_and_day(struck, 130) == wishes_by_buyer_and_day(twin, 130)
    a, b = (world.records.column("wishes")[30:] for world in (struck, twin))
    assert (a == b).all() and a.sum() > 2_000
    merged = struck.records.column("merged")[30:].sum()
    assert struck.records.column("orders")[35:].sum() == 0 < merged < 0.9 * a.sum()
    for world in (struck, twin):
        world.close()


def test_wishes_put_off_are_all_accounted_for() -> None:
    """A short absence: what was put off comes back as orders within weeks."""
    still = {**CALM, "buyers__patience": 1.0, "buyers__stop_disappointed": 0.0, "buyers__trust_weight": 0.0}
    still |= {"buyers__fear_weight": 0.0, "buyers__trust_loss_empty": 0.0, "buyers__risk_weight": 0.0}
    twin = Ecosystem(changed(**still), buyers=4_000, days=75, seed=6).run(30)
    struck = twin.branch([])
    struck.state.markets["offline_until"], struck.state.markets["fail"] = 35, 1.0
    for world in (struck, twin):
        world.run().close()
    lost = twin.records.column("orders")[30:35].sum() - struck.records.column("orders")[30:35].sum()
    gap = twin.records.column("orders")[30:].sum() - struck.records.column("orders")[30:].sum()
    assert lost > 200 and gap < struck.records.column("merged")[30:].sum() + 0.1 * lost


def test_wishes_come_at_their_intensity() -> None:
    """Waits to the next wish are geometric: a chance of 1 - exp(-rate) every day, never two on one day."""
    rate, n = 0.3, 40_000
    days = np.array([next_wish(np.uint64(key(7, 3, i)), rate, 3) for i in range(n)]) - 3
    p = 1.0 - np.exp(-rate)
    assert days.min() == 1
    expected = p * (1.0 - p) ** np.arange(8)
    assert np.bincount(days, minlength=9)[1:9] / n == pytest.approx(expected, abs=4 * np.sqrt(0.25 / n))
    assert next_wish(np.uint64(key(7, 3, 0)), 0.0, 3) == 65_000  # who never wishes waits to the end of what can be told


def test_customers_are_as_many_after_ten_years_as_at_the_start() -> None:
    """Rows do not draw the same few people again, of whom a row without one who stays would never have one."""
    run = Ecosystem(changed(**CALM), buyers=10_000, days=3_650)
    there = []
    for end in (0, 3_650):
        run.run(end)
        buyers = run.state.buyers[run.state.buyers["state"] == codes.ACTIVE]
        there.append((len(buyers), float(np.median(buyers["rate"]))))
    (before, slow), (after, late) = there
    assert after == pytest.approx(before, rel=0.025) and late == pytest.approx(slow, rel=0.05)
    run.close()


def test_buyers_go_where_most_go_when_driven_out(world: Ecosystem) -> None:
    """Who lost the marketplace goes to the largest more than in proportion to its share."""
    run = world.branch([])
    market = run.state.markets
    sizes = market["orders"][: run.state.n_markets].copy()
    largest, second = np.argsort(-sizes)[:2]
    market["state"][largest], market["closed"][largest], market["orders"][largest] = codes.CLOSED, run.day, 0.0
    users = (run.state.buyers["market"] == largest) & (run.state.buyers["state"] == codes.ACTIVE)
    rate = run.state.buyers["rate"].copy()
    run.run(75)
    now = run.state.buyers
    moved = users & (now["rate"] == rate) & (now["market"] != largest)
    places = np.bincount(now["market"][moved], minlength=run.state.n_markets)
    assert places.sum() > 50 and places[largest] == 0
    assert places[second] / places.sum() > sizes[second] / np.delete(sizes, largest).sum()
    run.close()


def test_buyers_follow_a_trusted_vendor_who_leaves_their_marketplace() -> None:
    """Who sells elsewhere only is followed, with the chance set, though the marketplace itself answers as before."""
    moved = {}
    for chance in (0.0, 1.0):
        parameters = changed(**CALM, buyers__follow_vendor=chance, buyers__switch=0.0)
        run = Ecosystem(parameters, buyers=4_000, days=60).run(20)
        state = run.state
        largest = int(np.argmax(state.markets["orders"][: state.n_markets]))
        mine = (state.buyers["market"] == largest) & (state.buyers["loyal"] >= 0)
        mine &= state.buyers["state"] == codes.ACTIVE
        places = state.vendors["account"][: state.n_vendors]
        where = np.where(places >= 0, state.accounts["market"][np.maximum(places, 0)], -1)
        both = ((where == largest).any(axis=1)) & ((where >= 0) & (where != largest)).any(axis=1)
        for v in np.flatnonzero(both):
            s = int(np.flatnonzero(where[v] == largest)[0])
            state.accounts["closed"][places[v, s]] = run.day
            state.vendors["account"][v, s] = -1
        left = mine & both[state.buyers["loyal"]]
        rate = state.buyers["rate"].copy()
        run.run(45)
        same = left & (state.buyers["rate"] == rate)
        moved[chance] = float((state.buyers["market"][same] != largest).mean())
        assert same.sum() > 30
        run.close()
    assert moved[1.0] > moved[0.0] + 0.3


def test_fear_passes_while_a_lever_thins_wishes(world: Ecosystem) -> None:
    """Time passes for those who wish for nothing, too."""
    run = world.branch([DemandShock(start=world.day, factor=0.0)])
    run.state.buyers["fear"] = 1.0
    due = (run.state.next_day == run.day) & (run.state.buyers["state"] == codes.ACTIVE)
    due &= (run.state.buyers["contact"] & codes.WISH_LATER) == 0
    book = run.state.book.in_flight()
    due[book["buyer"][book["due"] <= run.day]] = False  # what comes of an order may frighten
    run.step()
    assert due.sum() > 20 and (run.state.buyers["fear"][due] < 1.0).all()
    run.close()


def test_who_comes_next_learns_nothing_from_the_orders_of_who_left(world: Ecosystem) -> None:
    run = world.branch([])
    book, state = run.state.book.in_flight(), run.state
    rows = np.unique(book["buyer"][book["flags"] & codes.SETTLING == 0])
    state.buyers["state"][rows], state.next_day[rows] = codes.AWAY, run.day
    run.step()
    rows = rows[state.buyers["state"][rows] == codes.ACTIVE]
    state.next_day[rows] = 60_000  # what they do themselves must not be mistaken for it
    before = state.buyers[rows].copy()
    own = np.isin(rows, run.orders_today()["buyer"])
    run.run(run.day + 40)
    now = state.buyers[rows]
    assert (~own).sum() > 20 and (own & (now["trust"] > before["trust"])).any(), "only their own orders count"
    for column in ("trust", "trust_market", "risk", "fear", "loyal", "state"):
        assert (now[column][~own] == before[column][~own]).all(), column
    run.close()


# what experience does, figure by figure


def settled(world: Ecosystem, fate: int, **rows: object) -> tuple[np.ndarray, np.ndarray]:
    """Let the only order of every buyer who has just one, of the trusted vendor, meet a fate, and nobody order more.

    Returns the buyers who stayed, before and after.
    """
    run = world.branch([])
    book, state = run.state.book.in_flight(), run.state
    own = (book["flags"] ^ state.buyers["contact"][book["buyer"]]) & codes.PERSON == 0  # not of who came before
    there = state.buyers["state"][book["buyer"]] == codes.ACTIVE
    pending = book[(book["flags"] & codes.SETTLING == 0) & there & own]
    buyers, n = np.unique(book["buyer"], return_counts=True)
    one = pending[np.isin(pending["buyer"], buyers[n == 1])]
    state.book.pool["fate"][state.book.pool["flags"] & codes.SETTLING == 0] = fate
    state.next_day[:] = 60_000
    state.buyers["stop"] = 0.0  # nobody leaves after it
    state.buyers["loyal"][one["buyer"]] = one["vendor"]
    for name, value in rows.items():
        state.buyers[name][one["buyer"]] = value
    before = state.buyers[one["buyer"]].copy()
    run.run(world.day + 60).close()
    now = run.state.buyers[one["buyer"]]
    stayed = (now["state"] == codes.ACTIVE) & ((now["contact"] ^ before["contact"]) & codes.PERSON == 0)
    return before[stayed], now[stayed]


def test_a_habit_forms_up_to_its_ceiling_and_only_by_good_deliveries(world: Ecosystem) -> None:
    gain = world.parameters.buyers.habit_gain
    for distance, expected in ((1.0, gain), (0.0, 0.0)):
        ceiling = {"taste_ceiling": 0.5, "taste": 0.5 - distance}
        before, now = settled(world, codes.DELIVERED, **ceiling)
        assert len(now) > 50 and np.median(now["taste"] - before["taste"]) == pytest.approx(expected, abs=1e-6)
        assert (now["taste"] <= 0.5 + 1e-6).all()
        before, now = settled(world, codes.LOST, **ceiling)
        assert (now["taste"] == before["taste"]).all()


def test_the_trusted_vendor_who_does_not_send_is_trusted_less(world: Ecosystem) -> None:
    _, now = settled(world, codes.UNSENT, loyal_trust=0.5, second=-1, second_trust=0.0)
    kept = 1.0 - world.parameters.buyers.trust_loss_scam
    assert len(now) > 20 and now["loyal_trust"] == pytest.approx(0.5 * kept)


def test_who_was_left_by_a_vendor_gets_all_back_whatever_moderators_are_like(world: Ecosystem) -> None:
    run = world.branch([])
    state, pool = run.state, run.state.book.pool
    pool["fate"][pool["flags"] & codes.SETTLING == 0] = codes.UNSENT
    state.next_day[:] = 60_000
    state.vendors["state"][: state.n_vendors], state.n_active = codes.RETIRED, 0
    state.markets["dispute_full"] = state.markets["dispute"] = 0.0
    book = state.book.in_flight()
    held = book["flags"] & (codes.SETTLING | codes.EARLY | codes.DIRECT) == 0
    held &= state.markets["state"][book["market"]] != codes.CLOSED
    run.run(world.day + 60).close()
    refunded = run.records.column("refunded")[world.day :].sum()
    assert round(100 * refunded) >= book["value"][held].astype(np.int64).sum() > 0


def test_escrow_waits_for_those_who_do_not_finalise_at_once() -> None:
    waiting = {}
    for prompt in (0.0, 1.0):
        run = Ecosystem(changed(**CALM, institutions__prompt=prompt), buyers=1_000, days=40).run()
        waiting[prompt] = int((run.state.book.in_flight()["flags"] & codes.SETTLING != 0).sum())
        run.close()
    assert waiting[1.0] == 0 < waiting[0.0]
