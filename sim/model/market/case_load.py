"""Cases of special teams against vendors: a line, the oldest first; see State.cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.market.state import State

PUT_DOWN = -1.0
"""Work left of a case that came to nothing: what led to it is not followed again."""


def waiting(state: State) -> int:
    """Return how many cases are open."""
    return sum(left != PUT_DOWN for _, left in state.cases.values())
