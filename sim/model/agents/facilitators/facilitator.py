"""A sector of legal services the trade leans on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mesa

from sim.model.catalogue.facilitators import LEANS, ROWS
from sim.model.market.levers import FACILITATOR_SUPPLY


class Facilitator(mesa.Agent):
    """Suppliers of one service. When ordinary supply shrinks, the trade finds substitutes: the more scattered the
    supply, the faster; never quite all; and only while its way of re-organisation is open."""

    def __init__(self, model: Any, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name, self.leans = ROWS[index].name, ROWS[index].leans
        par = model.parameters.facilitators
        self.ceiling = par.substitutes[index]
        self.pace = min(1.0 / (par.switching_days[index] * (1.0 + 4.0 * par.concentration[index])), 1.0)
        self.open = getattr(model.parameters.ways, ROWS[index].way)
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


class Together:
    """All facilitators on which one part of the trade leans: it needs each of them."""

    def __init__(self, members: list[Facilitator]) -> None:
        self.members = members

    @property
    def supply(self) -> float:
        """Share of what is needed that can be had today."""
        share = 1.0
        for member in self.members:
            share *= member.supply
        return share

    @property
    def surcharge(self) -> float:
        """Price rise today, as a share of the price."""
        return sum(member.surcharge for member in self.members)


class Facilitators:
    """All facilitators: by row of the catalogue, or by what leans on them (see catalogue.facilitators.LEANS)."""

    def __init__(self, model: Any) -> None:
        self._rows = [Facilitator(model, index) for index in range(len(ROWS))]
        self._leaning = {leans: Together([row for row in self._rows if row.leans == leans]) for leans in LEANS}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Facilitator]:
        return iter(self._rows)

    def __getitem__(self, key: int | str) -> Any:
        return self._leaning[key] if isinstance(key, str) else self._rows[key]
