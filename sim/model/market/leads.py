"""Leads: how long it takes until the police have worked one off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.market.levers import INVESTIGATION

if TYPE_CHECKING:
    from sim.model.market.world import World


def lead_time(world: World, delay: float) -> float:
    """Return the mean days until a lead is worked off: ``delay`` at ordinary capacity."""
    return delay / max(float(world.levers[INVESTIGATION]), 1e-6)
