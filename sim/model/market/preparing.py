"""What police did is remembered: an act that is repeated in the same form meets people who have prepared for it.

After a seizure administrators keep copies elsewhere and vendors keep accounts beside; after a covert takeover, buyers
and vendors encrypt more of what a back end would give away. It fades (B136) and is renewed by the next act of a kind.
B122, B123: the first global wave against booters took 30 % of attacks, the second hardly any; sites back in 2 days.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.market.parameters import NewsParameters
    from sim.model.market.state import State

SEIZURE, TAKEOVER = "seizure", "takeover"


def prepared_for(state: State, kind: str) -> float:
    """Return how far people are prepared for an act of a kind, 0 (not at all) to 1."""
    return state.prepared.get(kind, 0.0)


def prepare(state: State, kind: str, share: float, news: NewsParameters) -> None:
    """Let people learn from an act that struck a ``share`` of trade: one from another, in the forum."""
    held = prepared_for(state, kind)
    state.prepared[kind] = 1.0 - (1.0 - held) * math.exp(-news.preparing * share * state.forum)


def forget(state: State, news: NewsParameters) -> None:
    """Let a day pass."""
    for kind in state.prepared:
        state.prepared[kind] *= 0.5 ** (1.0 / news.prepared_half_life)
