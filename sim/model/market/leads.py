"""Leads: what police can do in each country, and how long it takes until they have worked one off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.countries import COUNTRIES
from sim.model.market.levers import INVESTIGATION, POWERS

if TYPE_CHECKING:
    from sim.model.market.world import World


def capacity(world: World) -> NDArray[np.float64]:
    """Return what ordinary police can do by country, against the ordinary: more where the law came to allow more."""
    if not world.levers.moved(POWERS):
        return world.levers[INVESTIGATION]
    law = world.parameters.authorities
    granted = world.levers[POWERS] - np.array([law.powers.get(name, 0.0) for name in COUNTRIES])
    able: NDArray[np.float64] = world.levers[INVESTIGATION] * np.maximum(1.0 + law.powers_gain * granted, 0.0)
    return able


def raiding(world: World) -> float:
    """Return what police can do to raid, against the ordinary: of each country by its share of vendors."""
    if not world.levers.moved(INVESTIGATION, POWERS):
        return float(world.levers[INVESTIGATION][0])
    home = np.array([max(world.parameters.vendors.home.get(name, 0.0), 0.0) for name in COUNTRIES])
    return 1.0 + float(home @ (capacity(world) - 1.0)) / max(float(home.sum()), 1e-300)


def lead_time(world: World, delay: float) -> NDArray[np.float64]:
    """Return the mean days until a lead is worked off by country: ``delay`` at ordinary capacity."""
    return delay / np.maximum(capacity(world), 1e-6)
