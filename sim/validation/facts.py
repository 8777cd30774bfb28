"""Facts of the steady state: a table says what was observed and which measure of a watched run it is held against."""

from __future__ import annotations

from functools import cache

from sim.validation.checks import Check, check
from sim.validation.library import rows
from sim.validation.measures import STEADY as MEASURES
from sim.validation.observation import Observation

STEADY = "steady_state"
"""Name of the part without shocks, and of its table."""


@cache
def facts() -> tuple[Check, ...]:
    """Give the checks of the steady state, in the order of the table."""
    found = tuple(check(STEADY, row) for row in rows(STEADY))
    if unknown := [fact.measure for fact in found if fact.measure not in MEASURES]:
        raise ValueError(f"{STEADY}: no measure '{unknown[0]}'; there are {', '.join(sorted(MEASURES))}")
    return found


def measured(fact: Check, seen: Observation) -> float:
    """Measure a fact in a watched run."""
    return float(MEASURES[fact.measure](seen, *fact.arguments))
