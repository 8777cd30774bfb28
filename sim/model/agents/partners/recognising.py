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
    taught = 1.0 - (1.0 - usual(world)[0]) * (1.0 - world.state.taught)
    return recognised(taught, ahead_of_usual(world.state))


def sharing(world: World) -> Floats:
    """Return the share of what it sees that each partner tells others, shape (partners, countries)."""
    told: Floats = world.levers[RIGHT][:, None] * world.levers[SHARED]
    return told


def beyond_usual(world: World, abroad: bool = False, aware: Floats | None = None) -> Floats:
    """Return awareness times sharing beyond the ordinary, which ordinary arrests hold, shape (partners, countries).

    ``abroad``: what is seen where parcels arrive counts as far as countries of buyers share it, too; ``aware``: today's
    :func:`awareness`, where it is known already.
    """
    _, told, told_abroad = usual(world)
    now, before = sharing(world), told_abroad if abroad else told
    if abroad:
        now = now * (now @ world.constants.buyer_shares)[:, None]
    more: Floats = (awareness(world) if aware is None else aware) * now - before
    return np.where(more > 1e-12, more, 0.0)


def usual(world: World) -> tuple[Floats, Floats, Floats]:
    """Return what does not change in a run: awareness (partners, 1), and times sharing, at home and abroad."""
    if world.work.partners_usually is None:
        par = world.parameters.partners
        aware = by_partner(par.awareness)[:, None]
        tell: Floats = np.repeat((by_partner(par.right) * by_partner(par.shares))[:, None], len(COUNTRIES), axis=1)
        abroad: Floats = tell * (tell @ world.constants.buyer_shares)[:, None]
        world.work.partners_usually = aware, aware * tell, aware * abroad
    aware, told, told_abroad = world.work.partners_usually
    return aware, told, told_abroad


def by_partner(figures: dict[str, Any]) -> Floats:
    """Return figures of partners in the order of the catalogue, shape (partners,)."""
    return in_order(figures, PARTNERS)
