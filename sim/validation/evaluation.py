"""One set of parameters held against all evidence: a pure function of the set, the size of the world and the seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.parameters import EcosystemParameters
from sim.validation.checks import Check
from sim.validation.facts import STEADY
from sim.validation.measure import PARTS, checks, measure
from sim.validation.overrides import applied

TRIES = 4
"""Replicates tried for each one wanted of an episode, before it is left with fewer."""

Figures = dict[str, list[float]]
"""Values over replicates by name of the figure; none where no replicate shows it."""


def name_of(check: Check) -> str:
    """Name a figure among those of all parts."""
    return f"{check.part}: {check.label}"


def all_checks(parts: Sequence[str] = PARTS) -> dict[str, Check]:
    """Give every check of some parts by the name of its figure."""
    return {name_of(c): c for part in parts for c in checks(part)}


def evaluate(
    parameters: EcosystemParameters,
    buyers: int,
    seed: int,
    replicates: int,
    parts: Sequence[str] = PARTS,
    own: Sequence[Check] = (),
) -> Figures:
    """Run the steady state and the episodes, and give the figures of the replicates that show them.

    ``own``: facts of a user's own, of the steady state.
    """
    found: Figures = {}
    for part in parts:
        extra = own if part == STEADY else ()
        names = [name_of(c) for c in (*checks(part), *extra)]
        found |= {name: [] for name in names}
        got = 0
        for replicate in range(replicates if part == STEADY else TRIES * replicates):
            values = measure(part, parameters, buyers, seed, replicate, extra)
            if values is None:
                continue
            got += 1
            for name, value in zip(names, values, strict=True):
                if value == value:  # NaN: not shown by this replicate
                    found[name].append(float(value))
            if got == replicates:
                break
    return found


@dataclass(frozen=True)
class Evaluator:
    """The evaluation of sets that differ in some parameters, as a worker can take it."""

    parameters: EcosystemParameters
    buyers: int
    seed: int
    replicates: int
    parts: tuple[str, ...] = PARTS
    own: tuple[Check, ...] = ()

    def __call__(self, overrides: Mapping[str, Any]) -> Figures:
        """Evaluate the set with these parameters changed."""
        changed = applied(self.parameters, overrides)
        return evaluate(changed, self.buyers, self.seed, self.replicates, self.parts, self.own)
