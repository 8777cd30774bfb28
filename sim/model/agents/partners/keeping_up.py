"""What partners were taught and what they agreed to do: both fade, unless they are renewed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import ROWS as CHANNELS
from sim.model.catalogue.partners import PARTNERS, rows_of
from sim.model.catalogue.partners import ROWS as PARTNER_ROWS
from sim.model.market.knowledge import ahead_of_usual, recognised
from sim.model.market.levers import COORDINATED, DETECTION, TAUGHT
from sim.model.market.world import World


def fade(world: World) -> None:
    """Let a day pass over what was taught, which new ways of offenders outdate, and over what was agreed."""
    state, par = world.state, world.parameters.partners
    if world.levers.moved(TAUGHT) or state.taught.any():
        state.taught += np.minimum(world.levers[TAUGHT], 1.0) * (1.0 - state.taught)
        state.taught *= 0.5 ** (1.0 / par.awareness_half_life) * (1.0 - par.outdated * state.change)
        state.taught[state.taught < 1e-6] = 0.0
    state.commitment *= 0.5 ** (1.0 / par.commitment_half_life)
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
    able = np.array([float(par.competence.get(PARTNERS[row], 1.0)) for row in rows])
    rests = 1.0 if joint else par.rests_on_commitment
    kept = world.state.commitment[rows] ** rests if rests > 0.0 else np.ones(len(rows))
    return float((able * kept).mean())


def detection(world: World) -> NDArray[np.float64]:
    """Return the chance that an examined parcel is recognised, shape (channels, countries), as partners know today.

    Who examines was taught; and all see more if present ways are known better than with ordinary learning.
    """
    state, ordinary = world.state, world.levers[DETECTION]
    ahead = ahead_of_usual(state)
    if ahead == 1.0 and not state.taught.any():
        return ordinary
    skill = np.array([_taught_at(world, channel.border) for channel in CHANNELS])
    better: NDArray[np.float64] = recognised(1.0 - (1.0 - ordinary) * (1.0 - skill), ahead)
    return better


def _taught_at(world: World, border: str) -> NDArray[np.float64]:
    """Return the share of missed recognitions made good by those who examine at a border, shape (countries,)."""
    there = [row for row, partner in enumerate(PARTNER_ROWS) if border in partner.examines]
    taught: NDArray[np.float64] = world.parameters.partners.skill * world.state.taught[there].mean(axis=0)
    return taught
