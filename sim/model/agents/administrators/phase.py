"""Administrators: some leave today, others open."""

from __future__ import annotations

import numpy as np

from sim.model.agents.administrators.administrator import furnish
from sim.model.agents.administrators.hosting import without_host
from sim.model.agents.administrators.remaking import chosen_make, settle_make
from sim.model.agents.administrators.returning import reopen
from sim.model.agents.administrators.rules import consider
from sim.model.catalogue.makes import MAKES
from sim.model.engine.streams import hazard_of
from sim.model.market import codes, decisions
from sim.model.market.leads import raiding
from sim.model.market.levers import WEAKNESSES
from sim.model.market.trends import size
from sim.model.market.world import World


def run(world: World) -> None:
    """Let every administrator weigh going on, and developers build where demand is unserved."""
    state, c = world.state, world.constants
    slots = state.rows(codes.OPEN)
    outcome = np.zeros(len(slots), dtype=np.int64)
    closings = consider(
        state.day, state.markets, slots, float(state.news[codes.ALARM]), c.figures,
        raiding(world) * found_out(world), float(world.levers[WEAKNESSES]), without_host(world, slots), outcome,
    )  # fmt: skip
    if closings:
        administrators, law = world.administrators(), world.parameters.authorities
        for s in np.flatnonzero(outcome):
            row = int(slots[s])
            if outcome[s] == codes.SEIZURE:
                world.authority.seize(row, law.raid_leads, law.lead_delay, law.raid_publicity)
            else:
                administrators[row].end(int(outcome[s]))
        if (outcome == codes.SEIZURE).any():
            world.authority.tell_administrators(law.raid_publicity)
    if state.day % 30 == 0:
        for administrator in world.administrators():
            if administrator.is_open:
                administrator.reconsider()
    reopen(world)
    _develop(world)


def found_out(world: World) -> float:
    """Return how much likelier a raid is than in ordinary times: hosts tip police off, nothing shields operators."""
    par, facilitators = world.parameters.facilitators, world.facilitators
    bare = 1.0 + par.shielding * (1.0 - facilitators[codes.SHIELD].supply)
    return float(bare * facilitators.likelier(True, par.attribution))


def _develop(world: World) -> None:
    """Start building marketplaces, more where demand is unserved, and open those that are ready.

    The next is begun once the cumulated rate passes a threshold of its own: it is the same one whenever that is.
    """
    state, par = world.state, world.parameters.administrators
    rate = par.openings / 365.0 * size(world) ** world.parameters.trends.openings
    if world.parameters.ways.open:
        rate *= 1.0 + par.opening_response * state.unserved
    if world.facilitators.moved:
        rate *= world.facilitators[codes.HOSTING].supply * world.facilitators[codes.DESIGN].supply
    if len(state.building) < par.developers:
        state.open_in -= hazard_of(rate)
        if state.open_in < 0.0:
            wait = world.draws.exponential(decisions.M_BUILD, decisions.BIRTH, state.n_conceived) * par.build_days
            make = chosen_make(world, state.n_conceived)
            wait *= world.parameters.makes.build[MAKES[make]]
            state.building.append((state.day + 1 + int(wait), state.n_conceived, make))
            state.n_conceived += 1
            state.open_in = world.draws.exponential(decisions.M_OPEN, decisions.BIRTH, state.n_conceived)
    if not state.building:
        return
    for _, who, make in [b for b in state.building if b[0] <= state.day]:
        row = state.reserve_market()
        furnish(state, row, world.draws, par, par.attraction_newcomer, state.day, who)
        settle_make(world, row, make)
        world.appoint(row)
        state.write("open", row)
    state.building = [b for b in state.building if b[0] > state.day]
