"""The ensemble: sets of parameters that no fact rules out, of which each replicate of a study may take another.

The packaged file is what ``calibrate`` wrote as ensemble.csv (docs/calibration.md says by which command). Twins share
the member of their replicate.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from sim.model.parameters import EcosystemParameters
from sim.validation.overrides import applied

FILE = "ensemble.csv"


class NoEnsemble(ValueError):
    """There is no packaged ensemble yet."""


def parsed(text: str) -> tuple[dict[str, float], ...]:
    """Read an ensemble as ``calibrate`` writes it: one set of parameters by dotted name a row."""
    rows = tuple(
        {name: float(value) for name, value in row.items() if name != "member"}
        for row in csv.DictReader(text.splitlines())
    )
    if not rows:
        raise ValueError("an ensemble needs one set of parameters or more")
    return rows


@cache
def packaged() -> tuple[dict[str, float], ...] | None:
    """Give the sets of the package; None where there is no ensemble yet."""
    file = files("sim.validation") / FILE
    return parsed(file.read_text(encoding="utf-8")) if file.is_file() else None


def member(replicate: int, sets: tuple[dict[str, float], ...] | None = None) -> dict[str, float]:
    """Give the parameters that a replicate takes, by dotted name; after the last set it begins anew."""
    known = sets if sets is not None else packaged()
    if known is None:
        raise NoEnsemble("there is no ensemble of parameters in this version; python -m sim calibrate makes one")
    return dict(known[replicate % len(known)])


def parameters_of_replicate(
    parameters: EcosystemParameters, replicate: int, sets: tuple[dict[str, float], ...] | None = None
) -> EcosystemParameters:
    """Return the parameters of a replicate: those given, with its member's in their places."""
    return applied(parameters, member(replicate, sets))
