"""Publicise: police work is told loudly, with nothing done beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.model.acts.act import Act
from sim.model.acts.publicise import Publicise as Tell
from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention, Today


@dataclass(frozen=True)
class Publicise(Intervention):
    """Tell everybody that police are watching, on the first day of each wave."""

    loudness: float = parameter(0.5, "alarm it raises", unit="alarm", low=0, high=1, source="D22, S83: 0.6 where all of trade is seized")
    cost_per_act: float = parameter(100_000.0, "one campaign", unit="EUR/act", low=0, high=1e12)

    phrase: ClassVar[str] = "Telling everybody of police work"
    summary: ClassVar[str] = "police work is told loudly, with nothing done beside"
    stage: ClassVar[str] = "sell"
    kind: ClassVar[str] = "information"
    repressive: ClassVar[bool] = False
    at_once: ClassVar[bool] = True
    partners: ClassVar[tuple[str, ...]] = ("police", "press")
    source: ClassVar[str] = "S85, S86"
    expected: ClassVar[str] = "none or the opposite: trade rose after reports of police work and of a life sentence (B76); buyers' beliefs follow own experience (B133)"

    def acts(self, today: Today) -> Iterator[Act]:
        """Say it on the first day."""
        if today.first:
            yield Tell(self.intensity, self.loudness)
