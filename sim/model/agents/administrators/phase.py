"""Administrators: some leave today, others open."""

from __future__ import annotations

import numpy as np

from sim.model.agents.administrators.administrator import furnish
from sim.model.agents.administrators.hosting import without_host
from sim.model.agents.administrators.remaking import chosen_make, settle_make
from sim.model.agents.administrators.returning import reopen
from sim.model.agents.administrators.rules import consider
from sim.model.catalogue.makes import MAKES
from sim.model.market import codes, decisions
from sim.model.market.leads import raiding
from sim.model.market.levers import WEAKNESSES
from sim.model.market.listings import note_open
from sim.model.market.trends import size
from sim.model.market.world import World

_ALL_ON = np.zeros(0, dtype=bool)


def run(world: World) -> None:
    """Let every administrator weigh going on, and developers build where demand is unserved."""
    state, work, hosted = world.state, world.work, codes.HOSTING not in world.facilitators.moved
    work.fit_markets(len(state.markets))
    off = _ALL_ON if hosted else without_host(world, state.rows(codes.OPEN))
    there, closings, state.open_in = consider(
        state.day, state.markets, state.n_markets, (work.rows, work.slot_of, work.outcome), state.news,
        world.constants.figures, raiding(world) * found_out(world), float(world.levers[WEAKNESSES]), off,
        state.open_in, opening(world),
    )  # fmt: skip
    work.fit_slots(*there)
    before = len(state.journal)
    if closings:
        _close(world)
    if state.day % 30 == 0:
        administrators = world.administrators()
        for row in state.rows(codes.OPEN).tolist():
            administrators[row].reconsider()
    if state.returning:
        reopen(world)
    if state.building or state.open_in < 0.0:
        _develop(world)
    if len(state.journal) > before:  # another is open, or one no longer
        work.fit_markets(len(state.markets))
        work.fit_slots(*note_open(state.markets, state.n_markets, work.rows, work.slot_of))


def _close(world: World) -> None:
    """Close the marketplaces whose outcome of today is noted."""
    work, administrators, law = world.work, world.administrators(), world.parameters.authorities
    rows = np.flatnonzero(work.outcome).tolist()
    for row in rows:
        if work.outcome[row] == codes.SEIZURE:
            world.authority.seize(row, law.raid_leads, law.lead_delay, law.raid_publicity)
        else:
            administrators[row].end(int(work.outcome[row]))
    if (work.outcome == codes.SEIZURE).any():
        world.authority.tell_administrators(law.raid_publicity)


def found_out(world: World) -> float:
    """Return how much likelier a raid is than in ordinary times: hosts tip police off, nothing shields operators."""
    par, facilitators = world.parameters.facilitators, world.facilitators
    if not facilitators.moved:
        return 1.0
    bare = 1.0 + par.shielding * (1.0 - facilitators[codes.SHIELD].supply)
    return float(bare * facilitators.likelier(True, par.attribution))


def opening(world: World) -> float:
    """Return how many marketplaces developers begin to build today, on the mean: more where demand is unserved."""
    state, par = world.state, world.parameters.administrators
    if len(state.building) >= par.developers:
        return 0.0
    rate = par.openings / 365.0 * size(world) ** world.parameters.trends.openings
    if world.parameters.ways.open:
        rate *= 1.0 + par.opening_response * state.unserved
    if world.facilitators.moved:
        rate *= world.facilitators[codes.HOSTING].supply * world.facilitators[codes.DESIGN].supply
    return float(rate)


def _develop(world: World) -> None:
    """Start building the next marketplace if its day has come, and open those that are ready.

    It is begun once the cumulated rate passes a threshold of its own: it is the same one whenever that is.
    """
    state, par = world.state, world.parameters.administrators
    if state.open_in < 0.0:
        wait = world.draws.exponential(decisions.M_BUILD, decisions.BIRTH, state.n_conceived) * par.build_days
        make = chosen_make(world, state.n_conceived)
        wait *= world.parameters.makes.build[MAKES[make]]
        state.building.append((state.day + 1 + int(wait), state.n_conceived, make))
        state.n_conceived += 1
        state.open_in = world.draws.exponential(decisions.M_OPEN, decisions.BIRTH, state.n_conceived)
    for _, who, make in [b for b in state.building if b[0] <= state.day]:
        row = state.reserve_market()
        share, figures = par.attraction_newcomer, world.constants.figures
        furnish(state.markets, row, world.run_seed, figures, share, state.demand, state.day, who)
        settle_make(world, row, make)
        world.appoint(row)
        state.write("open", row)
    state.building = [b for b in state.building if b[0] > state.day]
