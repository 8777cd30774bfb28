"""What is told of parcels reaches those who get or send such parcels, moves the choice of channel, and reaches prices.

Expected from the sources: where post is examined more, buyers of that country are deterred (own experience counts
most, B133, B135), and dearer or riskier ways are left; prices hardly move in ordinary times (D74) and after raids
(D23), but follow costs.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.vendors.channels import OTHERS, shift_channels, usual_routes
from sim.model.catalogue.channels import POSTS as CROSSINGS
from sim.model.catalogue.channels import ROWS
from sim.model.construction import Constants
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes, counters
from sim.model.market.delivery import hear
from sim.model.market.geography import CHANNELS, COUNTRIES, EU
from sim.model.market.parameters import InstitutionParameters
from tests.model.market.worlds import CALM, Pair, changed, pairs, ratio, table

DE, US, AU = (COUNTRIES.index(c) for c in ("DE", "US", "AU"))
INSIDE, ALL = list(range(len(EU))), list(range(len(COUNTRIES)))
POSTS = {"domestic_powers": 0.9, "share": 0.9, "capacity": 1000.0, "training": 0.0}
BUSY = {**CALM, "buyers__order_rate": 0.2, "vendors__per_buyer": 0.2}


def usual_postage(channel: int, extra: float) -> list[float]:
    """Return the postage of all channels, that of one dearer."""
    return [row.postage + extra * (c == channel) for c, row in enumerate(ROWS)]


def by_home(found: list[Pair], countries: list[int], first: int, last: int) -> float:
    """Return orders to some countries under barriers as a multiple of those without."""
    columns = [counters.BY_COUNTRY + 2 * c for c in countries]
    sums = [[getattr(p, arm).records.counts[p.start + first : p.start + last, columns].sum() for p in found]
            for arm in ("struck", "twin")]  # fmt: skip
    return float(np.sum(sums[0]) / np.sum(sums[1]))


# who hears of what


@pytest.fixture(scope="module")
def stem() -> Ecosystem:
    return Ecosystem(changed(**BUSY, buyers__risk_weight=10.0), buyers=4_000, days=12).run(10)


@pytest.mark.parametrize(
    ("channel", "where", "who"),
    [
        (codes.POST_EU, ALL, INSIDE),
        (codes.POST_ABROAD, ALL, ALL),
        (codes.POST_DOMESTIC, ALL, ALL),
        (codes.POST_DOMESTIC, [DE], [DE]),
        (codes.PARCEL, [AU], [AU]),
        (codes.DROP, [US], [US]),
    ],
)
def test_only_who_receives_such_parcels_is_afraid(stem: Ecosystem, channel: int, where: list[int], who: list) -> None:
    told = stem.branch([])
    told.state.seen[channel, where] = 0.95
    plain = stem.branch([])
    online = {}
    for name, world in (("told", told), ("plain", plain)):
        world.step()
        orders = world.orders_today()
        online[name] = {c: set(orders["buyer"][orders["home"] == c].tolist()) for c in ALL}
        moved = world.work.delivery["told"][0]
        online[name]["told"] = moved.copy()
        world.close()
    for c in ALL:
        fewer = online["plain"][c] - online["told"][c]
        if c not in who:
            assert online["plain"][c] == online["told"][c] and online["plain"]["told"][c] == online["told"]["told"][c]
        else:
            assert online["told"]["told"][c] > online["plain"]["told"][c]
    if channel in (codes.POST_EU, codes.POST_DOMESTIC) and where == ALL:
        assert sum(len(online["plain"][c]) for c in who) > sum(len(online["told"][c]) for c in who), fewer


def test_told_risk_is_the_mix_of_what_reaches_the_country(stem: Ecosystem) -> None:
    told = stem.work.delivery["told"][0]
    risk, arriving = stem.work.delivery["risk"][0], stem.state.arriving
    assert (arriving[len(EU) :, codes.POST_EU] == 0.0).all() and (arriving[:, codes.POST_ABROAD] > 0.0).all()
    mix = arriving / arriving.sum(axis=1, keepdims=True)
    assert told == pytest.approx((mix * risk).sum(axis=1), rel=0.02)  # as the morning had it
    assert told[US] < told[AU], "most of what US buyers get comes from the US"


@pytest.mark.parametrize("scale", [10.0, 1000.0])
def test_what_is_told_does_not_hang_on_the_size_of_the_world(stem: Ecosystem, scale: float) -> None:
    """All flows so many times as large, in a world so many times as large, tell the same."""
    found = []
    for size in (1.0, scale):
        branch = stem.branch([])
        branch.state.arriving *= size
        branch.state.leaving *= size
        flow = tuple(size * (part + 1.0) for part in stem.work.flow)
        hear(branch.state.delivery_news, flow, 30.0, size * branch.state.usual_demand, branch.constants.figures)
        state = branch.state
        found.append([state.seen, state.failing, state.paid, state.arriving / size, state.leaving / size])
        branch.close()
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)


def test_the_told_share_goes_to_what_is_met_and_stays_where_nothing_comes(stem: Ecosystem) -> None:
    state = stem.branch([]).state
    before = state.seen.copy()
    flow = [np.zeros_like(part) for part in stem.work.flow]
    flow[1][codes.POST_EU, DE], flow[2][codes.POST_EU, DE] = 20.0, 10.0
    for _ in range(400):
        hear(state.delivery_news, tuple(flow), 30.0, state.usual_demand, stem.constants.figures)
    assert state.seen[codes.POST_EU, DE] == pytest.approx(0.5, abs=0.01)
    before[codes.POST_EU, DE] = state.seen[codes.POST_EU, DE]
    assert (state.seen == before).all()


# which buyers a barrier moves


WORLD = {"days": 160, "replicates": 8, "buyers": 4_000}


@pytest.mark.slow
def test_intra_eu_inspection_moves_buyers_in_the_eu_and_none_in_the_us() -> None:
    found = pairs([PostalInspection(start=40, channels=["intra_eu_post"], share=0.9, capacity=50.0)], **WORLD)
    assert by_home(found, INSIDE, 20, 120) < 0.97
    assert by_home(found, [US], 20, 120) == pytest.approx(1.0, abs=0.03)


@pytest.mark.slow
def test_who_imports_most_is_moved_most_by_inspection_at_the_border_of_the_eu() -> None:
    found = pairs([PostalInspection(start=40, channels=["extra_eu_post"], share=0.7, capacity=50.0)], **WORLD)
    assert by_home(found, [AU], 20, 120) < by_home(found, [US], 20, 120) < 1.0


@pytest.mark.slow
def test_a_country_that_inspects_alone_moves_its_own_buyers() -> None:
    alone = PostalInspection(start=40, countries=["DE"], domestic_powers=0.5, share=0.7, capacity=50.0)
    found = pairs([alone], **WORLD)
    others = [c for c in ALL if c != DE]
    assert by_home(found, [DE], 20, 120) < 0.96
    assert by_home(found, others, 20, 120) == pytest.approx(1.0, abs=0.025)


@pytest.mark.slow
def test_domestic_powers_move_domestic_orders() -> None:
    found = pairs([PostalInspection(start=40, channels=[], domestic_powers=0.5, capacity=50.0)], **WORLD)
    parcels = [[getattr(p, arm).records.counts[60:160, counters.BY_CHANNEL + 4 * np.arange(len(CHANNELS))].sum(axis=0)
                for p in found] for arm in ("struck", "twin")]  # fmt: skip
    struck, twin = (np.sum(side, axis=0) for side in parcels)
    assert struck[codes.POST_DOMESTIC] < 0.6 * twin[codes.POST_DOMESTIC]
    assert struck[codes.PARCEL] > 1.5 * twin[codes.PARCEL] and struck[codes.DROP] > 1.5 * twin[codes.DROP]
    assert by_home(found, [US], 20, 120) < 0.97, "who buys at home"


# channels


def routes(**changes: object) -> np.ndarray:
    """Return the share of channels (country, crossing, channel), posts included, at ordinary told risks."""
    constants = Constants.of(changed(**changes), 1_000)
    usual = constants.figures[0]["usual"]
    seen = np.repeat(np.asarray(changes.pop("seen", usual["risk"]))[:, None], len(COUNTRIES), axis=1)
    route = np.zeros((len(COUNTRIES), 3, len(OTHERS)))
    shift_channels(route, seen, constants.figures)
    shares = np.zeros((len(COUNTRIES), 3, len(CHANNELS)))
    shares[:, :, 3:] = route
    for post in range(3):
        shares[:, post, post] = 1.0 - route[:, post].sum(axis=1)
    return shares


def test_channels_are_used_as_usual_in_ordinary_times() -> None:
    par = changed().vendors
    assert routes()[:, :, 3:] == pytest.approx(np.repeat(usual_routes(par)[None], len(COUNTRIES), axis=0))


def test_usual_shares_beyond_all_parcels_divide_them() -> None:
    """Each may be set to anything up to all parcels; a drop takes no more than its most, and none goes by post."""
    chosen = {f"vendors__{other.chosen}": 0.0 for other in OTHERS}
    chosen |= {"vendors__private_parcel": 0.9, "vendors__local_drop": 0.6}
    carrier, drop = (CHANNELS.index(name) - len(CROSSINGS) for name in ("private_parcel", "local_drop"))
    usual = usual_routes(changed(**chosen).vendors)
    assert usual[codes.POST_DOMESTIC, [carrier, drop]] == pytest.approx([0.6, 0.4])
    assert usual[1:, carrier] == pytest.approx([0.9, 0.9])
    found = routes(**chosen)[:, codes.POST_DOMESTIC]
    assert found[:, [codes.POST_DOMESTIC, codes.PARCEL, codes.DROP]] == pytest.approx(
        np.repeat([[0.0, 0.7, 0.3]], len(COUNTRIES), axis=0)
    )


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
def test_a_channel_is_left_as_it_gets_dear_and_empty_at_a_hundred_euros(channel: int) -> None:
    used = [routes(couriers__postage=usual_postage(channel, extra))[..., channel] for extra in (-2.0, 0.0, 5.0, 100.0)]
    some = used[1] > 0.0
    for dear, cheap in zip(used[1:], used, strict=False):
        assert (dear[some] < cheap[some]).all()
    assert used[-1].max() < 0.01


@pytest.mark.parametrize("channel", range(len(CHANNELS)))
def test_a_channel_is_left_as_it_gets_slow(channel: int) -> None:
    slow = [row.slowest + 10.0 * (c == channel) for c, row in enumerate(ROWS)]
    before, after = routes()[..., channel], routes(couriers__slowest=slow)[..., channel]
    assert (after[before > 0.0] < 0.96 * before[before > 0.0]).all()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("weighs", [0.1, 1.0, 10.0])
def test_shares_of_channels_are_shares_whatever_is_told_and_asked(seed: int, weighs: float) -> None:
    rng = np.random.default_rng(seed)
    postage = (150.0 * rng.random(len(CHANNELS))).tolist()
    constants = Constants.of(changed(couriers__postage=postage, vendors__reroute_price=weighs), 1_000)
    route = np.full((len(COUNTRIES), 3, len(OTHERS)), np.nan)
    shift_channels(route, rng.random((len(CHANNELS), len(COUNTRIES))) ** 3, constants.figures)
    assert (route >= 0.0).all() and (route.sum(axis=2) <= 1.0 + 1e-12).all()
    most = np.array([other.most for other in OTHERS])
    assert (route <= most + 1e-12).all()
    never = np.array([[post not in other.instead_of for other in OTHERS] for post in CROSSINGS])
    assert (route[:, never] == 0.0).all() and never.any()


def test_what_a_full_channel_leaves_fills_the_next_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything by post is seized: what most parcels can take goes by the others, none beyond its own most."""
    constants = Constants.of(changed(vendors__private_parcel=0.5, vendors__local_drop=0.4), 1_000)
    figures = constants.figures.copy()
    figures["usual"]["most"][0] = [{"private_parcel": 0.6, "local_drop": 0.3}.get(other.name, 0.0) for other in OTHERS]
    route = np.zeros((len(COUNTRIES), 3, len(OTHERS)))
    seen = np.repeat(np.array([1.0] * len(CROSSINGS) + [0.0] * len(OTHERS))[:, None], len(COUNTRIES), axis=1)
    shift_channels(route, seen, figures)
    by = dict(zip([other.name for other in OTHERS], route[0, codes.POST_DOMESTIC], strict=True))
    assert by["private_parcel"] == pytest.approx(0.6) and by["local_drop"] == pytest.approx(0.3)


