"""Vendors: decide, enter, and list what is on offer today."""

from __future__ import annotations

import math
from typing import Any

from sim.model.agents.facilitators import desks
from sim.model.agents.vendors.deciding import decide
from sim.model.agents.vendors.peers import feel_arrests
from sim.model.market import codes
from sim.model.market.likings import nearness, weights
from sim.model.market.listings import attract_vendors, lay_out
from sim.model.market.today import look_up_today
from sim.model.market.trends import of_today
from sim.model.market.world import World


def run(world: World) -> None:
    """Let vendors decide on what was true yesterday evening; then lay out their offers for today's buyers."""
    sell(world)
    work = world.work
    lay_out(offered(world), world.state.tables, work.places, work.listing, work.today, world.constants.figures)


def offered(world: World) -> tuple[Any, ...]:
    """Return the ``offers`` that :func:`sim.model.market.listings.lay_out` takes."""
    work = world.work
    return work.n_offers, work.unsorted, world.state.demand, nearness(world), weights(world)


def sell(world: World) -> None:
    """Let vendors decide, enter and put on offer what they have."""
    state, c, work = world.state, world.constants, world.work
    state.hhi, state.leader_share = attract_vendors(
        state.day, state.demand, c.n_vendors * of_today(world), state.tables, work.places, weights(world), c.figures
    )
    entrants, first_born = entering(world), state.n_born
    state.n_born += entrants
    state.reserve(entrants + 1, state.n_active + entrants + 8)
    work.fit_tables(len(state.accounts), len(state.markets))
    desks.run(world)
    look_up_today(world)
    work.fit_offers(state.n_live + state.n_active + entrants + 8)
    first_event, used, lists = state.n_events, work.used, (state.active, state.events, state.live, work.used)
    used[:5] = state.n_vendors, state.n_accounts, state.n_active, state.n_events, state.n_live
    decide(
        state.tables, lists, work.places, work.unsorted, work.offer_start, entrants, first_born, work.today, c.figures,
        work.counted(0),
    )  # fmt: skip
    state.n_vendors, state.n_accounts, state.n_active, state.n_events, state.n_live, work.n_offers = used.tolist()
    feel_arrests(world, first_event)


def entering(world: World) -> int:
    """Return how many vendors enter today: more when there are more wishes per vendor, fewer in alarm.

    Each enters once the cumulated rate passes the next whole number.
    """
    state, par = world.state, world.parameters.vendors
    rate = par.entry * world.constants.n_vendors * of_today(world)
    if world.parameters.ways.replace:
        margin = state.demand / max(state.n_active, 1) / par.orders_usual
        rate *= min(margin**par.entry_margin, 5.0)
    rate *= 1.0 - par.recruited * (1.0 - state.forum)
    rate *= math.exp(-0.5 * float(state.news[codes.ALARM]))
    state.entry += rate
    entrants = int(state.entry)
    state.entry -= entrants
    return entrants
