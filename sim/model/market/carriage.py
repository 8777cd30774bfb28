"""Who carries what is sold: the channels whose carriers serve the trade, and the orders that nobody carries.

Where carriers stop, their parcels go by other channels as far as these can take them (``Channel.most``); what is left
over cannot be sent. With the way ``reroute`` closed nobody turns to another channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue import facilitators
from sim.model.catalogue.channels import POSTS, ROWS
from sim.model.market.arguments import ROUTES
from sim.model.market.geography import COUNTRIES, FACILITATORS

if TYPE_CHECKING:
    from sim.model.market.world import World

Floats = NDArray[np.float64]

CARRIERS = [FACILITATORS.index(row.carrier) for row in ROWS]
LEANING = {facilitators.ROWS[carrier].leans for carrier in CARRIERS}
"""What leans on them: not all of them do nothing but carry."""
_POSTS = len(POSTS)
_ROOM = np.array([[row.most * (post in row.instead_of) for row in ROWS[_POSTS:]] for post in POSTS])
"""Share of each post's parcels that could go by each other channel, shape (posts, others)."""
_ALL_SENT, _ALL_SERVED = np.zeros(ROUTES[:2]), np.ones((len(ROWS), len(COUNTRIES)))


@dataclass(frozen=True)
class Carriage:
    """``route``: share, of what can be sent, that goes by each other channel (country, crossing, others); ``halted``:
    share of orders that cannot be sent (country, crossing); ``halts``: over all that go there (country,); ``serve``:
    share of each channel's customers whom its carrier serves (channel, country)."""

    route: Floats
    halted: Floats
    halts: Floats
    serve: Floats

    def bear_on(self, world: World) -> None:
        """Let buyers turn away from vendors whose parcels nobody carries over what lies between."""
        if world.parameters.ways.reroute and self.halted.any():
            world.work.delivery[0]["dearer"] -= np.log(np.maximum(1.0 - self.halted, 1e-9))


def carry(world: World) -> Carriage:
    """Return who carries what today."""
    state, carriers = world.state, [world.facilitators[c] for c in CARRIERS]
    if all(carrier.served for carrier in carriers):
        return Carriage(state.route, _ALL_SENT, _ALL_SENT[:, 0], _ALL_SERVED)
    serve = np.array([carrier.supplied for carrier in carriers])
    return divided(state.route, serve, state.arriving, bool(world.parameters.ways.reroute))


def divided(route: Floats, serve: Floats, arriving: Floats, reroute: bool) -> Carriage:
    """Divide what is sent among the channels that are left; ``arriving``: parcels a day (country, crossing)."""
    posts, others = serve[:_POSTS].T, serve[_POSTS:].T[:, None, :]
    own = np.concatenate([((1.0 - route.sum(axis=2)) * posts)[:, :, None], route * others], axis=2)
    if reroute:
        most = np.concatenate([posts[:, :, None], np.maximum(_ROOM * others, own[:, :, 1:])], axis=2)
        spare = most - own
        wanted = np.clip(1.0 - own.sum(axis=2), 0.0, spare.sum(axis=2))
        own = own + spare * (wanted / np.maximum(spare.sum(axis=2), 1e-300))[:, :, None]
    sent = np.minimum(own.sum(axis=2), 1.0)
    halted = np.where(sent < 1.0 - 1e-12, 1.0 - sent, 0.0)
    weight = arriving + 1e-300
    halts = (weight * halted).sum(axis=1) / weight.sum(axis=1)
    return Carriage(own[:, :, 1:] / np.maximum(sent, 1e-300)[:, :, None], halted, halts, serve)
