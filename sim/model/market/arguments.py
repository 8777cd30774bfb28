"""What kernels are handed: the tables that last, the figures of a run, what holds today, what is counted.

Structs of arrays are named tuples, gathered by :func:`taken_from` and named again in the kernel:
``tables = Tables(*borrow(tables))``. They are handed over as plain tuples, since numba looks up the class of a named
one at every call, which takes longer than all else about it. ``figures`` and ``today`` are one row each, of records
within a record, so that handing them in costs as little as one array.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import POSTS
from sim.model.catalogue.facilitators import PAYING_ROWS
from sim.model.engine.kernels import aligned
from sim.model.market import codes
from sim.model.market.geography import AGES, CHANNELS, COUNTRIES, PRODUCTS
from sim.model.market.paying import DESKS, PLACES


class Tables(NamedTuple):
    """Everybody's rows."""

    buyers: NDArray[Any]  # BUYER
    next_day: NDArray[Any]  # uint16 by buyer
    vendors: NDArray[Any]  # VENDOR
    accounts: NDArray[Any]  # ACCOUNT
    markets: NDArray[Any]  # MARKET


class Lists(NamedTuple):
    """What grows while vendors decide."""

    active: NDArray[Any]  # int32: rows of trading vendors
    events: NDArray[Any]  # EVENT
    live: NDArray[Any]  # int32: rows of accounts that are open or have orders left to settle
    used: NDArray[Any]  # int64 (6,): rows of vendors, accounts, active vendors, events, live accounts, offers in use


class Places(NamedTuple):
    """The marketplaces that are open today, and what draws people to them."""

    slots: NDArray[Any]  # int64: rows of open marketplaces
    slot_of: NDArray[Any]  # int64: position among them by row, -1 closed
    pull: NDArray[Any]  # running sums (slots + 1,) by which vendors choose a marketplace
    wide: NDArray[Any]  # the same for one beside another
    destinations: NDArray[Any]  # running sums ((at leisure, driven out, trying), country, slot): buyers' choice
    sellers: NDArray[Any]  # int64: open accounts by slot


class Listing(NamedTuple):
    """What is on offer, sorted by (slot, product, reach)."""

    offers: NDArray[Any]  # OFFER
    offer_start: NDArray[Any]  # int64: first offer of each group
    offer_sum: NDArray[Any]  # running sum of weights there
    offer_weight: NDArray[Any]  # running sums over offers
    guide: NDArray[Any]  # int32, see sim.model.engine.drawing.locate


class Unsorted(NamedTuple):
    """Room for offers before they are sorted."""

    listed: NDArray[Any]  # OFFER
    columns: NDArray[Any]  # float64 (4, offers)
    groups_of: NDArray[Any]  # int32: the group of each


class Drawn(NamedTuple):
    """Today's orders and what is known of each before its offer is looked up."""

    orders: NDArray[Any]  # ORDER
    drafts: NDArray[Any]  # DRAFT


class Book(NamedTuple):
    """Orders on their way, see sim.model.market.orders."""

    pool: NDArray[Any]
    chunk_next: NDArray[Any]
    head: NDArray[Any]
    tail: NDArray[Any]
    fill: NDArray[Any]
    free: NDArray[Any]


class DeliveryNews(NamedTuple):
    """What is told of parcels and prices; a crossing is a post by what it crosses, domestic, in the EU, or abroad."""

    seen: NDArray[Any]  # float64 (channel, country): share seized of the parcels to a country
    arriving: NDArray[Any]  # float64 (country, crossing): parcels a day by where they go, over a month
    leaving: NDArray[Any]  # the same by where they come from
    failing: NDArray[Any]  # float64 (country, crossing): share seized of the parcels from a country
    paid: NDArray[Any]  # float64 by country: mean price paid, against the going rate
    route: NDArray[Any]  # float64 (country, crossing, others): share of parcels that goes by each other channel


