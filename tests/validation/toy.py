"""A simulator whose parameters are known: two decide figures, one decides nothing."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.validation.calibration.axes import Axis
from sim.validation.checks import Check

OVER = (Axis("size", 0.0, 10.0), Axis("speed", 0.1, 10.0, "log"), Axis("colour", 0.0, 1.0))
TRUTH = {"size": 4.0, "speed": 2.0, "colour": 0.5}
CHECKS = {
    f"toy: {label}": Check("toy", "D1", label, "", low, high, "known")
    for label, low, high in (("size", 3.8, 4.2), ("product", 7.4, 8.6), ("never", 50.0, 60.0))
}
"""The last is out of reach: the figure is 1 everywhere, with noise."""


@dataclass(frozen=True)
class Toy:
    """Figures with chance that hangs on the set, so that every run of a set is the same run."""

    replicates: int = 2
    noise: float = 0.05
    fails_above: float = np.inf
    log: str = ""

    def __call__(self, overrides):
        if self.log:
            with Path(self.log).open("a") as file:
                file.write(f"{os.getpid()}\n")
        if overrides["size"] > self.fails_above:
            raise RuntimeError("too large")
        random = np.random.default_rng(zlib.crc32(repr(sorted(overrides.items())).encode()))
        size, speed = overrides["size"], overrides["speed"]
        return {
            name: [float(value + random.normal(0.0, self.noise)) for _ in range(self.replicates)]
            for name, value in zip(CHECKS, (size, size * speed, 1.0), strict=True)
        }
