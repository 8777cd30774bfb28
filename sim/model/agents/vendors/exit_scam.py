"""When a vendor exit-scams: one who means to and is established, on a day drawn at birth; then nothing is sent.

Asked every day by ``vendors/deciding.py``; marketplaces exit-scam in ``administrators/``.
"""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.engine.streams import geometric, key
from sim.model.market import codes, decisions


@helper
def begins_exit_scam(x, seed, day, par):  # type: ignore[no-untyped-def]
    """Return whether a vendor begins an exit scam today: one who means to, a while after there is enough to lose."""
    if x.honesty >= 0.5 or x.sold <= par.exit_scam_sales:
        return False
    if x.scams_until < 0:  # no sooner than today, hence one day less
        days = geometric(key(seed, decisions.BIRTH, x.born), decisions.V_EXIT_SCAM, par.exit_scam)
        x.scams_until = day - 1 + min(days, codes.NEVER)
    return day >= x.scams_until


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
