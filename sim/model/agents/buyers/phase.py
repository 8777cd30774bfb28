"""Buyers: those whose day has come choose and order."""

from __future__ import annotations

import numpy as np

from sim.model.agents.buyers.ordering import order
from sim.model.agents.buyers.wishes import LAST_DAY, list_due, repace
from sim.model.market import codes
from sim.model.market.sharing import split
from sim.model.market.trends import grown
from sim.model.market.world import World


def hasten(world: World, grows: float) -> None:
    """Let those who are still to come do so sooner, by a factor; who waits for a wish put off keeps that day."""
    buyers, next_day, day = world.state.buyers, world.state.next_day, world.state.day
    away = (buyers["state"] == codes.AWAY) & (buyers["contact"] & codes.RETRYING == 0)
    left = next_day[away].astype(np.float64) - day
    next_day[away] = day + np.minimum(np.ceil(left / grows), LAST_DAY - day).astype(np.uint16)


def keep_pace(world: World) -> None:
    """Draw waits anew where people have come to wish more often, else a rise would wait for each buyer's next wish."""
    state, work = world.state, world.work
    if work.hastened is not state.pace:
        pace = np.maximum(work.held["demand"][0], 1.0)
        if pace.tobytes() != state.pace.tobytes():
            repace(world.run_seed, state.day, state.next_day, state.buyers, state.pace, pace)
            state.pace = pace
        work.hastened = state.pace
    if world.parameters.buyers.growth and (grows := grown(world) / grown(world, 1)) != 1.0:
        hasten(world, grows)


def run(world: World) -> None:
    """Let the buyers whose day has come choose and order."""
    state, c, work = world.state, world.constants, world.work
    keep_pace(world)
    work.fit_buyers(len(state.next_day))
    due = list_due(state.day, state.next_day, work.due)
    work.fit_orders(due)
    bounds = split(due, world.threads)

    def order_part(part: int) -> int:
        lo, hi = bounds[part]
        written: int = order(
            work.due, lo, hi, state.tables, work.places, work.listing, work.drawn, work.today, c.figures,
            work.counted(part),
        )  # fmt: skip
        return written

    ends = work.each(order_part, len(bounds))
    n = ends[0]
    if len(bounds) > 1:
        for (out, _), end in zip(bounds[1:], ends[1:], strict=True):  # close the gaps between the parts
            work.orders[n : n + end - out] = work.orders[out:end].copy()
            n += end - out
    work.n_orders = n