class Flow(NamedTuple):
    """Parcels handed in today."""

    touched: NDArray[Any]  # float64 (channel, country): both countries of a parcel that crosses a border
    received: NDArray[Any]  # float64 (channel, country): where they go
    seized: NDArray[Any]  # those of them that are seized
    arriving: NDArray[Any]  # float64 (country, crossing): where they go
    leaving: NDArray[Any]  # the same by where they come from
    failing: NDArray[Any]  # those of them that are seized
    paid: NDArray[Any]  # float64 by country: sum of the prices paid


class Counted(NamedTuple):
    """Whole-number counters of the day."""

    counts: NDArray[Any]  # int64 by sim.model.market.counters
    by_market: NDArray[Any]  # int64 (marketplace, M_SIZE)
    by_account: NDArray[Any]  # TALLY


def taken_from(struct: type[Any]) -> Callable[[Any], tuple[NDArray[Any], ...]]:
    """Return a function that takes the arrays of a struct from the attributes of an object, as a plain tuple."""
    return attrgetter(*struct._fields)


WANTS = (len(COUNTRIES), len(PRODUCTS))
"""What is wanted where."""

ALIKE = (3, max(len(COUNTRIES), len(PRODUCTS)))
"""By what vendors are alike, country, product and size, and most groups of one."""

ROUTES = (len(COUNTRIES), len(POSTS), len(CHANNELS) - len(POSTS))

DELIVERY = np.dtype(
    [
        ("told", "f8", (len(COUNTRIES),)),  # chance that a parcel to a country is seized, as told there
        ("risk", "f8", ROUTES[:2]),  # the same by crossing, as far as it moves buyers to other vendors
        ("surcharge", "f8", ROUTES[:2]),  # EUR that postage to a country is dearer than is usual
        ("dearer", "f8", ROUTES[:2]),  # what that takes from the utility of an offer, logit
        ("online", "f8", (len(COUNTRIES),)),  # what prices online take from the leaning to buy there, logit
        ("loss", "f8", ROUTES[:2]),  # share of parcels seized, told by vendors of a country who ship so far (scope)
        ("usual_loss", "f8", ROUTES[:2]),  # the same at ordinary examination
        ("carriage", "f8", ROUTES[:2]),  # what dearer postage adds to what they ask, as a share of a typical order
    ],
    align=True,
)
"""What sending costs and risks, as it is told."""

