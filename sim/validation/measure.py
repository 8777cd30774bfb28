"""One replicate of the comparison with the evidence: the steady state against facts, or an episode against targets."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from sim.model.ecosystem import Ecosystem
from sim.model.parameters import EcosystemParameters
from sim.validation.episodes import EPISODES, replay
from sim.validation.facts import FACTS
from sim.validation.observation import observe

STEADY = "steady_state"
"""Name of the part without shocks; the other parts are named after their episode."""
FIRST, LAST = 365, 1095
"""Days watched of the steady state: after a year of running in, for two years."""
PARTS = (STEADY, *EPISODES)


@dataclass(frozen=True, slots=True)
class Check:
    """One figure that was measured in the world, and between which bounds it lay there."""

    part: str
    id: str
    label: str
    unit: str
    low: float
    high: float
    source: str


def title(part: str) -> str:
    """Name a part for people."""
    if part == STEADY:
        return f"Steady state without barriers, days {FIRST} to {LAST}"
    return EPISODES[part].label


def checks(part: str) -> tuple[Check, ...]:
    """Give the figures of a part, in the order in which :func:`measure` returns them."""
    if part == STEADY:
        return tuple(Check(part, f.id, f.label, f.unit, f.low, f.high, f.source) for f in FACTS)
    return tuple(Check(part, t.id, t.label, "", t.low, t.high, t.source) for t in EPISODES[part].targets)


def measure(part: str, parameters: EcosystemParameters, buyers: int, seed: int, replicate: int) -> list[float] | None:
    """Run one replicate of a part and measure its figures; None where an episode's world drifted from the one meant.

    A figure that the replicate does not show (the share of a cause among no closures) is NaN.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing are NaN, and said as such
        if part == STEADY:
            world = Ecosystem(parameters, buyers=buyers, days=LAST, seed=seed, replicate=replicate)
            seen = observe(world, FIRST, LAST)
            world.close()
            return [float(fact.measure(seen)) for fact in FACTS]
        episode = EPISODES[part]
        played = replay(episode, buyers, seed, replicate, parameters)
        return None if played is None else [float(target.measure(played)) for target in episode.targets]
