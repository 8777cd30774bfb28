"""Which channel a parcel takes instead of the post: usually, and when the post is seen to be seized."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import CHANNELS, POSTS, ROWS
from sim.model.market.world import World

OTHERS = ROWS[len(POSTS) :]
"""Channels that are taken instead of a post, in the order of the catalogue."""


def usual_routes(vendors: Any) -> NDArray[np.float64]:
    """Return the share of each post's parcels that goes by each other channel, shape (posts, others)."""
    route = np.zeros((len(POSTS), len(OTHERS)))
    for o, other in enumerate(OTHERS):
        for post in other.instead_of:
            route[POSTS.index(post), o] = getattr(vendors, other.chosen)
    return route


def reroute(world: World) -> None:
    """Shift parcels to other channels where the post is seen to be seized more than was usual."""
    par = world.parameters.vendors
    more = (world.state.seen - world.constants.seen_start).tolist()
    for o, other in enumerate(OTHERS):
        here, share = more[CHANNELS.index(other.name)], getattr(par, other.chosen)
        for post in other.instead_of:
            push = par.reroute_response * (more[POSTS.index(post)] - here)
            world.state.route[POSTS.index(post), o] = min(share * math.exp(min(push, 10.0)), other.most)