TODAY = np.dtype(
    [
        ("seed", "i8"),  # of the run
        ("day", "i8"),
        ("investigation", "f8", (len(COUNTRIES),)),  # capacity of police, against the ordinary
        ("exposed", "f8"),  # how much likelier organised vendors are found, without what shields them
        ("spread", "f8"),  # 1 less the concentration of trade over marketplaces
        ("conceals", "f8"),  # share of concealment that works with the packaging that can be had
        ("concealment", "f8"),  # share of detection that full concealment takes away with it
        ("packing", "f8"),  # price of packaging, against the ordinary
        ("shortage", "f8"),  # share of customers without a way to pay, where most miss one; 0: nobody
        ("coin_fee", "f8", (len(COUNTRIES),)),  # what coin costs, as a share
        ("coin_price", "f8", (len(COUNTRIES),)),  # logarithm of one and that
        ("cash_out", "f8", (len(COUNTRIES),)),  # what it costs vendors to turn coin into money, as a share
        ("unbanked", "f8", (len(COUNTRIES),)),  # share of vendors whose route to money is cut, without another
        ("coinless", "f8", (len(COUNTRIES),)),  # the same of buyers, and coin
        ("barred", "f8", (len(COUNTRIES),)),  # chance that nobody may carry on for one arrested
        ("goods", "f8", (len(PRODUCTS),)),  # supply of goods, against the ordinary
        ("goods_price", "f8", (len(PRODUCTS),)),  # what they cost, likewise
        ("aware", "f8", (len(PAYING_ROWS),)),  # share of customers whom a supplier who stops recognises
        ("ways_to_pay", "f4", (len(PAYING_ROWS), len(COUNTRIES), PLACES)),  # see sim.model.market.paying
        ("desk_found", "f8", (1 + DESKS,)),  # of those who lost a desk, share who found another way
        ("desk_lost", "f8"),  # share of newcomers who would have paid by the desk that closed last
        ("newest_desk", "i8"),  # which one that is, 0 none
        ("lead_days", "f8", (len(COUNTRIES),)),  # mean days until a lead is worked off
        ("unheard", "f8"),  # chance that who asks for a marketplace is sent to one that has closed
        ("growth", "f8"),  # of the trade since day 0, as a factor: see BuyerParameters.growth
        ("prepared", "f8"),  # how far people are prepared for a seizure, 0 to 1
        ("peers", "f8", ALIKE),  # risk felt for the arrested: see State
        ("watched", "f8", ALIKE),  # the same of arrests that were told
        ("lying_low", "i8"),  # whether anybody does
        ("watched_usual", "f8"),  # felt for arrests on the marketplaces, mean over trade
        ("buyer_case", "f8", (len(COUNTRIES),)),  # chance that an identified addressee becomes a case
        ("sanction", "f8"),  # weight of what follows an arrest, against the usual: see sim.model.market.deterrence
        ("demand", "f8", WANTS),  # wish to order, against the ordinary
        ("appetite", "f8", WANTS),  # how much of that is for the product, whatever all of them are wished for
        ("leans", "f8", WANTS),  # what is added to the leaning to buy online, logit
        ("lawful", "f8", WANTS),  # share of the wishes of adults that a lawful supply serves
        ("harm_online", "i8", WANTS),  # harm of a dose that arrives, millionths
        ("harm_street", "i8", WANTS),  # of one bought offline
        ("harm_lawful", "i8", WANTS),  # of one from a lawful supply
        ("arrive", "f8", (len(AGES), len(COUNTRIES))),  # share of those who would come that do
        ("access", "f8", (len(COUNTRIES),)),  # share of newcomers who find their way in
        ("diverted", "f8", (len(COUNTRIES),)),  # share of identified addressees who are offered help
        ("news", "f8", (len(codes.NEWS),)),
        ("delivery", DELIVERY),
        ("route", "f8", ROUTES),  # as in DeliveryNews, of what can be sent
        ("halted", "f8", ROUTES[:2]),  # share of orders that nobody carries, by where they go and what they cross
        ("halts", "f8", (len(COUNTRIES),)),  # the same over all that go there
        ("serves", "f8", (len(CHANNELS), len(COUNTRIES))),  # share of customers whom a channel's carrier serves
        ("lost", "f8", (len(CHANNELS), len(COUNTRIES))),  # share of parcels lost on the way, by where they go
        ("late", "f8", (len(CHANNELS), len(COUNTRIES))),  # days by which they come later than usual
        ("talks", "f8", (len(COUNTRIES),)),  # share of customers with a messenger
        ("outlet", "f8", (len(COUNTRIES),)),  # share of customers who reach offers on social media
        ("leaning", "f8"),  # what the leaning to buy online has gained by itself since day 0, logit
        ("unreached", "f8", (len(COUNTRIES),)),  # share of people who cannot reach marketplaces
        ("slandered", "f8"),  # share of good ratings that are told as bad ones
        ("faked", "f8"),  # chance that an offer of somebody not known yet is a fake
        ("forum", "f8"),  # share of people who have a place to meet and talk
        ("designs", "f8"),  # supply of those who build sites and shops
        ("street_price", "f8", (len(COUNTRIES),)),  # logarithm of the price offline against online
    ],
    align=True,
)
"""What holds today, one row."""


@cache
def _row_type(kinds: tuple[Any, ...]) -> np.dtype[np.void]:
    """Return the one type of all such rows: numba takes a type that is an object of its own for a new one."""
    return np.dtype(list(kinds), align=True)


def nested_record(**parts: NDArray[Any] | float) -> NDArray[np.void]:
    """Return one row, shape (1,), whose columns are the parts: records of shape (1,), arrays, numbers.

    Compiled code reads ``figures[0].buyers.order_rate``, ``figures[0].product[2]``.
    """
    kinds: list[Any] = []
    for name, part in parts.items():
        array = np.asarray(part)
        kinds.append((name, array.dtype) if array.dtype.names or not array.ndim else (name, array.dtype, array.shape))
    row = aligned(1, _row_type(tuple(kinds)))
    for name, part in parts.items():
        row[name] = part
    return row
