"""When a barrier begins: on its day, when what is watched fires its trigger, or when a review puts it in force.

With reviews, one barrier of the plan is in force at a time. At each review a named rule decides, from the orders that
are seen by then, whether the next takes its turn. Who is put in force begins anew, its preparation included. Without
reviews all are in force at their times. What is seen may be old and wrong; watching makes lag and error good.
"""

from __future__ import annotations

import math

from sim.model.engine.streams import normal_quantile
from sim.model.interventions import timeline
from sim.model.interventions.base import Intervention
from sim.model.market import decisions
from sim.model.market.levers import WATCHED
from sim.model.market.world import World

_MONTH = 30
"""Days of orders that a review compares."""


def review(world: World) -> str | None:
    """Review the plan if its day has come; return the name of the one in force, or None without reviews."""
    state, par = world.state, world.parameters.partners
    if not par.review or not world.interventions:
        return None
    names = list(world.interventions)
    begins = min(barrier.start for barrier in world.interventions.values())
    if state.day < begins:
        return ""
    if state.reviewed < 0:  # the first takes its turn
        state.plan_since = state.reviewed = state.day
        state.plan_orders = seen_orders(world)
    elif state.day - state.reviewed >= par.review:
        orders, before = seen_orders(world), state.plan_orders
        state.reviewed, state.plan_orders = state.day, orders
        won = orders <= (1.0 - par.review_fall) * before
        if par.review_rule == "rotate" or not won:
            state.plan, state.plan_since = state.plan + 1, state.day
            state.write("review", cause=names[state.plan % len(names)])
    return names[state.plan % len(names)]


def first_day(world: World, name: str, barrier: Intervention, plan: str | None) -> int | None:
    """Return the day the barrier began; None if it has not, or is not in force by the ``plan``."""
    if plan is not None and plan != name:
        return None
    state = world.state
    if barrier.trigger is None:
        return barrier.start if plan is None else max(barrier.start, state.plan_since)
    if name not in state.triggered and state.day >= barrier.start:
        if timeline.fires(barrier.trigger, watched(world)):
            state.triggered[name] = state.day
    fired = state.triggered.get(name)
    return fired if plan is None or fired is None else max(fired, state.plan_since)


def watched(world: World) -> dict[str, float]:
    """Return what triggers see: figures of some days ago, each with its error of the day."""
    lag, error = _blur(world)
    seen = world.records.observed(lag)
    if error == 0.0:
        return dict(seen)
    return {name: value * _wrong(world, error, place) for place, (name, value) in enumerate(seen.items())}


def seen_orders(world: World) -> float:
    """Return the orders a day over a month, as a review sees them."""
    lag, error = _blur(world)
    last = max(world.records.written - lag, 0)
    orders = world.records.column("orders")[max(last - _MONTH, 0) : last]
    return float(orders.mean()) * _wrong(world, error, -1) if len(orders) else 0.0


def _blur(world: World) -> tuple[int, float]:
    """Return lag in days and error of what is watched today, as far as watching does not make them good."""
    par, left = world.parameters.partners, 1.0 - float(world.levers[WATCHED])
    return int(round(par.watch_days * left)), float(par.watch_error) * left


def _wrong(world: World, error: float, place: int) -> float:
    """Return by what factor a figure is seen wrongly today."""
    luck = world.draws.uniform(decisions.A_WATCHED, world.state.day, place + 1)
    return math.exp(error * normal_quantile(min(max(luck, 1e-12), 1.0 - 1e-12)))
