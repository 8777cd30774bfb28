"""Each barrier and shock moves the ecosystem the way it should, in a stated situation, over paired replicates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.model.catalogue import facilitators
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention
from sim.model.interventions.ddos import Ddos
from sim.model.interventions.demand_shock import DemandShock
from sim.model.interventions.exit_scam import ExitScam
from sim.model.interventions.hack import Hack
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.takedown import Takedown
from sim.model.interventions.timeline import today
from sim.model.interventions.voluntary_closure import VoluntaryClosure
from sim.model.market import codes, counters
from sim.model.market.geography import CHANNELS, COUNTRIES, FACILITATORS
from sim.model.market.levers import DETECTION
from tests.model.market.worlds import CALM, Pair, changed, pairs, ratio, table
from tests.thorough import some_always

START = 40


def events(pair: Pair, name: str) -> int:
    journal = pair.struck.records.journal()
    return int((journal["event"] == name).sum())


def closed(pair: Pair) -> list[tuple[int, str, float]]:
    """Day, cause and escrow in hand of every closure since the arms parted."""
    return [(day, cause, amount) for day, event, _, _, cause, amount in pair.struck.state.journal if event == "close"]


# takedown


@pytest.fixture(scope="module")
def takedowns() -> list[Pair]:
    """A calm world of twelve marketplaces; the largest, with over half of trade, is seized."""
    return pairs([Takedown(start=START)], days=200, buyers__patience=0.75)


def test_a_takedown_lowers_trade_at_first_and_sends_buyers_to_the_street(takedowns: list[Pair]) -> None:
    first, later = ratio(takedowns, "orders", 0, 10), ratio(takedowns, "orders", 120, 160)
    assert first < 0.92 and first < later - 0.05
    assert ratio(takedowns, "street_orders", 0, 20) > 1.1
    assert ratio(takedowns, "unmet_orders", 0, 20) > 1.1
    assert ratio(takedowns, "turned_away", 0, 20) > 5.0
    assert ratio(takedowns, "waiting", 0, 20) > 1.2


def test_a_takedown_closes_the_largest_and_takes_what_it_holds(takedowns: list[Pair]) -> None:
    for pair in takedowns:
        shares = pair.twin.records.markets[START - 7 : START, :, 0].sum(axis=0)
        seized = [e for e in pair.struck.state.journal if e[1] == "close"]
        assert [(e[0], e[2], e[4]) for e in seized] == [(START, int(np.argmax(shares)), "seizure")]
        assert pair.struck.state.purses["authorities"] >= 100 * seized[0][5] > 0
        assert pair.sums("escrow_lost", 0, 1) == (pytest.approx(seized[0][5]), 0.0)


def test_more_marketplaces_seized_hurts_more() -> None:
    one, four = (pairs([Takedown(start=START, count=n)], days=70, replicates=4) for n in (1, 4))
    assert ratio(four, "orders", 0, 30) < ratio(one, "orders", 0, 30) - 0.1


def test_publicity_raises_alarm_and_keeps_people_away() -> None:
    """The same seizure told loudly or not at all; with buyers who mind, fewer wishes lead online; vendors stop."""
    quiet, loud = (
        pairs([Takedown(start=START, count=2, publicity=p)], days=100, buyers__alarm_weight=5.0) for p in (0.0, 1.0)
    )
    for a, b in zip(quiet, loud, strict=True):
        assert a.sums("alarm", 0, 60) == (0.0, 0.0) and b.sums("alarm", 2, 60)[0] > 0.0
    assert ratio(loud, "online_wishes", 2, 60) < ratio(quiet, "online_wishes", 2, 60) - 0.02
    assert sum(events(p, "retire") for p in loud) > sum(events(p, "retire") for p in quiet)
    news = loud[0].struck.records.column("alarm")[START:]
    assert news[0] == 0.0 < news[1] and (np.diff(news[1:]) < 0).all(), "heard a day later, then it fades"


def test_leads_become_arrests() -> None:
    none, many = (
        pairs([Takedown(start=START, leads=leads, lead_delay=15.0)], days=120, replicates=4, vendors__arrests=0.0,
              couriers__vendor_case=0.0) for leads in (0.0, 1.0)
    )  # fmt: skip
    assert sum(events(p, "lead") for p in none) == sum(events(p, "arrest") for p in none) == 0
    leads, arrests = (sum(events(p, name) for p in many) for name in ("lead", "arrest"))
    assert 0 < arrests <= leads
    assert sum(p.struck.state.purses["authorities"] for p in many) > sum(
        p.struck.state.purses["authorities"] for p in none
    )


def test_a_covert_takeover_yields_more_leads_and_closes_the_refuge_later() -> None:
    plain, covert = (
        pairs([Takedown(start=START, leads=0.2, takeover=over, takeover_days=20)], days=90) for over in (False, True)
    )
    assert sum(events(p, "lead") for p in covert) > 1.5 * sum(events(p, "lead") for p in plain)
    for pair in covert:
        assert [day for day, _, _ in closed(pair)] == [START, START + 20]
        assert {cause for _, cause, _ in closed(pair)} == {"seizure"}
        refuge = [e[2] for e in pair.struck.state.journal if e[1] == "takeover"]
        trade = pair.struck.records.markets[:, refuge[0], 0]
        assert trade[START : START + 20].sum() > 0 == trade[START + 20 :].sum()
    assert ratio(covert, "orders", 20, 40) < ratio(plain, "orders", 20, 40)


def test_a_covert_takeover_leaves_the_refuge_running_when_several_are_seized() -> None:
    """The refuge is where the users of what is seized will go, so it is not among what is seized."""
    found = pairs([Takedown(start=START, count=2, takeover=True, takeover_days=20)], days=80, replicates=2)
    for pair in found:
        assert [day for day, _, _ in closed(pair)] == [START, START, START + 20]


# postal inspection


EARLY = 5


def first_day(barrier: Intervention, replicates: int = 4, **changes: object) -> list[tuple[np.ndarray, np.ndarray]]:
    """The orders of the day a barrier begins, with and without: the same, only their parcels fare otherwise."""
    found = []
    for replicate in range(replicates):
        twin = Ecosystem(
            changed(**{**CALM, "buyers__order_rate": 0.2, "vendors__per_buyer": 0.2, **changes}),
            buyers=4_000, days=EARLY + 1, replicate=replicate,
        ).run(EARLY)  # fmt: skip
        struck = twin.branch([barrier])
        orders = []
        for world in (struck, twin):
            world.step()
            orders.append(world.orders_today())
            world.close()
        one, other = orders
        assert all((one[n] == other[n]).all() for n in ("buyer", "account", "value", "channel", "origin", "home"))
        assert len(one) > 200
        found.append((one, other))
    return found


HARSH = {"share": 1.0, "capacity": 100.0, "training": 1.0}


@pytest.mark.parametrize("channels", [["intra_eu_post"], ["extra_eu_post"], ["intra_eu_post", "extra_eu_post"]])
@pytest.mark.parametrize("countries", [[], ["DE"], ["NL", "US"]])
def test_inspection_seizes_more_on_the_channels_and_in_the_countries_named_only(channels, countries) -> None:
    named = [COUNTRIES.index(c) for c in countries] or list(range(len(COUNTRIES)))
    more = 0
    for one, other in first_day(PostalInspection(start=EARLY, channels=channels, countries=countries, **HARSH)):
        seized, before = one["fate"] == codes.SEIZED, other["fate"] == codes.SEIZED
        assert (seized >= before).all()
        new = one[seized & ~before]
        more += len(new)
        assert set(np.unique(new["channel"])) <= {CHANNELS.index(c) for c in channels}
        assert (np.isin(new["origin"], named) | np.isin(new["home"], named)).all()
        untouched = ~seized | before
        assert (one["fate"][untouched] == other["fate"][untouched]).all()
    assert more > 10


def test_domestic_mail_is_examined_only_with_powers() -> None:
    untrained = HARSH | {"training": 0.0}  # else what is examined in ordinary times is recognised more often
    without = first_day(PostalInspection(start=EARLY, channels=["domestic_post"], **untrained))
    assert all((one["fate"] == other["fate"]).all() for one, other in without)
    granted = first_day(PostalInspection(start=EARLY, channels=[], domestic_powers=0.5, **HARSH))
    new = np.concatenate(
        [one[(one["fate"] == codes.SEIZED) & (other["fate"] != codes.SEIZED)] for one, other in granted]
    )
    assert len(new) > 20 and (new["channel"] == codes.POST_DOMESTIC).all() and (new["origin"] == new["home"]).all()


def test_what_can_be_examined_is_limited() -> None:
    seized = []
    for capacity in (0.0, 0.3, 100.0):
        found = first_day(PostalInspection(**{**HARSH, "start": EARLY, "capacity": capacity}))
        seized.append(sum(int((one["fate"] == codes.SEIZED).sum()) for one, _ in found))
    assert seized[0] < seized[1] < seized[2]


@pytest.fixture(scope="module")
def inspections() -> list[Pair]:
    """Half of all cross-border post examined from day 40 on."""
    return pairs([PostalInspection(start=START, share=0.5, capacity=3.0)], days=140)


def by_channel(found: Sequence[Pair], arm: str, first: int, last: int) -> np.ndarray:
    """Parcels and seizures by channel, shape (channels, 2)."""
    window = slice(START + first, START + last)
    columns = slice(counters.BY_CHANNEL, counters.END)
    blocks = [getattr(p, arm).records.counts[window, columns].sum(axis=0) for p in found]
    return np.sum(blocks, axis=0).reshape(len(CHANNELS), 4)[:, 2:]


def concealment(found: Sequence[Pair], arm: str) -> list[float]:
    """Concealment of vendors who trade, as a multiple of that they began with: within the country, region, anywhere."""
    rows = np.concatenate([table(getattr(p, arm), "vendors") for p in found])
    rows = rows[rows["state"] == codes.TRADING]
    groups = [rows[rows["scope"] == scope] for scope in (codes.DOMESTIC, codes.REGION, codes.WORLDWIDE)]
    return [float(g["stealth"].sum() / g["stealth_start"].sum()) for g in groups]


def test_inspection_shifts_parcels_to_other_carriers_and_raises_concealment(inspections: list[Pair]) -> None:
    assert ratio(inspections, "parcels_seized", 0, 10) > 1.5
    struck, twin = (by_channel(inspections, arm, 50, 100)[:, 0] for arm in ("struck", "twin"))
    shares = struck / struck.sum(), twin / twin.sum()
    assert shares[0][codes.PARCEL] > 1.5 * shares[1][codes.PARCEL]
    assert shares[0][codes.POST_ABROAD] < shares[1][codes.POST_ABROAD]
    assert ratio(inspections, "seen_seized", 50, 100) > 1.2
    # by how far they ship: who sends nothing across a border learns of nothing that calls for concealment
    more = np.subtract(concealment(inspections, "struck"), concealment(inspections, "twin"))
    assert abs(more[codes.DOMESTIC]) < 0.01 and more[codes.REGION] > 0.05 and more[codes.WORLDWIDE] > 0.12


def test_training_decays_by_half_in_its_half_life() -> None:
    barrier = PostalInspection(start=0, training=0.4, training_half_life=50.0, channels=["extra_eu_post"])
    skill = []
    for day in (0, 50, 100):
        now = today(barrier, day, 0)
        assert now is not None
        skill += [m.amount for m in barrier.modifiers(now) if m.lever is DETECTION]
    assert skill == pytest.approx([0.4, 0.2, 0.1])
    fresh, stale = (
        first_day(PostalInspection(start=EARLY - old, training_half_life=1.0, channels=["extra_eu_post"], **{
            **HARSH, "share": 0.5}), couriers__detection=0.1) for old in (0, EARLY)
    )  # fmt: skip
    seized = [sum(int((one["fate"] == codes.SEIZED).sum()) for one, _ in found) for found in (fresh, stale)]
    assert seized[0] > 1.5 * seized[1]


# licensing


@pytest.mark.parametrize("facilitator", some_always(FACILITATORS, ("exchange", "packaging")))
def test_licensing_lowers_supply_until_substitutes_are_found(facilitator: str) -> None:
    barrier = Licensing(start=START, facilitator=facilitator, coverage=1.0, enforcement=0.9, ramp=10)
    many, easy = [0.1] * len(FACILITATORS), [0.9] * len(FACILITATORS)  # a monopoly is lost at once or not at all
    found = pairs([barrier], days=260, replicates=6, buyers=1_000, facilitators__awareness=[1.0] * len(FACILITATORS),
                  facilitators__concentration=many, facilitators__substitutes=easy,
                  facilitators__search_days=[30.0] * len(FACILITATORS))  # fmt: skip
    for pair in found:
        for other in FACILITATORS:
            supply = pair.struck.records.column(other)
            if other != facilitator:
                assert (supply == 1.0).all()
                continue
            low = int(np.argmin(supply))
            assert (supply[:START] == 1.0).all()
            assert START <= low <= START + 15 and supply[low] < 0.6  # suppliers stop one by one, as the licence comes
            assert (np.diff(supply[START + 10 :]) >= 0).all() and supply[low] + 0.3 < supply[-1] < 1.0
    leans = facilitators.ROWS[FACILITATORS.index(facilitator)].leans
    where = {
        facilitators.PAYING: "no_coin",
        facilitators.RUNNING: "turned_away",
        facilitators.PACKING: "parcels_seized",
    }
    if leans in where:  # what hangs on the others is tested with them
        assert ratio(found, where[leans], 5, 35) > 1.1
    assert ratio(found, "orders", 5, 35) < {facilitators.PAYING: 0.95}.get(leans, 1.03)


def test_coin_is_dearer_while_substitutes_serve() -> None:
    """What buyers pay on top of their orders goes to the exchange."""
    found = pairs([Licensing(start=START, ramp=0, coverage=1.0, enforcement=0.7)], days=120, replicates=3)

    def dear(arm: str) -> float:
        rows = [getattr(p, arm).records for p in found]
        paid, spent = (
            sum(float(r.column(name)[START + 40 :].sum()) for r in rows for name in names)
            for names in (("buyers_paid",), ("revenue", "direct_revenue"))
        )
        return paid / spent

    assert dear("struck") > dear("twin") + 0.01


# shocks to marketplaces


def test_an_exit_scam_takes_the_escrow_to_the_administrator() -> None:
    for pair in pairs([ExitScam(start=START)], days=80, replicates=4):
        ((day, cause, amount),) = closed(pair)
        assert (day, cause) == (START, "exit_scam") and amount > 0
        assert pair.sums("escrow_lost", 0, 40) == (pytest.approx(amount), 0.0)
        row = next(e[2] for e in pair.struck.state.journal if e[1] == "close")
        market = pair.struck.state.markets[row]
        assert market["escrow"] == 0 and market["wealth"] >= round(100 * amount)
        upset = pair.struck.records.column("upset")
        assert upset[START] == 0.0 < upset[START + 1] and upset[START + 1] > upset[START + 30]
        assert pair.sums("orders", 0, 5)[0] < pair.sums("orders", 0, 5)[1]
        assert pair.struck.records.column("alarm").max() == 0.0


def test_a_hack_enriches_thieves() -> None:
    for pair in pairs([Hack(start=START)], days=60, replicates=4):
        ((day, cause, amount),) = closed(pair)
        assert (day, cause) == (START, "hack") and amount > 0
        assert pair.struck.state.purses["thieves"] >= round(100 * amount) and pair.twin.state.purses["thieves"] == 0
        row = next(e[2] for e in pair.struck.state.journal if e[1] == "close")
        assert pair.struck.state.markets[row]["wealth"] == pair.struck.state.markets[row]["escrow"] == 0


def test_a_voluntary_closure_settles_everything_and_robs_nobody() -> None:
    for pair in pairs([VoluntaryClosure(start=START)], days=START + 140, replicates=3, buyers=1_000):
        ((day, cause, amount),) = closed(pair)
        assert (day, cause) == (START, "voluntary") and amount > 0
        row = next(e[2] for e in pair.struck.state.journal if e[1] == "close")
        assert pair.struck.state.markets[row]["escrow"] == 0 and pair.sums("escrow_lost", 0, 140) == (0.0, 0.0)
        trade = pair.struck.records.markets[:, row, 0]
        assert trade[:START].sum() > 0 == trade[START:].sum()
        assert pair.struck.records.column("upset").max() == 0.0


def test_robbed_buyers_trust_less_than_those_settled_with() -> None:
    scam, retired = (pairs([kind(start=START)], days=90) for kind in (ExitScam, VoluntaryClosure))
    trust = [np.mean([p.struck.state.buyers["trust"].mean() for p in found]) for found in (scam, retired)]
    assert trust[0] < trust[1]


def test_a_flood_of_visits_lowers_the_share_of_the_marketplace_it_strikes_while_it_lasts() -> None:
    found = pairs([Ddos(start=START, days=20, severity=0.7)], days=160)
    share = {}
    for pair in found:
        row = next(e[2] for e in pair.struck.state.journal if e[1] == "impair")
        for arm in ("struck", "twin"):
            trade = getattr(pair, arm).records.markets[:, :, 0].astype(float)
            for window in ((0, 20), (22, 120)):
                days = trade[START + window[0] : START + window[1]].sum(axis=0)
                share.setdefault((arm, window), []).append(days[row] / days.sum())
    means = {key: float(np.mean(values)) for key, values in share.items()}
    assert means["struck", (0, 20)] < 0.75 * means["twin", (0, 20)]
    assert means["struck", (22, 120)] > means["struck", (0, 20)]
    assert ratio(found, "orders", 0, 20) < 0.95 < ratio(found, "orders", 60, 120) < 1.05


# demand


def test_a_demand_shock_scales_wishes() -> None:
    ratios = [
        ratio(pairs([DemandShock(start=START, factor=f)], days=80, replicates=3), "wishes", 0, 20)
        for f in (0.0, 0.5, 1.0, 1.5, 3.0)
    ]
    assert ratios[0] == 0.0 and ratios[2] == 1.0
    assert 0.4 < ratios[1] < 0.65 and 1.2 < ratios[3] < 1.5 and 1.6 < ratios[4] < 3.0


def test_a_rise_of_demand_is_there_on_its_first_days_and_gone_with_it() -> None:
    """Buyers with long waits do not sit the rise out, nor come early once it is over."""
    found = pairs([DemandShock(start=START, factor=2.0, duration=5)], days=60, replicates=6)
    assert 1.4 < ratio(found, "wishes", 0, 3) < 2.0
    assert 0.85 < ratio(found, "wishes", 5, 15) < 1.05


def test_a_demand_shock_keeps_to_the_countries_named() -> None:
    found = pairs([DemandShock(start=START, factor=0.0, countries=["US", "DE"])], days=100, replicates=2)
    for pair in found:
        block = pair.struck.records.counts[START:, counters.BY_COUNTRY : counters.BY_CHANNEL]
        orders = dict(zip(COUNTRIES, block.reshape(len(block), -1, 2)[30:, :, 0].sum(axis=0).tolist(), strict=True))
        assert orders["US"] == orders["DE"] == 0 < orders["UK"]


# cost


def test_costs_are_counted_when_they_arise() -> None:
    costs = {"cost_fixed": 1_000.0, "cost_per_day": 10.0, "cost_per_act": 500.0, "duration": 5}
    world = pairs([Takedown(start=START, count=2, takeover=True, **costs)], days=60, replicates=1)[0].struck
    cost = world.records.column("cost")
    assert cost[START] == 1_000.0 + 10.0 + 3 * 500.0
    assert cost[START + 1 : START + 5].tolist() == [10.0] * 4 and cost[:START].sum() == cost[START + 5 :].sum() == 0.0
    half = pairs([PostalInspection(start=START, intensity=0.5, ramp=2, cost_fixed=100.0, cost_per_day=10.0)],
                 days=50, replicates=1)[0].struck.records.column("cost")  # fmt: skip
    assert half[START : START + 3].tolist() == [50.0 + 2.5, 5.0, 5.0]
