"""A channel of delivery; the travel and examination of its parcels is computed in ``travel``."""

from __future__ import annotations

from typing import Any

import mesa
from numpy.typing import NDArray

from sim.model.market.geography import CHANNELS


class Courier(mesa.Agent):
    """One channel of delivery: its flow, what is examined, what the trade has seen of seizures."""

    def __init__(self, model: Any, channel: int) -> None:
        super().__init__(model)
        self.channel = channel
        self.name = CHANNELS[channel]

    @property
    def flow(self) -> NDArray[Any]:
        """Parcels a day that touch each country, over a week, shape (countries,)."""
        return self.model.state.week[self.channel]

    @property
    def recognised(self) -> NDArray[Any]:
        """Chance that an unconcealed drug parcel is recognised today, by country, shape (countries,)."""
        return self.model.work.recognise[self.channel]

    @property
    def seen(self) -> NDArray[Any]:
        """Share of the parcels to each country seized, as it is told there, shape (countries,)."""
        return self.model.state.seen[self.channel]
