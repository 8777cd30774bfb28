"""Whether a buyer can pay: by the own supplier of coin, by another found since, or by the marketplace's own desk."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.market.paying import DESK_BITS, DESK_SHIFT, buyer_key, has_desk, lacks_way


@helper
def can_pay(b, i, seed, markets, now):  # type: ignore[no-untyped-def]
    """Return whether the buyer in row i has a way to pay today; it changes only when suppliers stop or one is found."""
    k = buyer_key(seed, i, b.contact)
    if not lacks_way(k, b.home, (b.contact & DESK_BITS) >> DESK_SHIFT, now.coinless[b.home], now):
        return True
    return b.market >= 0 and markets[b.market].closed < 0 and has_desk(k, markets[b.market].desk)
