"""Users of a marketplace whose desk is lost with it: marked, so that they search for another way to pay."""

from __future__ import annotations

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market import codes
from sim.model.market.arguments import Tables
from sim.model.market.paying import DESK_BITS, DESK_SHIFT, buyer_key, has_desk, vendor_key


@kernel
def mark_users(seed, tables, active, n_active, market, share, desk):  # type: ignore[no-untyped-def]
    """Mark those of a marketplace's buyers and vendors, a ``share`` of them, who paid and cashed out by its desk."""
    tables, active = Tables(*borrow(tables)), borrow(active)
    buyers, vendors, accounts = tables.buyers, tables.vendors, tables.accounts
    for i in range(buyers.shape[0]):
        b = buyers[i]
        if b.market == market and b.state == codes.ACTIVE and has_desk(buyer_key(seed, i, b.contact), share):
            b.contact = (b.contact & ~DESK_BITS) | (desk << DESK_SHIFT)
    for p in range(n_active):
        x = vendors[active[p]]
        here = False
        for s in range(4):
            here = here or (x.account[s] >= 0 and accounts[x.account[s]].market == market)
        if here and has_desk(vendor_key(seed, x.born), share):
            x.desk = desk
