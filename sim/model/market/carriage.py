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
from sim.model.engine.kernels import kernel
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
    left, halted, halts = np.empty(route.shape), np.empty(route.shape[:2]), np.empty(route.shape[0])
    _divide(route, np.asarray(serve, np.float64), arriving, _ROOM, reroute, (left, halted, halts))
    return Carriage(left, halted, halts, serve)


@kernel
def _divide(route, serve, arriving, room, reroute, out):  # type: ignore[no-untyped-def]
    """Fill what :class:`Carriage` holds, ``out``: its route, halted and halts; ``room``: see _ROOM."""
    left, halted, halts = out
    countries, posts, others = route.shape
    own, spare = np.empty(others + 1), np.empty(others + 1)
    for j in range(countries):
        stopped, parcels = 0.0, 0.0
        for k in range(posts):
            by_other = 0.0
            for o in range(others):
                by_other += route[j, k, o]
                own[1 + o] = route[j, k, o] * serve[posts + o, j]
            own[0] = (1.0 - by_other) * serve[k, j]
            if reroute:
                carried, free = 0.0, 0.0
                for c in range(others + 1):
                    most = max(room[k, c - 1] * serve[posts + c - 1, j], own[c]) if c else serve[k, j]
                    spare[c] = most - own[c]
                    carried += own[c]
                    free += spare[c]
                wanted = min(max(1.0 - carried, 0.0), free)
                for c in range(others + 1):
                    own[c] += spare[c] * (wanted / max(free, 1e-300))
            sent = 0.0
            for c in range(others + 1):
                sent += own[c]
            sent = min(sent, 1.0)
            halted[j, k] = 1.0 - sent if sent < 1.0 - 1e-12 else 0.0
            for o in range(others):
                left[j, k, o] = own[1 + o] / max(sent, 1e-300)
            weight = arriving[j, k] + 1e-300
            stopped += weight * halted[j, k]
            parcels += weight
        halts[j] = stopped / parcels
