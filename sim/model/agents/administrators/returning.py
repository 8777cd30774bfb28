"""Operators who come back: their marketplace opens again under another address, with part of those it had."""

from __future__ import annotations

from sim.model.agents.administrators.administrator import furnish
from sim.model.agents.administrators.remaking import chosen_make, settle_make
from sim.model.market.world import World


def reopen(world: World) -> None:
    """Open the marketplaces whose operators are ready today."""
    state, par = world.state, world.parameters.administrators
    for _, share, who in [back for back in state.returning if back[0] <= state.day]:
        row = state.reserve_market()
        share = max(par.attraction_newcomer, share)
        furnish(state.markets, row, world.run_seed, world.constants.figures, share, state.demand, state.day, who)
        settle_make(world, row, chosen_make(world, who))
        world.appoint(row)
        state.write("open", row, cause="return")
    state.returning = [back for back in state.returning if back[0] > state.day]
