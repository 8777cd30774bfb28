"""Which marketplace is chosen: a race by weight, in which each runs on a draw of its own."""

from __future__ import annotations

from sim.model.engine.elementary import fast_log
from sim.model.engine.kernels import helper
from sim.model.engine.streams import open_unit, random_bits


@helper
def suits(market, home, lure):  # type: ignore[no-untyped-def]
    """Return the weight of a marketplace's make to a vendor who lives in ``home``, against what it has for all.

    ``lure``: how much one who means to exit-scam is drawn to where no dispute is judged.
    """
    if market.country >= 0 and market.country != home:
        return 0.0
    return 1.0 + lure * (1.0 - market.dispute_full)


@helper
def race(cumulative, markets, slots, bits, home, lure):  # type: ignore[no-untyped-def]
    """Return the slot that is first, -1 where none has weight; each as often as its share of the weights.

    ``cumulative``: running sums, one longer than ``slots``; ``bits``: 64 bits of who chooses; ``home``, ``lure``: see
    :func:`suits`. One that opens or closes changes only the choice of those who go to it or were there, where a draw
    from running sums moves everybody along.
    """
    first, soonest = -1, 1.0e300
    for s in range(slots.shape[0]):
        m = markets[slots[s]]
        weight = cumulative[s + 1] - cumulative[s]
        if m.make > 0:
            weight *= suits(m, home, lure)
        u = open_unit(random_bits(bits, m.who))
        if 1.0 - u < soonest * weight:  # -log(u) is no less: most are known to be late without working it out
            time = -fast_log(u) / weight
            if time < soonest:
                first, soonest = s, time
    return first
