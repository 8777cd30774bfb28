"""Which marketplace is chosen: a race by weight, in which each runs on a draw of its own."""

from __future__ import annotations

from sim.model.engine.elementary import fast_log
from sim.model.engine.kernels import helper
from sim.model.engine.streams import open_unit, word


@helper
def race(cumulative, lo, markets, slots, bits):  # type: ignore[no-untyped-def]
    """Return the slot that is first, -1 where none has weight; each as often as its share of the weights.

    ``cumulative``: running sums, the first at ``lo``, one longer than ``slots``; ``bits``: 64 bits of who chooses. One
    that opens or closes changes only the choice of those who go to it or were there, where a draw from running sums
    moves everybody along.
    """
    first, soonest = -1, 1.0e300
    for s in range(slots.shape[0]):
        weight = cumulative[lo + s + 1] - cumulative[lo + s]
        u = open_unit(word(bits, markets[slots[s]].who))
        if 1.0 - u < soonest * weight:  # -log(u) is no less: most are known to be late without working it out
            time = -fast_log(u) / weight
            if time < soonest:
                first, soonest = s, time
    return first
