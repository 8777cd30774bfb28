"""A partner, as Mesa knows it, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mesa
from numpy.typing import NDArray

from sim.model.agents.partners import recognising
from sim.model.catalogue.partners import PARTNERS, ROWS


class Partner(mesa.Agent):
    """Somebody who sees signals, was taught, is committed, and may share."""

    def __init__(self, model: Any, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name, self.sector = ROWS[index].name, ROWS[index].sector

    @property
    def awareness(self) -> NDArray[Any]:
        """Share of the signals before it that it recognises today, by country, shape (countries,)."""
        return recognising.awareness(self.model)[self.index]

    @property
    def sharing(self) -> NDArray[Any]:
        """Share of what it sees that it tells others today, by country, shape (countries,)."""
        return recognising.sharing(self.model)[self.index]

    @property
    def commitment(self) -> float:
        """Share of what it agreed to do that it still does."""
        return float(self.model.state.commitment[self.index])


class Partners:
    """All partners, by row of the catalogue or by name."""

    def __init__(self, model: Any) -> None:
        self._rows = [Partner(model, index) for index in range(len(ROWS))]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Partner]:
        return iter(self._rows)

    def __getitem__(self, key: int | str) -> Partner:
        return self._rows[PARTNERS.index(key) if isinstance(key, str) else key]
