"""Barriers on what marketplaces live by: moderators, reach, the forum, names, offers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention
from sim.model.interventions.close_forum import CloseForum
from sim.model.interventions.fake_listings import FakeListings
from sim.model.interventions.flooding import Flooding
from sim.model.interventions.remove_moderators import RemoveModerators
from sim.model.interventions.site_blocking import SiteBlocking
from sim.model.interventions.slander import Slander
from sim.model.interventions.takedown import Takedown
from sim.model.market.geography import COUNTRIES
from sim.model.market.preparing import SEIZURE
from tests.model.market.worlds import CALM, Pair, changed, differences, pairs, ratio

START = 30


def mean(found: list[Pair], top: str, bottom: str, first: int, last: int) -> float:
    """Return a mean, a sum over a count, under barriers as a multiple of that without."""
    return ratio(found, top, first, last) / ratio(found, bottom, first, last)


def struck(barrier: Intervention, until: int, buyers: int = 1_500, **changes: object) -> tuple[Ecosystem, Ecosystem]:
    """Return a world under a barrier and its twin, both on the morning of a day."""
    twin = Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=160).run(START)
    return twin.branch([barrier]).run(until), twin.run(until)


# moderators


def test_fewer_moderators_judge_worse_until_they_are_replaced() -> None:
    one, other = struck(RemoveModerators(start=START, count=3), START + 1)
    row = int(np.argmax(other.state.markets["orders"][:12]))
    gap = []
    for day in (1, 40, 120):
        one.run(START + day), other.run(START + day)
        gap.append(float(other.state.markets[row]["staff"] - one.state.markets[row]["staff"]))
    assert gap[0] > 0.2 and gap[0] > 2.0 * gap[1] > 4.0 * gap[2] >= 0.0
    assert one.state.markets[row]["state"] == 1, "the site goes on"


def test_the_more_are_removed_the_worse_and_no_more_than_there_are() -> None:
    left = []
    for count in (1, 4, 1000):
        one, _ = struck(RemoveModerators(start=START, count=count), START + 1)
        row = next(e[2] for e in one.state.journal if e[1] == "staff_arrest")
        left.append(float(one.state.markets[row]["staff"]))
    assert left[0] > left[1] > left[2] == pytest.approx(1.0 / 30.0, abs=0.01)


def test_a_large_marketplace_has_more_moderators_and_the_smallest_some() -> None:
    lost = []
    for many, least in ((10.0, 1.0), (40.0, 1.0), (10.0, 20.0)):
        one, _ = struck(RemoveModerators(start=START, count=1), START + 1, buyers=500,
                        administrators__moderators=many, administrators__moderators_least=least)  # fmt: skip
        row = next(e[2] for e in one.state.journal if e[1] == "staff_arrest")
        lost.append((1.0 - float(one.state.markets[row]["staff"])) / (1.0 - 1.0 / 30.0))
    assert lost[0] == pytest.approx(4.0 * lost[1]) and lost[2] == pytest.approx(1.0 / 20.0)


def test_without_moderators_fewer_disputes_end_rightly_and_trust_falls() -> None:
    barrier = RemoveModerators(start=START, targets="largest", marketplaces=12, count=1000)
    found = pairs([barrier], start=START, days=70, replicates=3, buyers=1_500, vendors__quality=0.6,
                  administrators__moderator_days=1000.0)  # fmt: skip
    assert ratio(found, "refunded", 5, 40) < 0.8
    trust = [
        np.mean([getattr(p, arm).state.buyers["trust_market"].mean() for p in found]) for arm in ("struck", "twin")
    ]
    assert trust[0] < 0.99 * trust[1]


# reach


def test_blocking_shuts_out_some_in_its_countries_only_and_they_learn() -> None:
    barrier = SiteBlocking(start=START, countries=["DE", "US"], share=1.0, circumvention=0.2, half_life=10.0)
    one, other = struck(barrier, START + 1, buyers=4_000, buyers__order_rate=0.2)
    orders = [w.orders_today() for w in (one, other)]
    blocked = [COUNTRIES.index(c) for c in ("DE", "US")]
    here = [int(np.isin(o["home"], blocked).sum()) for o in orders]
    there = [np.sort(o["buyer"][~np.isin(o["home"], blocked)]).tolist() for o in orders]
    assert here[0] < 0.5 * here[1] and there[0] == there[1]
    one.run(START + 60)
    kept_out = one.records.column("unreached")
    assert kept_out[START : START + 5].sum() > 5.0 * kept_out[START + 50 : START + 55].sum()


def test_blocking_is_small_and_nothing_where_all_know_how_to_get_around_it() -> None:
    found = pairs([SiteBlocking(start=START)], start=START, days=90, replicates=3, buyers=2_000)
    assert 0.85 < ratio(found, "orders", 0, 14) < 1.0 and ratio(found, "orders", 40, 60) > 0.96
    one, other = struck(SiteBlocking(start=START, circumvention=1.0), START + 20, buyers=500)
    assert set(differences(one, other)) <= {"commitment", "cost", "records.states"}  # what was agreed, and its cost


# the forum


def test_a_closed_forum_is_missed_and_found_again() -> None:
    one, _ = struck(CloseForum(start=START, share=0.8), START + 120, buyers=400)
    open_to = one.records.column("forum")
    assert (open_to[:START] == 1.0).all() and open_to[START] < 0.25 and open_to[-1] > 0.95
    assert (np.diff(open_to[START:]) >= 0.0).all()
    whole, _ = struck(CloseForum(start=START), START + 100, buyers=100, news__forum_days=5.0)
    assert whole.state.forum == 1.0 and whole.state.hearsay_late == 0
    assert "forum_open" in [e[1] for e in whole.state.journal]


def test_without_a_forum_fewer_enter_and_nothing_else_hangs_on_it_but_news() -> None:
    entrants = []
    for recruited, days in ((0.9, 1000.0), (0.9, 5.0), (0.0, 1000.0)):
        found = pairs([CloseForum(start=START, share=1.0)], start=START, days=70, replicates=2, buyers=1_000,
                      vendors__recruited=recruited, vendors__entry=0.05, news__forum_days=days)  # fmt: skip
        entrants.append(ratio(found, "entrants", 1, 40))
        assert ratio(found, "orders", 0, 30) > 0.93
    assert entrants[0] < 0.4 and entrants[0] < entrants[1] - 0.2 and entrants[2] > 0.85


def test_news_comes_late_and_little_is_learnt_of_a_seizure_without_a_forum() -> None:
    heard, learnt = [], []
    for closed in (False, True):
        raid = {"raid": Takedown(start=START + 3, publicity=1.0)}
        forum = {"forum": CloseForum(start=START, share=1.0)} if closed else {}
        one = Ecosystem(
            changed(**CALM, news__forum_days=1000.0, news__forum_delay=7.0),
            buyers=500,
            days=70,
            interventions={**forum, **raid},
        )
        one.run(60)
        heard.append(int(np.argmax(one.records.column("alarm") > 0.0)))
        learnt.append(one.state.prepared[SEIZURE])
    assert heard[1] >= heard[0] + 5 and learnt[1] < 0.1 * learnt[0]


# names and offers


def test_slander_raises_bad_ratings_and_lowers_prices() -> None:
    found = pairs([Slander(start=START, rate=0.5)], start=START, days=120, replicates=3, buyers=1_500)
    assert ratio(found, "negative", 2, 60) > 3.0
    assert mean(found, "price", "active_vendors", 60, 90) < 0.997
    assert ratio(found, "orders", 0, 30) == pytest.approx(1.0, abs=0.08), "all are slandered alike"


def test_fakes_cost_orders_of_those_who_know_nobody_and_it_passes() -> None:
    found = pairs([FakeListings(start=START, rate=0.5, duration=20)], start=START, days=110, replicates=3, buyers=1_500)
    assert ratio(found, "orders", 0, 20) < 0.93 and ratio(found, "fake_orders", 0, 20) == float("inf")
    assert sum(p.sums("fake_orders", 20, 80)[0] for p in found) == 0.0
    assert ratio(found, "orders", 50, 80) > ratio(found, "orders", 0, 20) + 0.03
    assert mean(found, "trust", "looked", 5, 20) < 0.98


def test_who_knows_a_vendor_does_not_meet_a_fake() -> None:
    rates = []
    for loyalty in (0.0, 1.0):
        one, _ = struck(FakeListings(start=START, rate=0.3), START + 30, buyers=2_000, buyers__loyalty=loyalty,
                        buyers__trust_first=0.9)  # fmt: skip
        met, done = (one.records.column(name)[START:].sum() for name in ("fake_orders", "orders"))
        rates.append(met / (met + done))
    assert rates[1] < 0.8 * rates[0]


def test_flooding_takes_trade_from_a_marketplace_and_lawful_sites_with_it() -> None:
    found = pairs([Flooding(start=START, severity=0.9)], start=START, days=60, replicates=3, buyers=1_500)
    assert ratio(found, "turned_away", 0, 14) > 1.5 and ratio(found, "orders", 0, 14) < 1.0
    for pair in found:
        assert pair.sums("lawful_sites_down", 0, 14)[0] == pytest.approx(13 * 0.9 * 5.0, rel=0.1)
        assert pair.sums("lawful_sites_down", 20, 30) == (0.0, 0.0)
