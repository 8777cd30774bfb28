"""Which offer a buyer takes: a draw by weight among what can be had at home (phase 5)."""

from __future__ import annotations

from sim.engine.kernels import helper
from sim.market.geography import COUNTRIES, EU

_COUNTRIES, _EU = len(COUNTRIES), len(EU)
_WORLD = _COUNTRIES + _EU
"""Where in a product's groups the offers to anywhere begin: see geography.REACHES."""


@helper
def choose(start, weight, g, home, u, near, far):  # type: ignore[no-untyped-def]
    """Return where a draw by weight falls: the first row and the end of a part of the offers, and the running sum.

    ``g``: first group of the marketplace and product; ``near`` and ``far``: what is left of the weight of an offer
    from another country within the EU, and from any other. Offers of the own country keep theirs. The part is empty
    where there is no offer. Arrays are read before the first branch: read within one, they are counted at every call.
    """
    inside = home < _EU
    world, region = g + _WORLD, g + _COUNTRIES
    d, d_end = start[g + home], start[g + home + 1]  # within the country only
    e, e_end = start[region], start[region + _EU * inside]  # within the EU, where that is home
    e_own, e_own_end = start[region + home * inside], start[region + (home + 1) * inside]
    w, w_end = start[world], start[world + _COUNTRIES]  # to anywhere: from the EU first
    w_eu = start[world + _EU * inside]
    w_own, w_own_end = start[world + home], start[world + home + 1]
    at_d, at_e, at_e_own = weight[d], weight[e], weight[e_own]
    at_w, at_w_eu, at_w_own = weight[w], weight[w_eu], weight[w_own]
    own_d, own_e, own_w = weight[d_end] - at_d, weight[e_own_end] - at_e_own, weight[w_own_end] - at_w_own
    near_e = max(weight[e_end] - at_e - own_e, 0.0)
    near_w = max(at_w_eu - at_w - own_w, 0.0) * inside
    far_w = max(weight[w_end] - at_w_eu - own_w * (not inside), 0.0)
    own = own_d + own_e + own_w
    at = u * (own + near * (near_e + near_w) + far * far_w)
    lo, hi, target = d, d_end, at_d + at
    if at >= own_d:
        at -= own_d
        lo, hi, target = e_own, e_own_end, at_e_own + at
        if at >= own_e:
            at -= own_e
            lo, hi, target = w_own, w_own_end, at_w_own + at
            if at >= own_w:
                at = (at - own_w) / max(near, 1e-300)
                lo, hi, target = e, e_end, at_e + at
                target += own_e * (target >= at_e_own)  # past the own country, which had its turn
                if at >= near_e:
                    at -= near_e
                    lo, hi, target = w, w_eu, at_w + at
                    target += own_w * (target >= at_w_own)
                    if at >= near_w:
                        at = (at - near_w) * near / max(far, 1e-300)
                        lo, hi, target = w_eu, w_end, at_w_eu + at
                        target += own_w * (not inside) * (target >= at_w_own)
    if hi <= lo:  # a rounded sum at the very end of a part
        lo, hi = w, w_end
        if hi <= lo:
            lo, hi = e, e_end
        if hi <= lo:
            lo, hi = d, d_end
    return lo, hi, target
