"""What comes between a buyer and what is on offer: blocked sites, fake offers; and a vendor's own shop."""

from __future__ import annotations

from sim.model.agents.buyers.trusting import lose_trust
from sim.model.engine.kernels import helper
from sim.model.engine.streams import key, uniform
from sim.model.market import decisions
from sim.model.market.decisions import LASTING


@helper
def is_shut_out(b, i, now):  # type: ignore[no-untyped-def]
    """Return whether the buyer in row i cannot reach any marketplace today: the same people as long as it lasts."""
    share = now.unreached[b.home]
    return share > 0.0 and uniform(key(now.seed, LASTING, i), decisions.B_UNREACHED) < share


@helper
def meet_fake(b, par):  # type: ignore[no-untyped-def]
    """Let a buyer find that an offer was a fake: nothing comes, what was paid comes back, trust goes as by a scam."""
    lose_trust(b, par.trust_loss_scam, 1.0, True, par)


@helper
def in_own_shop(vendor, b, k, answers, day, fig):  # type: ignore[no-untyped-def]
    """Return whether a buyer orders in the trusted vendor's own shop rather than on a marketplace.

    ``answers``: whether a marketplace did. As trust in the vendor, so the share of orders.
    """
    par = fig.vendors
    open_now = vendor.shop_on >= 0 and day >= vendor.shop_on
    use = par.own_shop_use if answers else par.own_shop_fallback
    return open_now and uniform(k, decisions.B_SHOP) < use * b.loyal_trust
