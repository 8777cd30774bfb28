"""What a phase of the day works on: the ecosystem, as the rooms below it see it."""

from __future__ import annotations

from typing import Any, Protocol

from sim.model.engine.levers import Levers
from sim.model.engine.streams import Draws
from sim.model.market.state import State
from sim.model.market.workspace import Workspace


class World(Protocol):
    """The state that lasts, the workspace of the day, the levers of today, and the agents with a story."""

    state: State
    work: Workspace
    levers: Levers
    draws: Draws
    run_seed: int
    replicate: int
    threads: int
    parameters: Any  # sim.model.parameters.EcosystemParameters
    constants: Any  # sim.model.construction.Constants
    interventions: Any  # barriers by name
    acts: list[Any]  # (name, barrier, act) ordered today
    authority: Any
    facilitators: Any  # by row, or by what leans on them
    partners: Any  # by row, or by name
    records: Any

    def administrators(self) -> list[Any]:
        """Return all administrators so far, by row."""

    def appoint(self, row: int) -> None:
        """Register the administrator of a new marketplace."""
