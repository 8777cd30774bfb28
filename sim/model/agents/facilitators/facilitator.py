"""A sector of legal services the trade leans on."""

from __future__ import annotations

from typing import Any

import mesa

from sim.model.market.geography import FACILITATORS
from sim.model.market.levers import FACILITATOR_SUPPLY

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
        self.pace = min(1.0 / (par.switching_days[index] * (1.0 + 4.0 * par.concentration[index])), 1.0)
        self.open = getattr(model.parameters.channels, _CHANNEL[self.name])
        self.dearer = par.surcharge[index]
        self.supply = 1.0  # share of the service that can be had today, substitutes included

    @property
    def ordinary(self) -> float:
        """Share of ordinary suppliers that still serve."""
        return float(self.model.levers[FACILITATOR_SUPPLY][self.index])

    @property
    def surcharge(self) -> float:
        """Price rise today, as a share of the price: substitutes cost more."""
        return self.dearer * float(self.model.state.substitutes[self.index])

    def step(self) -> None:
        """Move toward substitutes for what is missing, or away from what is no longer needed."""
        ordinary, held = self.ordinary, float(self.model.state.substitutes[self.index])
        if ordinary == 1.0 and held == 0.0:
            self.supply = 1.0
            return
        aim = self.ceiling * (1.0 - ordinary) if self.open else 0.0
        held += self.pace * (aim - held)
        self.model.state.substitutes[self.index] = held if held > 1e-9 else 0.0
        self.supply = min(ordinary + held, 1.0)
