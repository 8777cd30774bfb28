"""What a vendor earned: coin, money and sales, booked in one place for orders on a marketplace and direct deals."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.market import codes, counters

SMOOTHING = 0.03
"""Weight of a day in a vendor's smoothed sales and profit."""


@helper
def book_earnings(v, orders, income, cost, cash_out, uncashed, counts):  # type: ignore[no-untyped-def]
    """Book so many orders of a vendor; ``income`` and ``cost`` in cents, ``cash_out`` by country.

    Coin is turned into money at a fee, whatever way it came. To a vendor who has no way to do so today, a share
    ``uncashed`` of what came in does not count as earned: it waits.
    """
    fee = int(income * cash_out[v.home])
    gain = income - cost - fee
    counts[counters.EXCHANGE_IN] += fee
    counts[counters.PROFIT] += gain
    counts[counters.PROFIT_ORGANISED] += gain * (v.kind == codes.ORGANISED)
    v.wealth += gain
    v.sales += SMOOTHING * orders
    v.profit += SMOOTHING * (gain - v.stuck * uncashed * (income - fee)) / 100.0


@helper
def book_direct(v, value, cost, cash_out, uncashed, counts):  # type: ignore[no-untyped-def]
    """Book a deal off the marketplaces; it does not count as ``sold``, which is what marketplaces know."""
    book_earnings(v, 1, value, cost, cash_out, uncashed, counts)
