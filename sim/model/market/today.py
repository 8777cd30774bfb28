"""What holds today for everybody who trades, looked up once a day before vendors decide."""

from __future__ import annotations

import numpy as np

from sim.model.market import codes
from sim.model.market.delivery import weigh_delivery
from sim.model.market.health.looking_up import look_up_users
from sim.model.market.leads import lead_time
from sim.model.market.levers import BUYER_CASE, INVESTIGATION
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.whereabouts import sent_to_closed
from sim.model.market.world import World


def look_up_today(world: World) -> None:
    """Fill ``world.work.today`` from levers, facilitators and news, column by column: most hardly ever change."""
    state, par, work = world.state, world.parameters, world.work
    packaging, held = world.facilitators[codes.PACKAGING], work.held
    weigh_delivery(state.told, world.constants.figures, work.delivery)
    conceals = concealing(world)
    of_today = {
        "seed": world.run_seed, "day": state.day, "investigation": world.levers[INVESTIGATION],
        "spread": 1.0 - state.hhi, "conceals": conceals, "concealment": float(par.couriers.concealment) * conceals,
        "packing": 1.0 + packaging.surcharge, "lead_days": lead_time(world, par.authorities.lead_delay),
        "unheard": sent_to_closed(world),
        "growth": grown(world), "prepared": prepared_for(state, SEIZURE), "peers": state.peers, "news": state.news,
        "route": state.route, "buyer_case": world.levers[BUYER_CASE],
    }  # fmt: skip
    for name, value in of_today.items():
        held[name][...] = value
    _look_up_payments(world)
    look_up_users(world, grown(world))


def _look_up_payments(world: World) -> None:
    """Fill in what coin costs, and who has no way to pay."""
    state, work, exchange = world.state, world.work, world.facilitators[codes.EXCHANGE]
    par, held, missing = world.parameters.institutions, work.held, 1.0 - exchange.supply
    dearer = exchange.surcharges
    if dearer is not work.dearer:
        work.dearer = dearer
        held["coin_fee"][...] = coin_fee = par.exchange_fee + dearer
        held["coin_price"][...] = np.log1p(coin_fee)
        held["cash_out"][...] = par.cash_out + dearer
    if state.newest_desk:
        desks = state.desks.tolist()
        missing = max(missing, *(lost * (1.0 - found) for lost, found in desks))
        held["desk_found"][...] = [found for _, found in desks]
        held["desk_lost"][...] = desks[state.newest_desk][0]
    held["newest_desk"][...], held["shortage"][...] = state.newest_desk, missing
    if missing > 0.0:  # else nobody asks for them
        for p, member in enumerate(exchange.members):
            if work.ways.get(p) is not member.ways:
                work.ways[p] = member.ways
                held["aware"][0, p], held["ways_to_pay"][0, p] = member.awareness, member.ways


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
