"""What an order that went wrong costs a buyer's trust."""

from __future__ import annotations

from sim.model.engine.kernels import helper


@helper
def trust_after_dispute(lost, made_good, par):  # type: ignore[no-untyped-def]
    """Return the share of trust in a marketplace that an order gone wrong costs, by how its dispute ended.

    What came back heals; a decision against the buyer, who was right, costs more than the loss itself.
    """
    if made_good < 0.0:
        return 1.0 - (1.0 - lost) * (1.0 - par.trust_loss_dispute)
    return lost * (1.0 - par.trust_refund * made_good)


@helper
def lose_trust(b, lost, made_good, here, par):  # type: ignore[no-untyped-def]
    """Take ``lost`` of a buyer's trust, as the dispute ended; ``here``: it was on the buyer's own marketplace."""
    judged = trust_after_dispute(lost, made_good, par)
    b.trust *= 1.0 - 0.4 * min(lost, judged)
    if here:
        b.trust_market *= 1.0 - judged
