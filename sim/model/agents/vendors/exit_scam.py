"""When a vendor exit-scams: a dishonest one who is established, by chance."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.market import codes


@helper
def begins_exit_scam(x, luck, par):  # type: ignore[no-untyped-def]
    """Return whether a vendor begins an exit scam today: one who means to, with enough sales to lose."""
    return x.honesty < 0.5 and x.sold > par.exit_scam_sales and luck > 1.0 - par.exit_scam


@helper
def begin_exit_scam(x, day, par):  # type: ignore[no-untyped-def]
    """Cut the price and send nothing from now on, until the day of leaving."""
    x.state = codes.EXIT_SCAMMING
    x.scams_until = day + int(par.exit_scam_days)
    x.price *= par.exit_scam_price


@helper
def ends_exit_scam(x, day):  # type: ignore[no-untyped-def]
    """Return whether a vendor is gone with the money today."""
    return x.state == codes.EXIT_SCAMMING and day >= x.scams_until
