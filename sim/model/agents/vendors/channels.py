"""How a vendor chooses a channel of delivery: by distance, and away from where seizures are seen."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import CHANNELS, POSTS, ROWS
from sim.model.engine.kernels import helper
from sim.model.engine.streams import uniform
from sim.model.market import codes, decisions
from sim.model.market.geography import EU
from sim.model.market.world import World

_EU, _POSTS = len(EU), len(POSTS)

OTHERS = ROWS[_POSTS:]
"""Channels that are taken instead of a post, in the order of the catalogue."""


@helper
def choose_channel(key, origin, home, route):  # type: ignore[no-untyped-def]
    """Return the channel of a parcel between two countries: post, or another as often as ``route`` says."""
    within = origin < _EU and home < _EU
    post = codes.POST_DOMESTIC if origin == home else (codes.POST_EU if within else codes.POST_ABROAD)
    toss = uniform(key, decisions.B_CHANNEL)
    below = 0.0
    for other in range(route.shape[1]):
        below += route[post, other]
        if toss < below:
            return _POSTS + other
    return post


def usual_routes(vendors: Any) -> NDArray[np.float64]:
    """Return the share of each post's parcels that goes by each other channel, shape (posts, others)."""
    route = np.zeros((_POSTS, len(OTHERS)))
    for o, other in enumerate(OTHERS):
        for post in other.instead_of:
            route[POSTS.index(post), o] = getattr(vendors, other.chosen)
    return route


def shift_channels(world: World) -> None:
    """Shift parcels to other channels where the post is seen to be seized more than was usual."""
    par = world.parameters.vendors
    more = (world.state.seen - world.constants.seen_start).tolist()
    for o, other in enumerate(OTHERS):
        here, share = more[CHANNELS.index(other.name)], getattr(par, other.chosen)
        for post in other.instead_of:
            push = par.reroute_response * (more[POSTS.index(post)] - here)
            world.state.route[POSTS.index(post), o] = min(share * math.exp(min(push, 10.0)), other.most)
