"""How far a set of parameters is from what was observed, in units of what is not known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.validation.calibration.emulator import Emulator
from sim.validation.checks import Check

Floats = NDArray[np.float64]

CUT = 3.0
"""Implausibility from which a fact rules a set out: three standard deviations (Pukelsheim's rule)."""


@dataclass(frozen=True)
class Matching:
    """Facts with their emulators. ``beyond``: facts that no set comes near, which therefore cannot choose among them.

    ``spared``: how many facts may rule a set out all the same, where no set is left otherwise.
    """

    checks: Mapping[str, Check]
    emulators: Mapping[str, Emulator]
    beyond: frozenset[str] = frozenset()
    spared: int = 0

    def groups(self) -> dict[str, list[str]]:
        """Give the facts that may rule out; sources that disagree are one, of which the nearest counts."""
        found: dict[str, list[str]] = {}
        for name, check in self.checks.items():
            if name in self.emulators:
                found.setdefault(f"{check.part}: {check.rivals}" if check.rivals else name, []).append(name)
        return found

    def by_fact(self, units: Floats) -> dict[str, Floats]:
        """Give the implausibility of points by fact (or disagreeing facts), shape (n,) each."""
        return {
            group: np.min([self._one(name, units) for name in names], axis=0) for group, names in self.groups().items()
        }

    def _one(self, name: str, units: Floats) -> Floats:
        mean, variance = self.emulators[name].predict(units)
        return implausibility(self.checks[name], mean, variance + self.emulators[name].chance)

    def of_each(self, units: Floats) -> Floats:
        """Give the implausibility of points by those facts that choose among sets, shape (facts, n)."""
        names = [own for group, own in self.groups().items() if group not in self.beyond]
        if not names:
            return np.zeros((0, len(units)))
        return np.array([np.min([self._one(name, units) for name in own], axis=0) for own in names])

    def of(self, units: Floats) -> Floats:
        """Give the implausibility that counts, shape (n,): the greatest over facts but for those spared."""
        return greatest(self.of_each(units), self.spared)


def greatest(told: Floats, spared: int) -> Floats:
    """Return the greatest implausibility but for the ``spared`` greatest ones; ``told``: shape (facts, n)."""
    if len(told) <= spared:
        return np.zeros(told.shape[1])
    return np.sort(told, axis=0)[-1 - spared]


def implausibility(check: Check, mean: Floats, variance: Floats) -> Floats:
    """Return the distance to the observed band over the standard deviation; 0 within it."""
    outside = np.maximum(np.maximum(check.low - mean, mean - check.high), 0.0)
    return outside / deviation(check, variance)


def deviation(check: Check, variance: Floats) -> Floats:
    """Return the standard deviation, never quite 0 against the observed figure."""
    return np.sqrt(np.maximum(variance, 1e-12 * max(abs(check.high), abs(check.low)) ** 2 + 1e-300))


def reachable(matching: Matching, units: Floats) -> Matching:
    """Return the matching with those facts set aside that rule out every one of many points."""
    beyond = {group for group, values in matching.by_fact(units).items() if float(values.min()) > CUT}
    return Matching(matching.checks, matching.emulators, frozenset(beyond), matching.spared)
