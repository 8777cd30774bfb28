"""Couriers: today's parcels meet today's examination (phase 7)."""

from __future__ import annotations

from sim.model.agents.couriers.travel import dispatch, examine
from sim.model.agents.vendors.phase import concealing
from sim.model.market import codes
from sim.model.market.leads import lead_time
from sim.model.market.levers import DETECTION, INSPECTION, INSPECTION_CAPACITY
from sim.model.market.world import World


def run(world: World) -> None:
    """Take, examine and send today's parcels."""
    state, c, work, par = world.state, world.constants, world.work, world.parameters
    examine(
        world.levers[INSPECTION], world.levers[INSPECTION_CAPACITY], world.levers[DETECTION],
        state.usual, state.week, 1e-4 * state.usual_demand, work.recognise,
    )  # fmt: skip
    state.book.reserve(work.n_orders)
    work.flow[:] = 0.0
    dispatch(
        world.run_seed, state.day, work.orders, work.n_orders, state.vendors, work.recognise,
        concealment(world), c.couriers, c.vendors, par.institutions.grace, lead_time(world, par.authorities.lead_delay),
        par.institutions.cash_out,
        c.fastest, c.slowest, c.loss, c.postage, 1.0 + world.facilitators[codes.PACKAGING].surcharge,
        work.counts, work.by_account, work.flow, *state.book.columns,
    )  # fmt: skip
    state.week += (2.0 / 8.0) * (work.flow - state.week)
    state.usual += (2.0 / 366.0) * (work.flow - state.usual)


def concealment(world: World) -> float:
    """Return the share of detection that full concealment takes away, with the packaging that can be had."""
    return float(world.parameters.couriers.concealment) * concealing(world)
