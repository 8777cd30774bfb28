"""What a seizure is, whoever orders it: the escrow is taken, the back end read, and the others hear of it.

Escrow and what the administrator has go to the authorities (``market/closing.py:close``); of the orders that are still
on their way nothing is released to vendors, and nothing is paid back to buyers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.model.catalogue.makes import MAKES
from sim.model.market import codes, decisions
from sim.model.market.addresses import name_addressees, take_up
from sim.model.market.closing import RETURNED, close, share_of
from sim.model.market.leads import note, worked_off
from sim.model.market.opsec import identifiable_rows
from sim.model.market.preparing import SEIZURE, TAKEOVER, prepare, prepared_for

if TYPE_CHECKING:
    from sim.model.market.world import World


def seize(
    world: World, row: int, leads: float, lead_delay: float, publicity: float, addressees: float = 0.0,
    arrested: bool = False,
) -> None:  # fmt: skip
    """Seize a marketplace with its back end; ``arrested``: with its operator, not only perhaps.

    ``addressees``: chance of a case against each user whose address stands there unencrypted.
    """
    state, par, draws = world.state, world.parameters, world.draws
    covert = bool(state.markets[row]["covert_until"] >= 0)
    ready = prepared_for(state, SEIZURE)
    told = par.makes.back_end[MAKES[int(state.markets["make"][row])]]
    follow_up(world, row, leads * told * (1.0 - prepared_for(state, TAKEOVER if covert else SEIZURE)), lead_delay)
    if addressees * told > 0.0:
        name_addressees(world, row, addressees * told)
    share = share_of(state, row)
    take_up(state, share, par.buyers)
    close(state, row, codes.SEIZURE, par.news, publicity)
    prepare(state, SEIZURE, share, par.news)
    if covert:
        prepare(state, TAKEOVER, share, par.news)
        disillusion(world, row)
    chance, who = par.authorities.operator_returns, int(state.markets["who"][row])
    returns = draws.uniform(decisions.A_RETURNS, decisions.BIRTH, who) < chance + (1.0 - chance) * ready
    if arrested or draws.uniform(decisions.A_OPERATOR, decisions.BIRTH, who) < par.authorities.operator_arrest:
        state.write("operator_arrest", row)
    elif par.ways.open and returns:
        # with copies kept elsewhere it is back the sooner, and finds more of those it had
        wait = draws.exponential(decisions.A_RETURN, decisions.BIRTH, who) * par.administrators.build_days
        wait /= max(world.facilitators[codes.DESIGN].supply, 0.01)  # whoever builds it has to be found
        state.returning.append((state.day + 1 + int(wait * (1.0 - ready)), share * ready, who + RETURNED))


def withstands(world: World, row: int) -> bool:
    """Return whether a marketplace without a point at which it could be seized outlives an attempt of today."""
    market = world.state.markets[row]
    chance = world.parameters.makes.seizable[MAKES[int(market["make"])]]
    if world.draws.uniform(decisions.A_WITHSTANDS, world.state.day, int(market["who"])) < chance:
        return False
    world.state.write("withstand", row)
    return True


def disillusion(world: World, row: int) -> None:
    """Let the buyers of a marketplace learn that police had run it: a distrust that outlasts the site."""
    buyers, par = world.state.buyers, world.parameters.buyers
    users = (buyers["market"] == row) & (buyers["state"] == codes.ACTIVE)
    buyers["trust"][users] *= 1.0 - par.trust_loss_takeover
    buyers["fear"][users] += par.fear_takeover


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
    own = born + (np.int64(state.markets["who"][row] + 1) << 32)  # each back end is a chance of its own
    found = uniforms(seed, decisions.A_LEAD, decisions.BIRTH, own) < leads * identifiable_rows(world, vendors)
    led = vendors[found]
    due = worked_off(world, led, uniforms(seed, decisions.A_DELAY, decisions.BIRTH, own[found]), delay)
    for vendor, day in zip(led.tolist(), due.tolist(), strict=True):
        note(world, vendor, day)
        state.write("lead", row, vendor=vendor)
