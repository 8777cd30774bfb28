"""One replicate of the comparison with the evidence: the steady state against facts, or an episode against checks."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from sim.model.ecosystem import Ecosystem
from sim.model.parameters import EcosystemParameters
from sim.validation.checks import Check
from sim.validation.consequences import EPISODE as MEASURES
from sim.validation.episodes import playable
from sim.validation.facts import STEADY, facts, measured
from sim.validation.observation import observe
from sim.validation.replay import replay

FIRST, LAST = 365, 1095
"""Days watched of the steady state: after a year of running in, for two years."""
PARTS = (STEADY, *playable())
"""The steady state, and every episode that can be played, by name."""


def title(part: str) -> str:
    """Name a part for people."""
    if part == STEADY:
        return f"Steady state without barriers, days {FIRST} to {LAST}"
    return playable()[part].label


def checks(part: str) -> tuple[Check, ...]:
    """Give the figures of a part, in the order in which :func:`measure` returns them."""
    return facts() if part == STEADY else playable()[part].checks


def measure(
    part: str, parameters: EcosystemParameters, buyers: int, seed: int, replicate: int, own: Sequence[Check] = ()
) -> list[float] | None:
    """Run one replicate of a part and measure its figures; None where an episode's world drifted from the one meant.

    ``own``: facts of a user's own, measured in the steady state after those of the package. A figure that the
    replicate does not show (the share of a cause among no closures) is NaN.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing are NaN, and said as such
        if part == STEADY:
            world = Ecosystem(parameters, buyers=buyers, days=LAST, seed=seed, replicate=replicate)
            seen = observe(world, FIRST, LAST)
            world.close()
            return [measured(fact, seen) for fact in (*facts(), *own)]
        episode = playable()[part]
        played = replay(episode, buyers, seed, replicate, parameters)
        return None if played is None else [float(MEASURES[c.measure](played, *c.arguments)) for c in episode.checks]
