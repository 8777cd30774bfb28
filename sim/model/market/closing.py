"""The end of a marketplace: who gets the escrow, who hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.catalogue.makes import ROWS
from sim.model.market import codes

if TYPE_CHECKING:
    from sim.model.market.parameters import NewsParameters
    from sim.model.market.state import State

RETURNED = 1_000_000
"""Added to who an operator was when the same person opens again."""


def name_of(row: int) -> str:
    """Return the name of a marketplace."""
    return f"market-{row + 1}"


def row_of(name: str) -> int:
    """Return the row of a marketplace by its name."""
    return int(name.removeprefix("market-")) - 1


def share_of(state: State, row: int) -> float:
    """Return a marketplace's share of what was traded before anything closed today.

    The shares of several closures then add up to theirs together.
    """
    orders = state.markets["orders"]
    return float(orders[row]) / max(state.trade, float(orders.sum()), 1e-9)


def close(state: State, row: int, cause: int, news: NewsParameters, publicity: float = 0.0) -> None:
    """Close a marketplace today for a cause (codes.CAUSES).

    A voluntary closure stops new orders and settles the rest; so does any where nobody holds the escrow. Otherwise the
    escrow is gone: to the administrator (exit scam), to thieves (hack, with what the administrator had) or to the
    authorities (seizure, likewise).
    """
    market = state.markets[row]
    escrow, wealth = int(market["escrow"]), int(market["wealth"])
    share = share_of(state, row)
    held = ROWS[int(market["make"])].custody
    market["state"] = codes.WINDING if cause == codes.VOLUNTARY or not held else codes.CLOSED
    market["cause"] = cause
    market["closed"] = state.day
    market["orders"] = 0.0
    taken = escrow if held else 0
    state.write("close", row, cause=codes.CAUSES[cause], amount=(escrow if cause == codes.VOLUNTARY else taken) / 100.0)
    if cause == codes.VOLUNTARY:
        return
    market["escrow"] -= taken
    if cause == codes.EXIT_SCAM:
        market["wealth"] += taken
    else:
        market["wealth"] = 0
        state.purses["thieves" if cause == codes.HACK else "authorities"] += taken + wealth
    if cause == codes.SEIZURE:
        loud = publicity * (news.alarm_seizure * share + news.alarm_count)
        state.tell(codes.ALARM, loud, news.delay)
        state.tell(codes.UPSET, 0.5 * news.scam_upset * share, news.delay)
    else:
        whose = news.hack_upset if cause == codes.HACK else 1.0
        state.tell(codes.UPSET, whose * news.scam_upset * share, news.delay)
