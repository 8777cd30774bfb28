"""What is varied: parameters of status judgement or derived, each within a range, laid out on the unit interval."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.parameters import EcosystemParameters
from sim.validation.overrides import current, find

Floats = NDArray[np.float64]

FREE = ("judgement", "derived")
"""Statuses that may be fitted: what is measured stands, and a setting is a choice."""
SPREAD = 2.5
"""A parameter without a range of its own is varied between its value over and times so much, within its limits."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter by dotted name, between ``low`` and ``high``; ``scale`` is linear or log."""

    name: str
    low: float
    high: float
    scale: str = "linear"

    def value(self, unit: float) -> float:
        """Give the parameter's value at a place on the unit interval."""
        if self.scale == "log":
            return float(self.low * (self.high / self.low) ** unit)
        return float(self.low + (self.high - self.low) * unit)

    def place(self, value: float) -> float:
        """Give the place of a value, within the unit interval."""
        if self.scale == "log":
            unit = math.log(max(value, 1e-300) / self.low) / math.log(self.high / self.low)
        else:
            unit = (value - self.low) / (self.high - self.low)
        return min(max(unit, 0.0), 1.0)


def curated() -> tuple[Axis, ...]:
    """Give the parameters varied by default, with their ranges."""
    text = (files("sim.validation.calibration") / "ranges.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Axis(r["name"], float(r["low"]), float(r["high"]), r["scale"]) for r in rows)


def axes(names: Sequence[str] = (), parameters: EcosystemParameters | None = None) -> tuple[Axis, ...]:
    """Give axes for names, or the curated ones; raise ValueError on a name that cannot be fitted."""
    known = {axis.name: axis for axis in curated()}
    return tuple(known[n] if n in known else _around(n, parameters or EcosystemParameters()) for n in names or known)


def _around(name: str, parameters: EcosystemParameters) -> Axis:
    parameter, _ = find(name)
    value = current(parameters, name)
    if parameter.status not in FREE:
        raise ValueError(f"{name} is {parameter.status}; only parameters that are {' or '.join(FREE)} are fitted")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is no single number; name one entry of a list, as in couriers.examined.0")
    low, high = parameter.low, parameter.high
    if value > 0.0:
        least = max(value / SPREAD, low if low is not None else 0.0)
        return Axis(name, least, min(value * SPREAD, math.inf if high is None else high), "log")
    if low is None or high is None:
        raise ValueError(f"{name} has no limits to vary it between")
    return Axis(name, low, high)


def nearby(over: Sequence[Axis], parameters: EcosystemParameters, share: float) -> tuple[Axis, ...]:
    """Give axes that reach over a share of their range around what stands now, and not beyond it."""
    found = []
    for axis, unit in zip(over, present(over, parameters), strict=True):
        low, high = (axis.value(float(np.clip(unit + side * share, 0.0, 1.0))) for side in (-0.5, 0.5))
        found.append(Axis(axis.name, low, high, axis.scale))
    return tuple(found)


def overrides(over: Sequence[Axis], units: Floats) -> dict[str, Any]:
    """Give parameter values by name at a point of the unit cube."""
    return {axis.name: axis.value(float(unit)) for axis, unit in zip(over, units, strict=True)}


def present(over: Sequence[Axis], parameters: EcosystemParameters) -> Floats:
    """Give the point of the unit cube at which parameters stand now."""
    return np.array([axis.place(float(current(parameters, axis.name))) for axis in over])
