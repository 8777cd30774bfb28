"""A marketplace is robbed: thieves have the escrow, the administrator is still there and may begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.market import codes, decisions
from sim.model.market.closing import RETURNED, close, share_of

if TYPE_CHECKING:
    from sim.model.market.world import World


def rob(world: World, row: int) -> None:
    """Close a marketplace by hack. Its administrator has neither fled nor been caught, and may open again.

    Of those it had a part comes back; whoever leaves with the escrow (exit scam) does not come back at all.
    """
    state, par, draws = world.state, world.parameters.administrators, world.draws
    share, who = share_of(state, row), int(state.markets["who"][row])
    close(state, row, codes.HACK, world.parameters.news)
    if world.parameters.ways.open and draws.uniform(decisions.A_RETURNS, decisions.BIRTH, who) < par.hack_returns:
        wait = draws.exponential(decisions.A_RETURN, decisions.BIRTH, who) * par.hack_repair_days
        state.returning.append((state.day + 1 + int(wait), par.hack_kept * share, who + RETURNED))
