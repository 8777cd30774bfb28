"""Administrators: some leave today, others open."""

from __future__ import annotations

import numpy as np

from sim.model.agents.administrators.administrator import furnish
from sim.model.agents.administrators.returning import reopen
from sim.model.agents.administrators.rules import consider
from sim.model.market import codes, decisions
from sim.model.market.levers import INVESTIGATION
from sim.model.market.world import World


def run(world: World) -> None:
    """Let every administrator weigh going on, and developers build where demand is unserved."""
    state, c = world.state, world.constants
    slots = state.rows(codes.OPEN)
    outcome = np.zeros(len(slots), dtype=np.int64)
    total = float(state.markets["orders"][slots].sum())
    closings = consider(
        world.run_seed, state.day, state.markets, slots, float(state.news[codes.ALARM]), total, c.figures,
        float(world.levers[INVESTIGATION]), world.facilitators[codes.HOSTING].supply, outcome,
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


def _develop(world: World) -> None:
    """Start building marketplaces, more where demand is unserved, and open those that are ready."""
    state, par = world.state, world.parameters.administrators
    rate = par.openings / 365.0
    if world.parameters.ways.open:
        rate *= 1.0 + par.opening_response * state.unserved
    rate *= world.facilitators[codes.HOSTING].supply
    if len(state.building) < par.developers and world.draws.uniform(decisions.M_OPEN, state.day) < rate:
        wait = world.draws.exponential(decisions.M_BUILD, state.day) * par.build_days
        state.building.append(state.day + 1 + int(wait))
    for _ in [d for d in state.building if d <= state.day]:
        row = state.reserve_market()
        furnish(state, row, world.draws, par, par.attraction_newcomer, state.day)
        world.appoint(row)
        state.write("open", row)
    state.building = [d for d in state.building if d > state.day]
