"""Tell everybody of police work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.model.acts.act import Act
from sim.model.market import codes

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class Publicise(Act):
    """Tell everybody of police work: ``loudness`` in [0, 1]."""

    loudness: float = 0.5

    phrase: ClassVar[str] = "everybody hears of police work"

    def carry_out(self, world: World, barrier: str = "") -> float:
        """Let it be heard; as far as it succeeds rather than by chance."""
        world.state.tell(codes.ALARM, self.probability * self.loudness, world.parameters.news.delay)
        return float(self.probability > 0)
