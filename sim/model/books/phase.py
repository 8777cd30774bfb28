"""Books: coin moves, and what agents look at tomorrow is smoothed."""

from __future__ import annotations

import numpy as np

from sim.model.books.bookkeeping import book_day
from sim.model.market import codes, counters
from sim.model.market.trends import size
from sim.model.market.world import World

_BOOKED = np.array([
    counters.PAID, counters.BACK, counters.EXCHANGE_IN, counters.UPSTREAM_IN, counters.AUTHORITY_IN, counters.ONLINE,
    counters.STREET, counters.TURNED, counters.SENT, counters.N_DELIVERED, counters.N_SEIZED, counters.N_LOST,
    counters.ARRIVED, counters.STOPPED, counters.YOUNG_ARRIVED, counters.YOUNG_STOPPED, counters.TREATED,
])  # fmt: skip


def running_cost(world: World) -> float:
    """Return what a marketplace costs to run today, EUR."""
    usual, hosts = world.parameters.administrators.running_cost, world.facilitators
    dearer = hosts[codes.HOSTING].surcharge if hosts.moved else 0.0
    return float(usual * len(world.state.buyers) * size(world) * (1.0 + dearer))


def run(world: World) -> None:
    """Move coin and smooth what agents will look at tomorrow."""
    state, work = world.state, world.work
    booked = book_day(
        state.day, state.live, state.n_live, state.n_markets, state.tables, work.counted(0), work.account_parts,
        work.today, world.constants.figures, state.demand, running_cost(world),
    )  # fmt: skip
    note_books(world, *booked)


def note_books(world: World, n_live: int, escrow: int, trade: float) -> None:
    """Note how many accounts live on, escrow and trade in all, coin and people that moved, and what agents will look at tomorrow."""
    state = world.state
    state.n_live, world.work.escrow, state.trade = n_live, escrow, trade
    paid, back, fees, supplies, taken, online, bought, turned, *others = world.work.counts[_BOOKED].tolist()
    purse = state.purses
    purse["buyers"] -= paid - back
    purse["exchanges"] += fees
    purse["suppliers"] += supplies
    purse["authorities"] += taken
    state.demand += 0.07 * (online - state.demand)
    state.street += max(0.07, 1.0 / (state.day + 1)) * (bought - state.street)
    state.street_usual += max(2.0 / 366.0, 1.0 / (state.day + 1)) * (bought - state.street_usual)
    state.unserved += 0.07 * (turned / max(online, 1) - state.unserved)
    sent, delivered, seized, lost, came, went, young_came, young_went, treated = others
    state.moving += sent - delivered - seized - lost
    state.customers += came - went
    state.young += young_came - young_went
    state.in_treatment += treated - state.in_treatment / world.parameters.health.treatment_days
