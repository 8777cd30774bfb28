"""Whether a customer has a way to pay or to cash out: a supplier who serves, or another found since."""

from __future__ import annotations

from sim.model.catalogue.facilitators import PAYING_ROWS
from sim.model.engine.kernels import helper
from sim.model.engine.streams import key, random_bits, uniform
from sim.model.market import codes, decisions

PLACES = 256
"""Places among which the customers of a service are spread; each belongs to one supplier."""
SERVED = 2.0
"""In a table of ways: the supplier of this place serves. Else the share of its customers who found another."""
GONE = -1.0
"""In a table of ways: from here down, the supplier is gone; less by the share of its customers who found another."""
DESKS = 3
"""Closed marketplaces whose desk is remembered at once, by two bits of a customer's row; 0 is none."""
DESK_BITS, DESK_SHIFT = 12, 2
"""Where these bits are in a buyer's ``contact``."""

_SECTORS = len(PAYING_ROWS)


@helper
def buyer_key(seed, i, contact):  # type: ignore[no-untyped-def]
    """Return the key of what is drawn once for the person in buyer row i; ``contact`` says which person it is."""
    return random_bits(key(seed, decisions.BUYER_ONCE, i), (contact & codes.PERSON) // codes.NEXT_PERSON)


@helper
def vendor_key(seed, born):  # type: ignore[no-untyped-def]
    """Return the key of what is drawn once for a vendor, by order of birth."""
    return key(seed, decisions.VENDOR_ONCE, born)


@helper
def has_desk(k, share):  # type: ignore[no-untyped-def]
    """Return whether the customer is of the ``share`` of a marketplace's users who pay by its own desk."""
    return uniform(k, decisions.C_DESK) < share


@helper
def fails(within, ability, aware, way):  # type: ignore[no-untyped-def]
    """Return whether a customer's supplier is gone, or turns the customer away, and no other was found.

    ``within``: how far within the place, in [0, 1), which stands for who is recognised; ``ability``: luck in the
    search, low is good; ``way``: what the table of ways says of the place.
    """
    if way <= GONE:
        return ability >= GONE - way
    return within < aware and ability >= way


@helper
def lacks_way(k, home, desk, cut, now):  # type: ignore[no-untyped-def]
    """Return whether a customer has no way to turn money into coin and back today.

    ``k``: the customer's key; ``desk``: which closed marketplace's desk was used, 0 none; ``cut``: share of those alike
    whose route beside exchanges is cut and who found no other; ``now``: what holds today.
    """
    lacks = desk > 0 and uniform(k, decisions.C_DESK_SEARCH) >= now.desk_found[desk]
    lacks |= uniform(k, decisions.C_CUT) < cut
    for p in range(_SECTORS):
        own = random_bits(k, p)
        at = uniform(own, decisions.C_SUPPLIER) * PLACES
        place = int(at)
        lacks |= fails(at - place, uniform(own, decisions.C_SEARCH), now.aware[p], now.ways_to_pay[p, home, place])
    return lacks
