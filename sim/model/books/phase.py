"""Books: coin moves, and what agents look at tomorrow is smoothed."""

from __future__ import annotations

from sim.model.books.bookkeeping import book_day
from sim.model.market import codes
from sim.model.market.state import State
from sim.model.market.trends import size
from sim.model.market.world import World


def running_cost(world: World) -> float:
    """Return what a marketplace costs to run today, EUR."""
    usual, hosts = world.parameters.administrators.running_cost, world.facilitators
    dearer = hosts[codes.HOSTING].surcharge if hosts.moved else 0.0
    return float(usual * len(world.state.buyers) * size(world) * (1.0 + dearer))


def smoothed(state: State) -> tuple[float, ...]:
    """Return ``Smoothed`` as it stands, as a plain tuple."""
    return state.demand, state.street, state.street_usual, state.unserved, state.in_treatment


def run(world: World) -> None:
    """Move coin and smooth what agents will look at tomorrow."""
    state, work = world.state, world.work
    booked = book_day(
        state.day, state.live, state.n_live, state.n_markets, state.tables, work.counted(0), work.account_parts,
        work.today, world.constants.figures, smoothed(state), running_cost(world),
    )  # fmt: skip
    note_books(world, *booked)


def note_books(
    world: World, n_live: int, escrow: int, trade: float, after: tuple[float, ...], purses: tuple[int, ...],
    stocks: tuple[int, ...],
) -> None:  # fmt: skip
    """Note what :func:`sim.model.books.bookkeeping.book_day` returns."""
    state, purse = world.state, world.state.purses
    state.n_live, world.work.escrow, state.trade = n_live, escrow, trade
    state.demand, state.street, state.street_usual, state.unserved, state.in_treatment = after
    buyers, exchanges, suppliers, authorities = purses
    purse["buyers"] += buyers
    purse["exchanges"] += exchanges
    purse["suppliers"] += suppliers
    purse["authorities"] += authorities
    moving, customers, young = stocks
    state.moving += moving
    state.customers += customers
    state.young += young
