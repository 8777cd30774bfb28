"""What partners were taught and what they agreed to do: both fade, unless they are renewed."""

from __future__ import annotations

import numpy as np

from sim.model.catalogue.partners import PARTNERS, rows_of
from sim.model.market.levers import COORDINATED, TAUGHT
from sim.model.market.world import World


def keep_up(world: World) -> None:
    """Let a day pass over what was taught, which new ways of offenders outdate, and renew what was taught and agreed.

    What was agreed has faded by then, see :func:`sim.model.news.telling.pass_day`.
    """
    state, par = world.state, world.parameters.partners
    if state.educated or world.levers.moved(TAUGHT):
        state.taught += np.minimum(world.levers[TAUGHT], 1.0) * (1.0 - state.taught)
        state.taught *= 0.5 ** (1.0 / par.awareness_half_life) * (1.0 - par.outdated * state.change)
        state.taught[state.taught < 1e-6] = 0.0
        state.educated = bool(state.taught.any())
    if world.levers.moved(COORDINATED):
        state.commitment += min(float(world.levers[COORDINATED]), 1.0) * (1.0 - state.commitment)


def agree(world: World, named: tuple[str, ...]) -> None:
    """Let partners whom a barrier names commit themselves anew, on its first day."""
    world.state.commitment[rows_of(named)] = 1.0


def strength(world: World, named: tuple[str, ...], joint: bool) -> float:
    """Return how much of a barrier its partners carry out, 1 as described: by competence and commitment.

    ``joint``: whether it is joint work of partners, which lasts as long as they are committed.
    """
    rows = rows_of(named)
    if not rows:
        return 1.0
    par = world.parameters.partners
    able = [float(par.competence.get(PARTNERS[row], 1.0)) for row in rows]
    rests = 1.0 if joint else par.rests_on_commitment
    if rests > 0.0:
        return float((np.array(able) * world.state.commitment[rows] ** rests).sum()) / len(rows)
    return 1.0 if able.count(1.0) == len(able) else float(np.sum(able)) / len(rows)
