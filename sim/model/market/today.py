"""What holds today for everybody who trades, looked up once a day before vendors decide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes
from sim.model.market.leads import lead_time
from sim.model.market.levers import DEMAND, INVESTIGATION
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.world import World


def look_up_today(world: World) -> None:
    """Fill ``world.work.today`` from levers, facilitators and news."""
    state, par, c = world.state, world.parameters, world.constants
    exchange, packaging = world.facilitators[codes.EXCHANGE], world.facilitators[codes.PACKAGING]
    seen = state.seen
    conceals = concealing(world)
    world.work.today[0] = (
        world.run_seed, state.day, float(world.levers[INVESTIGATION]),
        float(seen[:3].mean()), c.seen_usual, 1.0 - state.hhi,
        conceals, float(par.couriers.concealment) * conceals, 1.0 + packaging.surcharge,
        1.0 - exchange.supply, par.institutions.exchange_fee + exchange.surcharge,
        lead_time(world, par.authorities.lead_delay),
        grown(world), prepared_for(state, SEIZURE), state.peers,
        wish_to_order(world), state.news, seen,
        seen if par.ways.reroute else c.seen_start,  # nearer vendors are a way around, too
        state.route,
    )  # fmt: skip


def wish_to_order(world: World) -> NDArray[np.float64]:
    """Return the wish to order by country, against that of day 0: what policy makes of it, and growth."""
    today: NDArray[np.float64] = world.levers[DEMAND] * grown(world)
    return today


def grown(world: World, ago: int = 0) -> float:
    """Return by what factor buyers come, and wish, more often than on day 0; or did so many days ago.

    Growth comes in steps, as every change makes all waits be drawn anew.
    """
    factor: float = (1.0 + world.parameters.buyers.growth) ** (max(world.state.day - ago, 0) // 30 * 30 / 365.0)
    return factor


def concealing(world: World) -> float:
    """Return how much of a vendor's concealment works with the packaging that can be had."""
    matters = float(world.parameters.facilitators.packaging_matters)
    return 1.0 - matters * (1.0 - world.facilitators[codes.PACKAGING].supply)
