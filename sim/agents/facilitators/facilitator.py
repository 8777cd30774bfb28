"""A sector of legal services the trade leans on."""

from __future__ import annotations

from typing import Any

import mesa

from sim.market.geography import FACILITATORS
from sim.market.levers import FACILITATOR_SUPPLY

_CHANNEL = {"hosting": "rehost", "exchange": "pay_otherwise", "packaging": "resupply"}


class Facilitator(mesa.Agent):
    """Suppliers of one service. When ordinary supply shrinks, the trade finds substitutes: the more scattered the
    supply, the faster; never quite all; and only while the re-organisation channel is open."""

    def __init__(self, model: Any, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name = FACILITATORS[index]
        par = model.parameters.facilitators
        self.ceiling = par.substitutes[index]
        self.pace = 1.0 / (par.switching_days[index] * (1.0 + 4.0 * par.concentration[index]))
        self.open = getattr(model.parameters.channels, _CHANNEL[self.name])

    @property
    def ordinary(self) -> float:
        """Share of ordinary suppliers that still serve."""
        return float(self.model.levers[FACILITATOR_SUPPLY][self.index])

    @property
    def supply(self) -> float:
        """Share of the service that can be had, substitutes included."""
        return min(self.ordinary + float(self.model.state.substitutes[self.index]), 1.0)

    def step(self) -> None:
        """Move toward substitutes for what is missing, or away from what is no longer needed."""
        missing = 1.0 - self.ordinary
        held = self.model.state.substitutes
        if missing == 0.0 and held[self.index] == 0.0:
            return
        aim = self.ceiling * missing if self.open else 0.0
        held[self.index] += self.pace * (aim - held[self.index])
        if held[self.index] < 1e-9:
            held[self.index] = 0.0
