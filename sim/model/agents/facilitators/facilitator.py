"""A sector of legal services the trade leans on."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.model.agents.facilitators.desks import without_desk
from sim.model.agents.facilitators.suppliers import Suppliers, strike
from sim.model.catalogue.facilitators import PAYING, ROWS
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.engine.ordered import in_order
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import SUPPLY
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
        self.served, self._seen = True, -1  # and at which change of levers it was last seen who fails
        self.lost = np.zeros((PLACES, len(COUNTRIES)))  # share of a place's customers whom their supplier fails
        self.ways = np.full((len(COUNTRIES), PLACES), SERVED, dtype=np.float32)
        self._failing, self._left = np.zeros(len(COUNTRIES)), np.ones(len(COUNTRIES))
        self.supplied = np.ones(len(COUNTRIES))
        self.replaced = np.zeros(len(COUNTRIES))
        self.tips = np.zeros(len(COUNTRIES))  # share of customers whom a supplier reports to the police
        self.supply = 1.0  # share of customers who have a supplier today, substitutes included

    @property
    def ordinary(self) -> float:
        """Share of customers whose ordinary supplier serves the trade."""
        return float(1.0 - self.customers @ self._failing)

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
        if not self.model.facilitators.pulled[self.index]:
            if not self.served:
                self._serve_all()
            return
        self.served = False
        self._see_who_fails()
        others = self.ceiling / max(dependence(self.model), 1.0)
        shown = without_desk(self.model.state) if self.leans == PAYING else 1.0
        pace = self.pace, self.alone, shown
        self.ways = np.empty((len(COUNTRIES), PLACES), dtype=np.float32)
        search(
            self._closed, self._stopped, self.lost, self._left, others if self.open else -1.0, pace,
            self.model.state.found[self.index], (self.ways, self.supplied, self.replaced),
        )  # fmt: skip
        self.supply = float(1.0 - self.customers @ (1.0 - self.supplied))

    def _see_who_fails(self) -> None:
        """Note whose supplier is gone, or no longer serves the trade; it is as it was while no lever is moved."""
        levers = self.model.levers
        if self._seen == (changed := levers.last_change(SUPPLY)):
            return
        self._seen = changed
        self._closed, self._stopped = np.empty((2, *self.lost.shape), dtype=bool)
        self.lost, (self._failing, self._left, self.tips) = np.empty(self.lost.shape), np.empty((3, len(COUNTRIES)))
        see_who_fails(
            self.suppliers.by_place, tuple(levers[lever][self.index] for lever in SUPPLY), self.awareness,
            self.reporting, (self._closed, self._stopped, self.lost, self._failing, self._left, self.tips),
        )  # fmt: skip

    def lacks(self, place: float, ability: float, home: int) -> bool:
        """Return whether the customer at ``place`` in [0, 1), who searches with ``ability`` (low is good), has none."""
        at = place * PLACES
        return bool(fails(at - int(at), ability, self.awareness, self.ways[home, int(at)]))


@kernel
def see_who_fails(by_place, said, awareness, reporting, out):  # type: ignore[no-untyped-def]
    """Write into ``out`` whose supplier is gone, or does not serve the trade (place, country), the share of customers
    who are failed, and by country the share of places where some are, of customers who are not, and who are reported.

    ``by_place``, ``said``: see :func:`strike`.
    """
    closed, stopped, lost, failing, left, tips = borrow(out)
    places, countries = lost.shape
    persuaded = np.empty(lost.shape, np.bool_)
    strike(by_place, said, closed, stopped, persuaded)
    for j in range(countries):
        acting, some, whole = 0.0, 0.0, 0.0
        for i in range(places):
            stopped[i, j] |= persuaded[i, j]
            # who is gone fails everybody, who stops serving the trade those whom it recognises
            lost[i, j] = 1.0 if closed[i, j] else awareness * stopped[i, j]
            acting += persuaded[i, j]
            some += lost[i, j] > 0.0
            whole += lost[i, j]
        failing[j], left[j] = some / places, 1.0 - whole / places
        tips[j] = reporting * awareness * (acting / places)


@kernel
def search(closed, stopped, lost, left, others, pace, found, out):  # type: ignore[no-untyped-def]
    """Let the customers of one sector search for a day; by place and country unless said otherwise.

    ``closed``, ``stopped``: whose supplier is gone, or does not serve the trade; ``lost``: share who are failed;
    ``left``: share who are not, by country; ``others``: share who could find a substitute if none were left, below 0
    where nobody may; ``pace``: share found in a day while all are served, part of it by those who are alone, and share
    of all who do not miss a desk; ``found``: share who found one so far. Writes into ``out`` ways (country, place), and
    by country who is supplied and who of these by another.
    """
    ways, supplied, replaced = out
    fastest, alone, shown = pace
    places, countries = lost.shape
    for j in range(countries):
        reach = left[j] + others * (1.0 - left[j]) if others >= 0.0 else 0.0
        missing, by_other = 0.0, 0.0
        for i in range(places):
            missing += lost[i, j] * (1.0 - min(found[i, j], reach))
        # a customer learns from those who have a way: the more of them, the sooner
        speed = fastest * (alone + (1.0 - alone) * ((1.0 - missing / places) * shown))
        for i in range(places):
            if lost[i, j] > 0.0:
                found[i, j] += speed * max(reach - found[i, j], 0.0)
            kept = min(found[i, j], reach)
            by_other += lost[i, j] * kept
            ways[j, i] = GONE - kept if closed[i, j] else (kept if stopped[i, j] else SERVED)
        replaced[j] = by_other / places
        supplied[j] = left[j] + replaced[j]
