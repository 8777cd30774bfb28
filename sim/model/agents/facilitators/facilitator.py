"""A sector of legal services the trade leans on."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.model.agents.facilitators.desks import without_desk
from sim.model.agents.facilitators.suppliers import Suppliers
from sim.model.catalogue.facilitators import PAYING, ROWS
from sim.model.engine.ordered import in_order
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import FACILITATOR_SUPPLY, SUPPLY
from sim.model.market.paying import GONE, PLACES, SERVED, fails
from sim.model.market.trends import dependence


class Facilitator(mesa.Agent):
    """Suppliers of one service, and how far customers whose supplier stopped have found another.

    Every customer has a supplier, by a draw. One whose supplier is gone, or stops serving the trade and recognises the
    customer, searches: so many find another on a day as the pace of searching says, each on the day that a draw of
    their own says, and they remember. How many can find one follows from who is left and from substitutes; the pace,
    from how many have one and can show the way. No time to recovery is set.

    Expected from evidence: an effect that passes within months (B109: 4 months, B118: 30 to 132 days), small where a
    supplier is one of many (B91, B124).
    """

    def __init__(self, model: Any, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name, self.leans = ROWS[index].name, ROWS[index].leans
        par = model.parameters.facilitators
        known, acts = par.knowing[index], par.cooperation[index]
        self.suppliers = Suppliers(model.draws, index, par.concentration[index], known, acts)
        self.reporting = par.reports[index]
        self.awareness = par.awareness[index]
        self.ceiling = par.substitutes[index]
        self.pace = min(1.0 / par.search_days[index], 1.0)
        self.alone = par.search_alone
        self.open = getattr(model.parameters.ways, ROWS[index].way)
        self.dearer = par.surcharge[index]
        homes = model.parameters.buyers.home if self.leans == PAYING else model.parameters.vendors.home
        shares = in_order(homes, COUNTRIES)
        self.customers = shares / shares.sum()
        self._serve_all()

    def _serve_all(self) -> None:
        self.served = True
        self.lost = np.zeros((PLACES, len(COUNTRIES)))  # share of a place's customers whom their supplier fails
        self.ways = np.full((len(COUNTRIES), PLACES), SERVED, dtype=np.float32)
        self.supplied = np.ones(len(COUNTRIES))
        self.replaced = np.zeros(len(COUNTRIES))
        self.tips = np.zeros(len(COUNTRIES))  # share of customers whom a supplier reports to the police

    @property
    def supply(self) -> float:
        """Share of customers who have a supplier today, substitutes included."""
        if self.served:
            return 1.0
        return float(1.0 - self.customers @ (1.0 - self.supplied))

    @property
    def ordinary(self) -> float:
        """Share of customers whose ordinary supplier serves the trade."""
        return float(1.0 - self.customers @ (self.lost > 0.0).mean(axis=0))

    @property
    def surcharges(self) -> NDArray[np.float64]:
        """Price rise today by country, as a share of the price: substitutes cost more; shape (countries,)."""
        return self.dearer * self.replaced

    @property
    def surcharge(self) -> float:
        """The same over all customers."""
        if self.served:
            return 0.0
        return float(self.customers @ self.surcharges)

    def step(self) -> None:
        """See who stops today, and let their customers search."""
        pulled = self._pulled()
        if pulled is None:
            if not self.served:
                self._serve_all()
            return
        self.served = False
        supply, licensed, enforced, called, *gone = pulled
        persuaded, closed = self.suppliers.persuaded(called), self.suppliers.closed(*gone)
        stopped = self.suppliers.stopped(supply, licensed, enforced) | persuaded
        # who is gone fails everybody, who stops serving the trade those whom it recognises
        self.lost = np.where(closed, 1.0, self.awareness * stopped)
        self.tips = self.reporting * self.awareness * persuaded.mean(axis=0)
        found = self.model.state.found[self.index]
        left = 1.0 - self.lost.mean(axis=0)
        others = self.ceiling / max(dependence(self.model), 1.0)
        reach = left + others * (1.0 - left) if self.open else np.zeros(len(COUNTRIES))
        # a customer learns from those who have a way: the more of them, the sooner
        before = 1.0 - (self.lost * (1.0 - np.minimum(found, reach))).mean(axis=0)
        before = before * without_desk(self.model.state) if self.leans == PAYING else before
        pace = self.pace * (self.alone + (1.0 - self.alone) * before)
        found += np.where(self.lost > 0.0, pace * np.maximum(reach - found, 0.0), 0.0)
        kept = np.minimum(found, reach)
        self.replaced = (self.lost * kept).mean(axis=0)
        self.supplied = left + self.replaced
        self.ways = np.where(closed, GONE - kept, np.where(stopped, kept, SERVED)).T.astype(np.float32)

    def _pulled(self) -> list[NDArray[np.float64]] | None:
        """Return what the levers on supply say of this sector today, by country; None where all suppliers serve."""
        levers = self.model.levers
        if not levers.moved(*SUPPLY):
            return None
        mine = [levers[lever][self.index] for lever in SUPPLY]
        ordinary = [float(lever is FACILITATOR_SUPPLY) for lever in SUPPLY]
        return mine if any((row != usual).any() for row, usual in zip(mine, ordinary, strict=True)) else None

    def lacks(self, place: float, ability: float, home: int) -> bool:
        """Return whether the customer at ``place`` in [0, 1), who searches with ``ability`` (low is good), has none."""
        at = place * PLACES
        return bool(fails(at - int(at), ability, self.awareness, self.ways[home, int(at)]))
