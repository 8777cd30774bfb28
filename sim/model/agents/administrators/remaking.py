"""Hardening as a way of re-organisation: after seizures administrators build what is harder to seize."""

from __future__ import annotations

import numpy as np

from sim.model.agents.administrators.making import choose_make, give_make
from sim.model.catalogue.makes import ROWS
from sim.model.market import decisions
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.world import World


def chosen_make(world: World, who: int) -> int:
    """Return the make that an operator decides for today, by a draw of the operator's own."""
    luck = world.draws.uniform(decisions.M_MAKE, decisions.BIRTH, who)
    return choose_make(world.parameters, prepared_for(world.state, SEIZURE), luck)


def settle_make(world: World, row: int, make: int) -> None:
    """Give a marketplace that opens today its make; a national one serves the country in which its operator lives."""
    market = world.state.markets[row]
    country = -1
    if ROWS[make].national:
        home = world.draws.uniform(decisions.M_HOME, decisions.BIRTH, int(market["who"]))
        country = int(np.searchsorted(world.constants.seller_home, home))
    give_make(market, make, world.parameters.makes, country)
