"""Leads: what police can do in each country, and how long it takes until they have worked one off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.countries import COUNTRIES
from sim.model.engine.ordered import in_order
from sim.model.market import codes
from sim.model.market.levers import INVESTIGATION, POWERS

if TYPE_CHECKING:
    from sim.model.market.world import World


def capacity(world: World) -> NDArray[np.float64]:
    """Return what ordinary police can do by country, against the ordinary: more where the law came to allow more."""
    if not world.levers.moved(POWERS):
        return world.levers[INVESTIGATION]
    law = world.parameters.authorities
    granted = world.levers[POWERS] - in_order(law.powers, COUNTRIES)
    able: NDArray[np.float64] = world.levers[INVESTIGATION] * np.maximum(1.0 + law.powers_gain * granted, 0.0)
    return able


def raiding(world: World) -> float:
    """Return what police can do to raid, against the ordinary: of each country by its share of vendors."""
    if not world.levers.moved(INVESTIGATION, POWERS):
        return float(world.levers[INVESTIGATION][0])
    return 1.0 + float(world.constants.vendor_shares @ (capacity(world) - 1.0))


def lead_time(world: World, delay: float) -> NDArray[np.float64]:
    """Return the mean days until a lead is worked off by country: ``delay`` at ordinary capacity."""
    return delay / np.maximum(capacity(world), 1e-6)


def worked_off(
    world: World, rows: NDArray[np.integer[Any]], luck: NDArray[np.float64], delay: float, first: int = 1
) -> NDArray[np.int64]:
    """Return the days on which leads on vendors are worked off, ``first`` days from now at the soonest.

    ``luck``: uniform, one a lead; ``delay``: mean days at ordinary capacity.
    """
    waits = -np.log1p(-luck) * lead_time(world, delay)[world.state.vendors["home"][rows]]
    return world.state.day + first + np.minimum(waits, codes.NEVER).astype(np.int64)


def note(world: World, row: int, day: int) -> None:
    """Note that a lead on a vendor is worked off on a day; the earliest counts."""
    due = world.state.vendors["arrest_on"]
    if due[row] < 0 or day < due[row]:
        due[row] = day
