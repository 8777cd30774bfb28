"""How a vendor chooses a channel of delivery: by what is crossed, away from what is dear, slow or seen to be seized."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import POSTS, ROWS
from sim.model.engine.borrowing import borrow
from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import uniform
from sim.model.market import decisions
from sim.model.market.delivery import crossing

_POSTS = len(POSTS)

OTHERS = ROWS[_POSTS:]
"""Channels that are taken instead of a post, in the order of the catalogue."""


@helper
def choose_channel(key, origin, home, route):  # type: ignore[no-untyped-def]
    """Return the channel of a parcel between two countries: post, or another as often as ``route`` says."""
    post = crossing(origin, home)
    toss = uniform(key, decisions.B_CHANNEL)
    below = 0.0
    for other in range(route.shape[2]):
        below += route[home, post, other]
        if toss < below:
            return _POSTS + other
    return post


def usual_routes(vendors: Any) -> NDArray[np.float64]:
    """Return the share of each post's parcels that goes by each other channel, shape (posts, others).

    Where they are set to more than all parcels together, nothing is left for the post and they divide all.
    """
    route = np.zeros((_POSTS, len(OTHERS)))
    for o, other in enumerate(OTHERS):
        for post in other.instead_of:
            route[POSTS.index(post), o] = getattr(vendors, other.chosen)
    return route / np.maximum(route.sum(axis=1, keepdims=True), 1.0)


@helper
def appeal(c, home, seen, fig):  # type: ignore[no-untyped-def]
    """Return what a channel to a country has of weight against ordinary times: by price, days and told seizures."""
    par, usual = fig.vendors, fig.usual
    days = 0.5 * (fig.fastest[c] + fig.slowest[c])
    worse = (
        par.reroute_price * (fig.postage[c] - usual.postage[c]) + par.reroute_days * (days - usual.days[c])
        + par.reroute_response * (seen[c, home] - usual.risk[c])
    )  # fmt: skip
    return fast_exp(min(max(-worse, -200.0), 200.0))  # shares of what is left stay numbers


@kernel
def shift_channels(route, seen, figures):  # type: ignore[no-untyped-def]
    """Write into ``route`` (country, crossing, others) the share of parcels that goes by each other channel.

    A logit choice around the usual shares, with ``usual.most`` as the share of parcels that could go by a channel:
    what that leaves is divided among the rest.
    """
    route, seen, fig = borrow(route), borrow(seen), figures[0]
    usual, others = fig.usual, route.shape[2]
    for j in range(route.shape[0]):
        for k in range(route.shape[1]):
            post = 1.0
            for o in range(others):
                post -= usual.route[k, o]
                route[j, k, o] = usual.route[k, o] * appeal(_POSTS + o, j, seen, fig)
            total = usually = max(post, 0.0) * appeal(k, j, seen, fig)
            for o in range(others):
                total += route[j, k, o]
            room, weight, full = 1.0, total, True
            while full:  # those that not every parcel can take, first; what they leave may fill the next
                full, left, rest = False, room, usually
                for o in range(others):
                    if route[j, k, o] < 0.0:  # full, and says so by its sign
                        continue
                    if route[j, k, o] * room > usual.most[o] * weight:
                        full, left = True, left - usual.most[o]
                        route[j, k, o] = -usual.most[o]
                    else:
                        rest += route[j, k, o]  # added up: taken from the total, a small rest would be lost to rounding
                room, weight = left, rest
            for o in range(others):
                held = route[j, k, o] < 0.0
                route[j, k, o] = -route[j, k, o] if held else route[j, k, o] * room / max(weight, 1e-300)
