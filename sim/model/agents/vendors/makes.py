"""What the make of a marketplace means to a vendor who looks for one."""

from __future__ import annotations

from sim.model.agents.vendors.newcomers import means_well
from sim.model.engine.kernels import helper


@helper
def serves(market, home):  # type: ignore[no-untyped-def]
    """Return whether a marketplace serves vendors of a country."""
    return market.country < 0 or market.country == home


@helper
def lure_now(x, fig):  # type: ignore[no-untyped-def]
    """Return how much vendor x is drawn to where disputes are not judged: 0, unless the vendor means to exit-scam."""
    return fig.makes.lure if x.honesty < 0.5 else 0.0


@helper
def lure_of(k, fig):  # type: ignore[no-untyped-def]
    """Return the same of a vendor to come, whose draws are ``k``."""
    return 0.0 if means_well(k, fig) else fig.makes.lure
