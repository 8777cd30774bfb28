"""How a world moves by itself, in both twins alike: who comes, the leaning to buy online, mail, dependence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.model.market.world import World

STEP, STEPS = 30, 1100
"""Days for which as many people come each day, and of how many such steps arrivals are laid out."""
YEAR = 365.0
MOST = 0.5
"""Largest chance a day that somebody comes in place of one who stopped."""


def years_of_growth(years: float, halving: float) -> float:
    """Return for how many years of first growth the growth of so many years stands, halved every ``halving`` years.

    ``halving`` 0: growth stays as it is. The sum of what is left, 1 - 2^(-t/h) times h / ln 2.
    """
    if halving <= 0.0:
        return years
    return float(halving / np.log(2.0) * -np.expm1(-np.log(2.0) * years / halving))


def risen(trends: Any, day: int) -> float:
    """Return how many come on a day, against day 0, in steps of ``STEP`` days."""
    if trends.people == 0.0:
        return 1.0
    return float((1.0 + trends.people) ** years_of_growth(day // STEP * STEP / YEAR, trends.people_halving))


def of_today(world: World) -> float:
    """Return how many come today, against day 0: whatever is meant in proportion to the trade goes with it."""
    trends = world.parameters.trends
    return 1.0 if trends.people == 0.0 else risen(trends, world.state.day)


def size(world: World) -> float:
    """Return how many come today, against what the other figures of the ecosystem say."""
    trends = world.parameters.trends
    return float(trends.start) * risen(trends, world.state.day)


def arrivals(trends: Any, arrival: float, growth: float) -> NDArray[np.float64]:
    """Return the cumulated hazard of coming at the start of each step, float64 (STEPS + 1,), from 0 on day 0.

    A hazard of a day is -log(1 - chance); ``growth`` is that of buyers. Zero where people neither start lower nor grow
    by a trend: nobody asks for it there.
    """
    if trends.people == 0.0 and trends.start == 1.0:
        return np.zeros(STEPS + 1)
    steps = np.arange(STEPS) * STEP
    come = np.array([risen(trends, int(day)) for day in steps]) * (1.0 + growth) ** (steps / YEAR)
    hazards = -np.log1p(-np.minimum(arrival * trends.start * come, MOST))
    return np.concatenate([[0.0], np.cumsum(hazards * STEP)])


def grown(world: World, ago: int = 0) -> float:
    """Return by what factor buyers come, and wish, more often than on day 0; or did so many days ago.

    Growth comes in steps, as every change makes all waits be drawn anew.
    """
    growth = world.parameters.buyers.growth
    return 1.0 if growth == 0.0 else float((1.0 + growth) ** (max(world.state.day - ago, 0) // STEP * STEP / YEAR))


def usual_wishes(world: World) -> float:
    """Return the online wishes of an ordinary day, as people have come to be more or less since day 0."""
    return float(world.state.usual_demand) * grown(world) * of_today(world)


def leaning_gained(world: World) -> float:
    """Return what the leaning to buy online has gained since day 0, logit."""
    return float(world.parameters.trends.online) * world.state.day / YEAR


def volume(world: World) -> float:
    """Return lawful mail against day 0: with staff as it is, the share that is examined falls as it grows."""
    grows = float(world.parameters.trends.parcels)
    return 1.0 if grows == 0.0 else float((1.0 + grows) ** (world.state.day / YEAR))


def dependence(world: World) -> float:
    """Return how much the trade depends on those who serve it, against day 0."""
    grows = float(world.parameters.trends.dependence)
    return 1.0 if grows == 0.0 else float((1.0 + grows) ** (world.state.day / YEAR))
