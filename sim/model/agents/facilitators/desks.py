"""The desk of a marketplace with most of the trade: its users pay and cash out there, and lose that way with it.

Expected: nothing where a marketplace with up to about two thirds is lost (D8: whole within a week; D21: a month), most
of the trade for months where it had nearly all (D17: a tenth in the first month; B72: 0.30 to 0.45 of nine months).
"""

from __future__ import annotations

import numpy as np

from sim.model.engine.adding import total
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.market import codes
from sim.model.market.paying import DESKS
from sim.model.market.state import State
from sim.model.market.users import mark_users
from sim.model.market.world import World

_FEW = 1e-3
"""Share of users below which a desk is no way to pay that is worth remembering."""


def without_desk(state: State) -> float:
    """Return the share of all customers who do not miss a desk today."""
    return float(_served(state.desks))


@helper
def _served(desks):  # type: ignore[no-untyped-def]
    share = 1.0
    for d in range(desks.shape[0]):
        share *= 1.0 - desks[d].lost * (1.0 - desks[d].found)
    return share


@helper
def share_of_users(share, half, power):  # type: ignore[no-untyped-def]
    """Return which part of a marketplace's users pays by its own desk; ``share``: of all trade."""
    steep = (share / half) ** power
    return steep / (1.0 + steep)


def run(world: World) -> None:
    """Let users of the desks that closed today lose their way to pay, and those of earlier ones search."""
    state, par = world.state, world.parameters.facilitators
    if state.newest_desk:
        _search(world)
    if state.journal and state.journal[-1][0] == state.day:
        closed = sorted(market for _, event, market, *_ in state.today() if event == "close")
        if closed:
            _lose(world, closed)
    if state.day % 7 == 0:  # users take it up over months; who was there on day 0 had the time
        toward = min(7.0 / par.desk_setup_days, 1.0) if state.day else 1.0
        _set_up(state.markets, world.work.slots, toward, par.desk_share, par.desk_power)


def _lose(world: World, closed: list[int]) -> None:
    """Let the users of marketplaces that closed today lose the desk there; it is what it was when last looked at."""
    state, markets, rows = world.state, world.state.markets, world.work.slots
    usual = markets["usual"]
    trade = max(float(usual[rows].sum()), 1e-9)
    for row in closed:
        users, share = float(markets["desk"][row]), float(usual[row] / (trade + usual[closed].sum()))
        if users * share < _FEW:
            continue
        desk = 1 + state.newest_desk % DESKS
        state.newest_desk = desk
        state.desks[desk] = (users * share, 0.0)
        mark_users(world.run_seed, state.tables, state.active, state.n_active, row, users, desk)
        state.write("desk_lost", row, amount=users)


@kernel
def _set_up(markets, slots, toward, half, power):  # type: ignore[no-untyped-def]
    """Let users take up the desks of marketplaces, a share ``toward`` of those who will or will no longer."""
    markets, slots = borrow(markets), borrow(slots)
    n = slots.shape[0]
    usual = np.empty(n)
    for s in range(n):
        usual[s] = markets[slots[s]].usual
    trade = max(total(usual, n), 1e-9)
    for s in range(n):
        m = markets[slots[s]]
        m.desk += toward * (share_of_users(usual[s] / trade, half, power) - m.desk)


def _search(world: World) -> None:
    state, par, facilitators = world.state, world.parameters.facilitators, world.facilitators
    supply = facilitators[codes.EXCHANGE].supply if facilitators.moved else 1.0
    # others lead to the suppliers that serve
    reach = supply if world.parameters.ways.pay_otherwise else 0.0
    _find_others(state.desks, supply, reach, min(1.0 / par.desk_days, 1.0), par.search_alone)


@kernel
def _find_others(desks, supply, reach, fastest, alone):  # type: ignore[no-untyped-def]
    """Let a day of searching pass for the users of desks that closed: the more have a way to pay, the faster.

    ``supply``: share of all served by suppliers; ``reach``: share who can find one; ``fastest``: share found in a day
    while all are served, the part ``alone`` of it by those who ask nobody.
    """
    pace = fastest * (alone + (1.0 - alone) * (supply * _served(desks)))
    for d in range(desks.shape[0]):
        if desks[d].lost > 0.0:
            desks[d].found += pace * max(reach - desks[d].found, 0.0)
