"""A world that moves: what grows does so in both twins, at its pace, and nothing moves where nothing grows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.catalogue.facilitators import FACILITATORS
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.licensing import Licensing
from sim.model.market import codes, counters, trends
from sim.model.market.parameters import TrendParameters
from tests.model.market.worlds import CALM, changed, pairs, ratio


def wishing(days: int = 760, buyers: int = 20_000, **changes: float) -> Ecosystem:
    """Run a world in which nobody trades: only who comes, and who wishes how often, is looked at."""
    world = Ecosystem(changed(buyers__stop_disappointed=0.0, **changes), buyers=buyers, days=days)
    world.state.markets["state"] = codes.CLOSED
    return world.run()


def test_people_come_more_often_as_they_are_said_to() -> None:
    """An eighth as many to begin with, doubled each year: four times as many arrive two years on."""
    world = wishing(trends__start=0.125, trends__people=1.0)
    arrived = world.records.column("arrived")
    world.close()
    assert arrived[-60:].sum() / arrived[:60].sum() == pytest.approx(2.0 ** (690 / 365), rel=0.12)


def test_a_world_that_begins_lower_and_stays_has_so_many_fewer() -> None:
    low, whole = (wishing(200, trends__start=start) for start in (0.25, 1.0))
    wishes = [world.records.column("wishes").sum() for world in (low, whole)]
    customers = [world.records.column("active_buyers").mean() for world in (low, whole)]
    away = [1.0 - c / 20_000 for c in customers]
    # a chance a day a quarter as large, of those who are not there yet
    expected = 0.25 * away[0] / away[1]
    assert wishes[0] / wishes[1] == pytest.approx(expected, rel=0.1)
    low.close(), whole.close()


def test_growth_halves_in_the_years_that_are_said() -> None:
    steady, halving = TrendParameters(people=1.0), TrendParameters(people=1.0, people_halving=2.0)
    assert trends.risen(steady, 720) == pytest.approx(2.0 ** (720 / 365))
    # in the two years after the first two half as much is added to the logarithm
    logs = [np.log(trends.risen(halving, day)) for day in (0, 720, 1440)]
    assert (logs[2] - logs[1]) / (logs[1] - logs[0]) == pytest.approx(0.5 ** (720 / 730), rel=1e-9)
    assert trends.risen(TrendParameters(), 9_999) == 1.0


def test_openings_go_with_people_as_far_as_is_said() -> None:
    """A quarter of the people: as many openings at power 0, a quarter at power 1."""
    opened = {}
    for power in (0.0, 1.0):
        begun = {"administrators__openings": 60.0, "administrators__developers": 50, "ways__open": False}
        few = {"trends__start": 0.25, "trends__openings": power, **begun}
        world = Ecosystem(changed(**{**CALM, **few}), buyers=200, days=300).run()
        opened[power] = int((world.records.journal()["event"] == "open").sum())
        world.close()
    assert opened[0.0] > 20 and 0.1 < opened[1.0] / opened[0.0] < 0.45, opened


def test_mail_that_doubles_halves_what_is_examined() -> None:
    still, moving = (
        Ecosystem(changed(trends__parcels=grows), buyers=20_000, days=500, seed=3).run() for grows in (0.0, 3.0)
    )
    seized, sent = (
        [w.records.column(name)[-120:].sum() for w in (still, moving)] for name in ("parcels_seized", "parcels_sent")
    )
    share = [s / n for s, n in zip(seized, sent, strict=True)]
    assert share[1] / share[0] == pytest.approx(4.0 ** -(440 / 365), rel=0.25)
    still.close(), moving.close()


def test_dependence_makes_a_licence_bite_more_the_later_it_comes() -> None:
    """S99: with others fewer who could take the place of the lost, more of packaging stays away."""
    barrier = Licensing(start=330, facilitator="packaging")
    free, bound = (
        pairs(
            [barrier],
            start=330,
            days=420,
            replicates=3,
            trends__dependence=grows,
            facilitators__substitutes=[0.8] * len(FACILITATORS),
        )
        for grows in (0.0, 1.0)
    )
    # with hardly any packaging left, parcels are seized more often
    assert ratio(bound, "parcels_seized", 20, 90) > ratio(free, "parcels_seized", 20, 90)


def test_people_who_lean_to_it_more_each_year_buy_online() -> None:
    still, moving = (
        Ecosystem(changed(**CALM, trends__online=leans), buyers=4_000, days=400, seed=2).run() for leans in (0.0, 1.0)
    )
    online, wishes = (
        [w.records.column(name)[-60:].sum() for w in (still, moving)] for name in ("online_wishes", "wishes")
    )
    shares = [n / of for n, of in zip(online, wishes, strict=True)]
    assert shares[1] > shares[0] + 0.02
    still.close(), moving.close()


def test_the_street_answers_and_a_habit_fades() -> None:
    """After its customers are driven there the street is dearer, and who went there comes back."""
    rigid, answers = (
        Ecosystem(changed(**CALM, street__answers=power, buyers__patience=0.2), buyers=4_000, days=120, seed=2)
        for power in (0.0, 1.0)
    )
    for world in (rigid, answers):
        world.run(60).state.markets["state"][:] = codes.CLOSED
        world.run(75)
    prices = [float(w.work.held["street_price"].max()) for w in (rigid, answers)]
    assert prices[0] == pytest.approx(0.0, abs=1e-12) and prices[1] > 0.3
    rigid.close(), answers.close()
    kept, fades = (
        Ecosystem(changed(**CALM, street__returning=half_life), buyers=4_000, days=300, seed=2).run()
        for half_life in (0.0, 30.0)
    )
    tastes = []
    for world in (kept, fades):
        own = world.state.buyers[world.state.buyers["state"] == codes.ACTIVE]
        tastes.append(float((own["taste_ceiling"] - own["taste"]).mean()))
        world.close()
    assert tastes[1] < 0.8 * tastes[0]


def test_twins_stay_paired_under_growth() -> None:
    """A barrier of no strength changes nothing, bit for bit, in a world that grows."""
    growing = changed(**CALM, trends__people=1.0, trends__start=0.5, trends__parcels=0.2, trends__online=0.2,
                      street__answers=0.5, street__returning=60.0)  # fmt: skip
    twin = Ecosystem(growing, buyers=600, days=90).run(40)
    struck = twin.branch([Licensing(start=40, intensity=0.0)]).run()
    twin.run()
    assert np.array_equal(twin.records.counts, struck.records.counts)
    assert twin.records.counts[:, counters.ORDERS].sum() > 0
    twin.close(), struck.close()
