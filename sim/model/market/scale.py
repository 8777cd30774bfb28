"""What one vendor of a world stands for: numbers that mean the real ecosystem are brought to the size of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.market.world import World


def per_real_vendor(world: World) -> float:
    """Return how many vendors of the world there are for each real one."""
    real = float(world.parameters.authorities.vendors)
    return world.constants.n_vendors / real if real > 0.0 else 1.0
