"""The population of vendors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.population import Population
from sim.model.market import codes


class Vendors(Population):
    """Vendors, present while they trade; rows are never reused, so a row number names a vendor for the whole run."""

    def table(self) -> NDArray[Any]:
        """Return all rows so far (dtype VENDOR)."""
        return self.model.state.vendors[: self.model.state.n_vendors]

    def present(self) -> NDArray[np.bool_]:
        """Return who trades now (amid an exit scam included)."""
        return self.table()["state"] <= codes.EXIT_SCAMMING
