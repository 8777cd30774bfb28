"""Buyers: those whose day has come choose and order."""

from __future__ import annotations

import numpy as np

from sim.model.agents.buyers.ordering import order
from sim.model.agents.buyers.wishes import list_due, repace
from sim.model.market.sharing import split
from sim.model.market.today import wish_to_order
from sim.model.market.world import World


def run(world: World) -> None:
    """Let the buyers whose day has come choose and order."""
    state, c, work = world.state, world.constants, world.work
    n = len(state.next_day)
    pace = np.maximum(wish_to_order(world), 1.0)
    if (pace != state.pace).any():  # else a rise of demand would wait for the next wish of each buyer
        repace(world.run_seed, state.day, state.next_day, state.buyers, state.pace, pace)
        state.pace = pace
    work.fit_buyers(n)
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
    for (out, _), end in zip(bounds[1:], ends[1:], strict=True):  # close the gaps between the parts
        work.orders[n : n + end - out] = work.orders[out:end].copy()
        n += end - out
    work.n_orders = n
