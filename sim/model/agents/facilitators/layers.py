"""What of the trade leans on which sectors, and what follows for it where suppliers stop or tip off the police."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.agents.facilitators.facilitator import Facilitator
from sim.model.catalogue.facilitators import LEANS, ROWS, RUNNING
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import FACILITATOR_SUPPLY, SUPPLY

_NOTHING = np.zeros(len(COUNTRIES))


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
    def supplied(self) -> NDArray[np.float64]:
        """The same by country, shape (countries,)."""
        if len(self.members) == 1:
            return self.members[0].supplied
        return np.asarray(np.prod([member.supplied for member in self.members], axis=0))

    @property
    def surcharge(self) -> float:
        """Price rise today, as a share of the price."""
        return sum(member.surcharge for member in self.members)

    @property
    def surcharges(self) -> NDArray[np.float64]:
        """The same by country, shape (countries,)."""
        if all(member.served for member in self.members):
            return _NOTHING
        return np.sum([member.surcharges for member in self.members], axis=0)


class Facilitators:
    """All facilitators: by row of the catalogue, or by what leans on them (see catalogue.facilitators.LEANS)."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._rows = [Facilitator(model, index) for index in range(len(ROWS))]
        self._seen, self._pulled = -1, [False] * len(ROWS)  # on which sectors barriers bear, as levers were last seen
        self.moved: set[str] = set()  # what leans on sectors of which anything may be otherwise than yesterday
        self._leaning = {leans: Together([row for row in self._rows if row.leans == leans]) for leans in LEANS}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Facilitator]:
        return iter(self._rows)

    def __getitem__(self, key: int | str) -> Any:
        return self._leaning[key] if isinstance(key, str) else self._rows[key]

    @property
    def at_rest(self) -> bool:
        """Whether the suppliers of every service serve the trade."""
        return all(row.served for row in self._rows)

    @property
    def pulled(self) -> list[bool]:
        """Whether a barrier bears on each sector."""
        levers = self._model.levers
        if self._seen != (said := levers.last_change(SUPPLY)):
            self._seen, self._pulled = said, [False] * len(self._rows)
            if levers.moved(*SUPPLY):
                others = [
                    levers[lever] != float(lever is FACILITATOR_SUPPLY) for lever in SUPPLY if levers.moved(lever)
                ]
                self._pulled = np.logical_or.reduce(others).any(axis=1).tolist()
        return self._pulled

    def step(self) -> None:
        """See who stops today, and let their customers search; leave alone whom nothing bears on."""
        if not self.moved and not self._model.levers.moved(*SUPPLY):
            return
        self.moved = set()
        for row, pulled in zip(self._rows, self.pulled, strict=True):
            if pulled or not row.served:
                row.step()
                self.moved.add(row.leans)

    def likelier(self, running: bool, attribution: float) -> float:
        """Return how much likelier police come upon marketplaces (``running``) or vendors by what suppliers report.

        Hosts know where a marketplace is; all others know something of vendors.
        """
        silent = 1.0
        for row in self._rows:
            if not row.served and (row.leans == RUNNING) == running:
                silent *= 1.0 - float(row.customers @ row.tips)
        return 1.0 + attribution * (1.0 - silent)
