"""The population of buyers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.population import Population
from sim.model.market import codes


class Buyers(Population):
    """Buyers, present while they are customers; a row that stopped is a prospect who may come (back) as another."""

    def table(self) -> NDArray[Any]:
        """Return all rows (dtype BUYER)."""
        return self.model.state.buyers

    def present(self) -> NDArray[np.bool_]:
        """Return who is a customer now."""
        return self.table()["state"] == codes.ACTIVE
