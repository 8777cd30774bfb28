"""Which make of marketplace is built: administrators weigh how long one of each make would last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.catalogue.makes import MAKES
from sim.model.engine.ordered import in_order

if TYPE_CHECKING:
    from sim.model.agents.administrators.parameters import MakeParameters


def choose_make(par: Any, threat: float, luck: float) -> int:
    """Return the make of a marketplace to be built; ``luck``: uniform; ``threat``: how far seizures are in mind.

    Shares are those of ordinary times. A make gains by what is left of the income to come while seizures are feared:
    income is discounted by impatience and by the hazard of arrest, and what cannot be seized has little of the latter.
    """
    ordinary, seizable = in_order(par.makes.share, MAKES), in_order(par.makes.seizable, MAKES)
    if threat > 0.0 and par.ways.remake:
        hazard = par.administrators.felt_hazard * seizable
        patience = max(par.administrators.discount, 1e-9)
        ordinary = ordinary * (patience + hazard) / (patience + hazard * (1.0 + par.makes.feared * threat))
    odds = np.cumsum(ordinary)
    return min(int(np.searchsorted(odds, luck * odds[-1], side="right")), len(MAKES) - 1)


def give_make(market: Any, make: int, par: MakeParameters, country: int = -1) -> None:
    """Make a marketplace that was furnished as an ordinary one of this make; ``country``: it serves, -1 all."""
    name = MAKES[make]
    market["make"], market["country"] = make, country
    market["commission"] *= min(par.fee[name], 1.0 / max(float(market["commission"]), 1e-9))
    market["dispute_full"] *= par.dispute[name]
    market["dispute"] = market["dispute_full"]
