"""Close the forum in which people of the trade meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.model.acts.act import Act
from sim.model.market.meeting_place import shut

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class CloseForum(Act):
    """Close forums in which a ``share`` of people meet; they find others by and by."""

    share: float = 1.0

    phrase: ClassVar[str] = "a forum is closed"
    event: ClassVar[str] = "forum_closed"

    def carry_out(self, world: World, barrier: str = "") -> float:
        """Close it; as far as it succeeds rather than by chance."""
        if self.probability > 0.0:
            shut(world.state, self.probability * self.share)
        return float(self.probability > 0.0)
