"""How a vendor chooses a channel of delivery: by distance, and away from where seizures are seen."""

from __future__ import annotations

import math

from sim.model.engine.kernels import helper
from sim.model.engine.streams import uniform
from sim.model.market import codes, decisions
from sim.model.market.geography import EU
from sim.model.market.world import World

_EU = len(EU)


@helper
def choose_channel(key, origin, home, route):  # type: ignore[no-untyped-def]
    """Return the channel of a parcel between two countries: post, or as many as ``route`` says by parcel and drop."""
    within = origin < _EU and home < _EU
    channel = codes.POST_DOMESTIC if origin == home else (codes.POST_EU if within else codes.POST_ABROAD)
    toss = uniform(key, decisions.B_CHANNEL)
    if toss < route[channel]:
        channel = codes.PARCEL
    elif channel == codes.POST_DOMESTIC and toss < route[channel] + route[3]:
        channel = codes.DROP
    return channel


def shift_channels(world: World) -> None:
    """Shift parcels to private carriers and drops where the post is seen to be seized more than was usual."""
    par = world.parameters.vendors
    more = (world.state.seen - world.constants.seen_start).tolist()
    route = world.state.route
    for post in (codes.POST_DOMESTIC, codes.POST_EU, codes.POST_ABROAD):
        push = par.reroute_response * (more[post] - more[codes.PARCEL])
        route[post] = min(par.private_parcel * math.exp(min(push, 10.0)), 0.7)
    push = par.reroute_response * (more[codes.POST_DOMESTIC] - more[codes.DROP])
    route[3] = min(par.local_drop * math.exp(min(push, 10.0)), 0.3)
