"""The minimal market day: rules small enough to be written twice, once in plain Mesa and once over compiled columns.

Each day, in this order:

1. Half-way through the run the marketplace with the most orders so far closes; its vendors and buyers each move to one
   of the others at random.
2. Parcels due today arrive. A delivered one pays the vendor, a seized one refunds the buyer, a scammed one pays the
   vendor for nothing. Buyer and vendor count good and bad; the vendor of the latest good order becomes the favourite.
3. Buyers whose day has come look at ``LOOKS`` vendors of their marketplace, choose one by the softmax of reputation,
   price and own experience, and pay into escrow. The parcel takes 2 to 10 days, the next order a geometric time.
4. Vendors' reputations are brought up to date, so all buyers of a day have seen the same.

Draws are those of :mod:`sim.model.engine.streams`, so both versions end with the same
:class:`Checksum`, which is compared.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

MARKETPLACES = 12
BUYERS_PER_VENDOR = 40
ORDER = 0.05  # chance a day
LOOKS = 5
FASTEST, SLOWEST = 2, 10  # days in the post
SEIZED, SCAMMED = 0.03, 0.05  # shares of parcels; the second includes the first
REPUTATION, EXPERIENCE, FAVOURITE = 3.0, 1.0, 1.5  # weights of utility, against the price


class Draw(IntEnum):
    """Decisions of the minimal day."""

    MARKETPLACE = 1
    PRICE = 2
    VENDOR_MARKETPLACE = 3
    MOVE = 4
    VENDOR_MOVE = 5
    WAIT = 6
    CHOICE = 7
    FATE = 8
    TRAVEL = 9
    LOOK = 20  # and the four after it


class Checksum(NamedTuple):
    """What both versions must agree on, to the last digit."""

    orders: int
    delivered: int
    seized: int
    scammed: int
    escrow: int
    income: int
    refunded: int
    favourites: int
    experience: int
    reputation: int
    shares: tuple[int, ...]


def fingerprint(values: list[int]) -> int:
    """Return a number that depends on every value and its place."""
    return sum((row + 1) * value for row, value in enumerate(values)) % (2**61 - 1)