# prices


def price_index(found: list[Pair], first: int, last: int) -> float:
    return ratio(found, "price", first, last) / ratio(found, "active_vendors", first, last)


def test_prices_follow_what_an_order_costs() -> None:
    """Nine tenths of all post examined: lost parcels, concealment, dearer carriers."""
    found = pairs([PostalInspection(start=40, **POSTS)], days=160, replicates=3)
    assert 1.03 < price_index(found, 60, 120) < 1.4
    assert price_index(found, 0, 2) == pytest.approx(1.0, abs=0.01), "in small steps"
    ways = {"ways__reroute": False, "ways__conceal": False}
    closed = pairs([PostalInspection(start=40, **POSTS)], days=160, replicates=3, **ways)
    assert price_index(closed, 60, 120) > price_index(found, 60, 120)
    ways["vendors__cost_passing"] = 0.0
    none = pairs([PostalInspection(start=40, **POSTS)], days=160, replicates=3, **ways)
    assert price_index(none, 60, 120) == pytest.approx(1.0, abs=0.01)


def test_prices_hardly_move_after_a_raid_and_follow_dear_packaging_a_little() -> None:
    raid = pairs([Takedown(start=40, count=3)], days=160, replicates=3)
    assert price_index(raid, 28, 120) == pytest.approx(1.0, abs=0.015)
    scarce = Licensing(start=40, facilitator="packaging", coverage=1.0, enforcement=0.7)
    assert 1.0 < price_index(pairs([scarce], days=160, replicates=3), 60, 120) < 1.1


