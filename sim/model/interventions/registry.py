"""Every barrier and shock by name, whoever wrote it."""

from __future__ import annotations

from sim.model.interventions.base import Intervention, inside
from sim.model.interventions.outside import outside


def catalogue() -> dict[str, type[Intervention]]:
    """All interventions by name: those of this package and those from outside."""
    return {**inside(), **outside()}
