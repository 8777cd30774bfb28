"""What partners recognise and tell today, and how much of it is beyond the ordinary."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.partners import PARTNERS
from sim.model.engine.ordered import in_order
from sim.model.market.geography import COUNTRIES
from sim.model.market.knowledge import ahead_of_usual, recognised
from sim.model.market.levers import RIGHT, SHARED
from sim.model.market.world import World

Floats = NDArray[np.float64]


def awareness(world: World) -> Floats:
    """Return the share of signals that each partner recognises, shape (partners, countries).

    Education makes good what is missing; knowing present ways better than usual lets everybody see more.
    """
    usual = by_partner(world.parameters.partners.awareness)[:, None]
    taught = 1.0 - (1.0 - usual) * (1.0 - world.state.taught)
    return recognised(taught, ahead_of_usual(world.state))


def sharing(world: World) -> Floats:
    """Return the share of what it sees that each partner tells others, shape (partners, countries)."""
    told: Floats = world.levers[RIGHT][:, None] * world.levers[SHARED]
    return told


def beyond_usual(world: World, abroad: bool = False) -> Floats:
    """Return awareness times sharing beyond the ordinary, which ordinary arrests hold, shape (partners, countries).

    ``abroad``: what is seen where parcels arrive counts as far as countries of buyers share it, too.
    """
    par = world.parameters.partners
    usual_shares = (by_partner(par.right) * by_partner(par.shares))[:, None]
    now, usual = sharing(world), np.repeat(usual_shares, len(COUNTRIES), axis=1)
    if abroad:
        there = world.constants.buyer_shares
        now, usual = now * (now @ there)[:, None], usual * (usual @ there)[:, None]
    more: Floats = awareness(world) * now - by_partner(par.awareness)[:, None] * usual
    return np.where(more > 1e-12, more, 0.0)


def by_partner(figures: dict[str, Any]) -> Floats:
    """Return figures of partners in the order of the catalogue, shape (partners,)."""
    return in_order(figures, PARTNERS)
