"""The forum: where people of the trade meet, hear news, are introduced, find partners; open, or closed and missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.market.parameters import NewsParameters
    from sim.model.market.state import State

_ALL = 0.999
"""Share of people with a forum from which on it counts as open to all."""


def shut(state: State, share: float) -> None:
    """Close the forum to a share of those who have one, today."""
    state.forum *= 1.0 - share
    state.write("forum_closed", amount=share)


def meet_again(state: State, par: NewsParameters) -> None:
    """Let those without a forum find another by tomorrow; without one, news come late."""
    if state.forum < 1.0:
        state.forum += (1.0 - state.forum) / max(par.forum_days, 1.0)
        if state.forum > _ALL:
            state.forum = 1.0
            state.write("forum_open")
    state.hearsay_late = round(par.forum_delay * (1.0 - state.forum))
