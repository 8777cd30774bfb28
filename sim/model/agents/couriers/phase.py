"""Couriers: today's parcels meet today's examination."""

from __future__ import annotations

from sim.model.agents.couriers.travel import dispatch, examine
from sim.model.market.knowledge import detection
from sim.model.market.levers import INSPECTION, INSPECTION_CAPACITY
from sim.model.market.trends import usual_wishes, volume
from sim.model.market.world import World


def run(world: World) -> None:
    """Take, examine and send today's parcels."""
    state, c, work = world.state, world.constants, world.work
    mail = volume(world)
    examine(
        world.levers[INSPECTION] / mail, world.levers[INSPECTION_CAPACITY] / mail, detection(world),
        state.usual, state.week, 1e-4 * usual_wishes(world), work.recognise,
    )  # fmt: skip
    state.book.reserve(work.n_orders)
    for flow in work.flow:
        flow[...] = 0.0
    dispatch(
        work.orders, work.n_orders, state.tables, work.recognise, work.today, c.figures, work.counted(0),
        tuple(work.flow), state.book.columns,
    )  # fmt: skip
    state.week += (2.0 / 8.0) * (work.flow.touched - state.week)
    state.usual += (2.0 / 366.0) * (work.flow.touched - state.usual)
