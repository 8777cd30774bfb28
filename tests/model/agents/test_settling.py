"""After a closure rivals are tried one beside another before users settle, and what is said of it goes on for days."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.exit_scam import ExitScam
from sim.model.market import codes
from sim.model.market.whereabouts import learnt_since, news_days, sent_to_closed
from tests.model.market.worlds import CALM, changed, pairs

RIVALS = {"administrators__initial_shares": [0.6, 0.25, 0.1, 0.05]}
ROOMY = {"administrators__slack": 50.0}
START = 40


def week_after(trying_days: float) -> tuple[float, float]:
    """Share of the largest rival's orders in the second week, and of the robbed users who have settled by its end."""
    found = pairs([ExitScam(start=START)], days=START + 14, replicates=3, buyers=6_000,
                  buyers__trying_days=trying_days, buyers__crowd=2.0, **RIVALS, **ROOMY)  # fmt: skip
    orders = sum(pair.struck.records.markets[START + 7 :, :, 0].sum(axis=0) for pair in found)
    users = [pair.struck.state.buyers for pair in found]
    lost = sum(int(((b["market"] == 0) & (b["state"] == codes.ACTIVE)).sum()) for b in users)
    return float(orders.max() / orders.sum()), lost / sum(int((b["state"] == codes.ACTIVE).sum()) for b in users)


def test_rivals_are_tried_beside_each_other_before_most_have_settled() -> None:
    """Direction (D9): the longer users try, the less the largest rival has in the second week, and the fewer settle."""
    leads, unsettled = zip(*(week_after(days) for days in (0.0, 60.0)), strict=True)
    assert leads[1] < leads[0] - 0.05
    assert unsettled[1] > unsettled[0] + 0.05


def test_what_is_learnt_grows_from_hardly_anything_to_everything() -> None:
    chances = [learnt_since(days, 3.0) for days in (0, 1, 3, 10, 100)]
    assert chances == sorted(chances) and chances[0] < 0.05 and chances[-1] == pytest.approx(1.0)


def sent(world: Ecosystem) -> float:
    """The chance that who asks for a marketplace is sent to one that has closed."""
    state = world.state
    return sent_to_closed(state.markets, state.n_markets, state.day, news_days(world))


def test_newcomers_are_sent_to_a_marketplace_that_has_closed_until_it_is_known() -> None:
    world = Ecosystem(changed(**CALM, **RIVALS), buyers=2_000, days=START + 40).run(START)
    assert sent(world) == 0.0
    usual = world.state.markets["usual"].copy()
    share = float(usual[0] / usual.sum())
    closed = world.branch([ExitScam(start=START)])
    closed.step()
    told = [sent(closed)]
    assert 0.5 * share < told[0] <= share
    for _ in range(3):
        closed.run(closed.day + 4)
        told.append(sent(closed))
    assert told == sorted(told, reverse=True) and told[-1] < 0.01
    for run in (world, closed):
        run.close()


def test_destinations_hardly_gain_on_the_day_of_the_closure() -> None:
    """D4: the gain of the others starts on day 2."""
    found = pairs([ExitScam(start=START)], days=START + 10, replicates=3, buyers=6_000, **RIVALS, **ROOMY)
    gain = np.mean([p.struck.records.markets[START:, 1:4, 0].sum(axis=1) for p in found], axis=0) / np.mean(
        [p.twin.records.markets[START:, 1:4, 0].sum(axis=1) for p in found], axis=0
    )
    assert gain[0] < 1.1 < gain[2] and gain[-1] > 1.7


def test_publicity_makes_a_marketplace_known() -> None:
    """B76 (sign): trade rose after police work had been in the news."""
    online = {}
    for draws in (0.0, 2.0):
        world = Ecosystem(changed(**CALM, buyers__publicity_draws=draws), buyers=2_000, days=40).run(30)
        world.state.news[codes.ALARM] = 1.0
        world.run().close()
        online[draws] = float(world.records.column("online_wishes")[-10:].sum())
    assert online[2.0] > 1.01 * online[0.0]


def test_nobody_tries_where_users_may_not_move() -> None:
    world = Ecosystem(changed(**CALM, **RIVALS, ways__migrate=False), buyers=2_000, days=60).run(START)
    closed = world.branch([ExitScam(start=START)])
    gone = closed.state.buyers["market"] == 0
    person = closed.state.buyers["contact"].copy()
    for run in (closed, world):
        run.run().close()
    same = gone & (closed.state.buyers["contact"] & codes.PERSON == person & codes.PERSON)
    same &= closed.state.buyers["state"] == codes.ACTIVE
    assert same.any() and (closed.state.buyers["market"][same] == 0).all()
