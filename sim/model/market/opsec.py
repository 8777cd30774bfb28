"""How likely a vendor is to be identified: by operational security, and by lying low after others were arrested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper
from sim.model.market.likeness import felt_of, felt_of_peers

if TYPE_CHECKING:
    from sim.model.market.world import World


@helper
def careless(opsec, usual):  # type: ignore[no-untyped-def]
    """Return how much likelier a vendor is to be identified than one of the usual operational security.

    The usual is a figure of its own: were it the mean of the vendors, being careful would help nobody.
    """
    return (1.0 - opsec) / (1.0 - usual)


@helper
def identifiable(x, now, par):  # type: ignore[no-untyped-def]
    """Return the same of vendor x today: whoever is like one arrested hides better for a while."""
    likely = careless(x.opsec, par.opsec_usual)
    if now.lying_low > 0:
        likely *= fast_exp(-min(par.lie_low_hide * felt_of_peers(x, now.watched), 200.0))
    return likely


def identifiable_rows(world: World, rows: NDArray[Any]) -> NDArray[Any]:
    """Return the same for rows of vendors."""
    state, par = world.state, world.parameters.vendors
    likely = (1.0 - state.vendors["opsec"][rows]) / (1.0 - par.opsec_usual)
    if state.lying_low:
        likely = likely * np.exp(-np.minimum(par.lie_low_hide * felt_of(state.vendors[rows], state.watched), 200.0))
    return likely