def test_turning_coin_into_money_reaches_the_price() -> None:
    usual = InstitutionParameters().cash_out
    worlds = [Ecosystem(changed(**CALM, institutions__cash_out=fee), buyers=2_000, days=120).run()
              for fee in (usual, 0.25)]  # fmt: skip
    rise = []
    for world in worlds:
        vendors = table(world, "vendors")[table(world, "vendors")["state"] == codes.TRADING]
        rise.append(float(np.median(vendors["price"] / vendors["price_start"])))
    assert rise[1] / rise[0] == pytest.approx((1.0 - usual) / 0.75, rel=0.02)
    for world in worlds:
        world.close()


def test_buyers_pay_and_shun_dear_postage() -> None:
    """50 EUR more on every way from abroad: buyers there pay them, or buy at home."""
    dear = [row.postage + 50.0 * (c != codes.POST_DOMESTIC and c != codes.DROP) for c, row in enumerate(ROWS)]
    par = {**BUSY, "vendors__private_parcel": 0.0, "vendors__local_drop": 0.0}
    first = []
    for postage in (None, dear):
        world = Ecosystem(changed(**par, **({"couriers__postage": postage} if postage else {})), buyers=4_000, days=2)
        world.step()
        first.append(world.orders_today())
        world.close()
    abroad = [o["origin"] != o["home"] for o in first]
    assert abroad[1].mean() < 0.8 * abroad[0].mean()
    same = np.intersect1d(first[0]["buyer"][abroad[0]], first[1]["buyer"][abroad[1]])
    value = [dict(zip(o["buyer"].tolist(), zip(o["vendor"].tolist(), o["value"].tolist(), strict=True), strict=True))
             for o in first]  # fmt: skip
    more = [value[1][b][1] - value[0][b][1] for b in same.tolist() if value[0][b][0] == value[1][b][0]]
    assert len(more) > 5 and more == pytest.approx([5_000] * len(more), abs=1)
