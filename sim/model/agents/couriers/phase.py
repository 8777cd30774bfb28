"""Couriers: today's parcels meet today's examination."""

from __future__ import annotations

from typing import Any

from sim.model.agents.couriers.travel import travel
from sim.model.market.knowledge import detection
from sim.model.market.levers import INSPECTION, INSPECTION_CAPACITY
from sim.model.market.trends import usual_wishes, volume
from sim.model.market.world import World


def examination(world: World) -> tuple[Any, ...]:
    """Return what parcels meet today, as :func:`sim.model.agents.couriers.travel.travel` takes it."""
    state, levers = world.state, world.levers
    return (
        levers[INSPECTION], levers[INSPECTION_CAPACITY], volume(world), detection(world), state.usual, state.week,
        1e-4 * usual_wishes(world),
    )  # fmt: skip


def run(world: World) -> None:
    """Take, examine and send today's parcels."""
    state, c, work = world.state, world.constants, world.work
    state.book.reserve(work.n_orders)
    travel(
        work.orders, work.n_orders, state.tables, examination(world), work.recognise, work.today, c.figures,
        work.counted(0), work.all_flows, work.flow, state.book.columns,
    )  # fmt: skip
