"""What a seizure is, whoever orders it: the escrow is taken, the back end read, and the others hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.market import codes, decisions
from sim.model.market.closing import close
from sim.model.market.leads import lead_time

if TYPE_CHECKING:
    from sim.model.market.world import World


RETURNED = 1_000_000
"""Added to who an operator was when the same person opens again."""


def seize(world: World, row: int, leads: float, lead_delay: float, publicity: float) -> None:
    """Seize a marketplace with its back end."""
    state, par, draws = world.state, world.parameters, world.draws
    follow_up(world, row, leads, lead_delay)
    close(state, row, codes.SEIZURE, par.news, publicity)
    who = int(state.markets["who"][row])
    returns = draws.uniform(decisions.A_RETURNS, decisions.BIRTH, who) < par.authorities.operator_returns
    if draws.uniform(decisions.A_OPERATOR, decisions.BIRTH, who) < par.authorities.operator_arrest:
        state.write("operator_arrest", row)
    elif par.ways.open and returns:
        wait = draws.exponential(decisions.A_RETURN, decisions.BIRTH, who) * par.administrators.build_days
        state.building.append((state.day + 1 + int(wait), who + RETURNED))


def tell_administrators(world: World, publicity: float) -> None:
    """Let the administrators who are left hear of today's seizures."""
    for administrator in world.administrators():
        if administrator.is_open:
            administrator.hear_of_seizure(publicity)


def follow_up(world: World, row: int, leads: float, delay: float) -> None:
    """Turn a share of the vendors with an account on a marketplace into leads, worked off later."""
    from sim.model.engine.streams import uniforms  # compiled: settings, which read acts, must not wait for it

    state = world.state
    accounts = state.accounts[: state.n_accounts]
    there = (accounts["market"] == row) & (accounts["closed"] < 0)
    vendors = np.unique(accounts["vendor"][there])
    seed, born = world.run_seed, state.vendors["born"][vendors]
    mean = world.parameters.vendors.opsec
    careless = (1.0 - state.vendors["opsec"][vendors]) / max(1.0 - mean, 0.05)
    own = born + (np.int64(state.markets["who"][row] + 1) << 32)  # each back end is a chance of its own
    found = uniforms(seed, decisions.A_LEAD, decisions.BIRTH, own) < leads * careless
    led = vendors[found]
    waits = -np.log1p(-uniforms(seed, decisions.A_DELAY, decisions.BIRTH, own[found])) * lead_time(world, delay)
    waits = np.minimum(waits, codes.NEVER)
    for vendor, wait in zip(led.tolist(), waits.tolist(), strict=True):
        on = state.day + 1 + int(wait)
        if state.vendors["arrest_on"][vendor] < 0 or on < state.vendors["arrest_on"][vendor]:
            state.vendors["arrest_on"][vendor] = on
        state.write("lead", row, vendor=vendor)
