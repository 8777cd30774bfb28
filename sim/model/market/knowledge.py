"""What authorities know of present ways of working: by how much more than usual, and by how many days they trail.

``State.known`` is a share of present ways; ``State.known_usual`` is what it were with ordinary learning only, over the
same changes. What ordinary learning gives is in ordinary arrests and finds, so only the ratio of the two counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import ROWS as CHANNELS
from sim.model.catalogue.partners import ROWS as PARTNERS
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import helper, kernel
from sim.model.market import codes
from sim.model.market.levers import DETECTION, LEARNING

if TYPE_CHECKING:
    from sim.model.market.state import State
    from sim.model.market.world import World

_BORDERS = sorted({channel.border for channel in CHANNELS})
_EXAMINES = np.array([[border in partner.examines for partner in PARTNERS] for border in _BORDERS])
_HOW_MANY = _EXAMINES.sum(axis=1)
"""Who examines at each border, and how many they are."""
_BORDER_OF = np.array([_BORDERS.index(channel.border) for channel in CHANNELS])

HALF = 0.5
"""Share of present ways below which authorities trail."""
_MOST = 1000.0


def ahead_of_usual(state: State) -> float:
    """Return how much better present ways are known than with ordinary learning, at least 1."""
    return min(max(state.known / max(state.known_usual, 1e-9), 1.0), _MOST)


@helper
def aged(known, learnt, change):  # type: ignore[no-untyped-def]
    """Return what is known at the end of a day of which offenders changed a share of their ways."""
    known *= 1.0 - change
    return known + learnt * (1.0 - known)


def recognised(chance: NDArray[np.float64], ahead: float) -> NDArray[np.float64]:
    """Return a chance to recognise something, by those who know present ways better than usual."""
    return chance if ahead == 1.0 else 1.0 - (1.0 - chance) ** ahead


def pace(world: World) -> float:
    """Return the share of what is not known that authorities learn today."""
    return min(float(world.parameters.partners.learning) + float(world.levers[LEARNING]), 1.0)


@helper
def trailing(known, learnt):  # type: ignore[no-untyped-def]
    """Return by how many days authorities trail: of learning, until half of present ways is known; 0 if it is.

    ``known``: share of present ways that they know; ``learnt``: share of the others that they learn in a day.
    """
    unknown = 1.0 - known
    if unknown <= HALF:
        return 0.0
    learnt = min(learnt, 1.0 - 1e-12)
    return min(math.log(unknown / HALF) / max(-math.log1p(-learnt), 1e-9), float(codes.NEVER))


def detection(world: World) -> NDArray[np.float64]:
    """Return the chance that an examined parcel is recognised, shape (channels, countries), as partners know today.

    Who examines was taught; and all see more if present ways are known better than with ordinary learning.
    """
    state, ordinary = world.state, world.levers[DETECTION]
    ahead = ahead_of_usual(state)
    if ahead == 1.0 and not state.educated:
        return ordinary
    better = np.empty(ordinary.shape)
    _detect(ordinary, state.taught, world.parameters.partners.skill, ahead, better)
    return better


@kernel
def _detect(ordinary, taught, skill, ahead, out):  # type: ignore[no-untyped-def]
    """Write into ``out`` (channel, country) the chances of :func:`detection`; ``ordinary``: without what was learnt."""
    taught = borrow(taught)
    for channel in range(out.shape[0]):
        for j in range(out.shape[1]):
            there = 0.0
            for partner in range(taught.shape[0]):
                there += taught[partner, j] if _EXAMINES[_BORDER_OF[channel], partner] else 0.0
            there /= _HOW_MANY[_BORDER_OF[channel]]
            chance = 1.0 - (1.0 - ordinary[channel, j]) * (1.0 - skill * there)
            out[channel, j] = chance if ahead == 1.0 else 1.0 - (1.0 - chance) ** ahead
