"""Whether a vendor can turn coin into money: by a supplier, or by the desk of a marketplace that has one."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.market.paying import has_desk, lacks_way, vendor_key


@helper
def is_stuck(x, tables, now):  # type: ignore[no-untyped-def]
    """Return whether vendor x has no way to turn coin into money today.

    What cannot be turned into money counts less as earned (see sim.model.market.vendor_books), so that a vendor who
    is stuck for long stops as one without earnings does; what it costs the others is passed on in prices.
    """
    k = vendor_key(now.seed, x.born)
    stuck = lacks_way(k, x.home, x.desk, now.unbanked[x.home], now)
    for s in range(4):
        a = x.account[s]
        stuck = stuck and not (a >= 0 and has_desk(k, tables.markets[tables.accounts[a].market].desk))
    return stuck
