"""What holds today for everybody who trades, looked up once a day before vendors decide."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes
from sim.model.market.carriage import carry
from sim.model.market.delivery import weigh_delivery
from sim.model.market.leads import lead_time
from sim.model.market.levers import DEMAND, INVESTIGATION
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.world import World


def look_up_today(world: World) -> None:
    """Fill ``world.work.today`` from levers, facilitators and news."""
    state, par, c = world.state, world.parameters, world.constants
    held_by = par.facilitators
    exchange, packaging = world.facilitators[codes.EXCHANGE], world.facilitators[codes.PACKAGING]
    dearer = exchange.surcharges
    coin_fee = par.institutions.exchange_fee + dearer
    missing, held = 1.0 - exchange.supply, world.work.today[0]
    aware, ways = held["aware"], held["ways_to_pay"]  # as they are, where nobody asks for them
    if state.newest_desk:
        missing = max(missing, float((state.desks["lost"] * (1.0 - state.desks["found"])).max()))
    if missing > 0.0:
        aware = [member.awareness for member in exchange.members]
        ways = [member.ways for member in exchange.members]
    carriage = carry(world)
    weigh_delivery((*state.told[:-1], carriage.route), c.figures, world.work.delivery)
    carriage.bear_on(world)
    messages, outlet = world.facilitators[codes.MESSAGES], world.facilitators[codes.OUTLET]
    conceals = concealing(world)
    world.work.today[0] = (
        world.run_seed, state.day,
        float(world.levers[INVESTIGATION]) * world.facilitators.likelier(False, held_by.attribution),
        1.0 + held_by.shielding * (1.0 - world.facilitators[codes.SHIELD].supply),
        1.0 - state.hhi,
        conceals, float(par.couriers.concealment) * conceals, 1.0 + packaging.surcharge,
        missing, coin_fee, np.log1p(coin_fee), par.institutions.cash_out + dearer + machines(world),
        aware, ways, state.desks["found"], state.desks["lost"][state.newest_desk], state.newest_desk,
        lead_time(world, par.authorities.lead_delay),
        grown(world), prepared_for(state, SEIZURE), state.peers,
        wish_to_order(world), state.news, world.work.delivery[0],
        carriage.route, carriage.halted, carriage.halts, carriage.serve,
        messages.supplied, outlet.supplied, [street_price(world, float(s)) for s in outlet.supplied],
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


def machines(world: World) -> NDArray[np.float64]:
    """Return what it adds to the cost of turning coin into money that machines are lost, by country, as a share.

    Who used one pays, as others do, more elsewhere.
    """
    par, operators = world.parameters.facilitators, world.facilitators[codes.MACHINES]
    (member,) = operators.members
    lost: NDArray[np.float64] = par.by_machine * member.dearer * (1.0 - operators.supplied)
    return lost


def street_price(world: World, outlet: float) -> float:
    """Return the logarithm of the price offline, part of it over social media, of which ``outlet`` can be reached."""
    street = world.parameters.street
    return math.log(street.price * (1.0 + street.social * outlet * (street.social_price - 1.0)))


def concealing(world: World) -> float:
    """Return how much of a vendor's concealment works with the packaging that can be had."""
    matters = float(world.parameters.facilitators.packaging_matters)
    return 1.0 - matters * (1.0 - world.facilitators[codes.PACKAGING].supply)
