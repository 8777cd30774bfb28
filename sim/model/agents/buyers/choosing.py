"""Which offer a buyer takes: a draw by weight among what can be had at home.

The weights (rating, price, concealment, size) are of ``market/listings.py``; whether the most trusted vendor is taken
without a draw is decided before, in ``buyers/ordering.py``.
"""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.engine.processor import index
from sim.model.market.geography import COUNTRIES, EU

_COUNTRIES, _EU = len(COUNTRIES), len(EU)
_WORLD = _COUNTRIES + _EU
"""Where in a product's groups the offers to anywhere begin: see geography.REACHES."""


@helper
def choose(start, sums, g, home, u, near, far):  # type: ignore[no-untyped-def]
    """Return where a draw by weight falls: the first row and the end of a part of the offers, and the running sum.

    ``start`` and ``sums``: first row of each group, and the running sum there; ``g``: first group of the marketplace
    and product; ``near`` and ``far``, above 0: what is left of the weight of an offer from another country within the
    EU, and from any other. Offers of the own country keep theirs. The part is empty where there is no offer.

    Names: offers reach the own country only (``d``), the EU (``e``) or the world (``w``); ``at_`` is the running sum
    at which they begin.
    """
    inside = home < _EU
    g = index(g)
    region, world, eu = g + _COUNTRIES, g + _WORLD, _EU * inside
    at_e, at_w = sums[region + home * inside], sums[world + home]
    own_d = sums[g + home + 1] - sums[g + home]  # offered within the country only
    own_e = sums[region + (home + 1) * inside] - at_e  # within the EU, where that is home
    own_w = sums[world + home + 1] - at_w  # to anywhere
    near_e = max(sums[region + eu] - sums[region] - own_e, 0.0)
    near_w = max(sums[world + eu] - sums[world] - own_w, 0.0) * inside
    far_w = max(sums[world + _COUNTRIES] - sums[world + eu] - own_w * (not inside), 0.0)
    # the parts one after another: the own country by reach, the EU within its reach, the EU to anywhere, the rest
    to_e = own_d + own_e
    to_w = to_e + own_w
    to_near = to_w + near * near_e
    to_far = to_near + near * near_w
    at = u * (to_far + far * far_w)
    # which part it is would be a guess: written so that the compiler needs no branch
    first, last, before = home, home + 1, 0.0
    first = _COUNTRIES + home * inside if at >= own_d else first
    last = _COUNTRIES + (home + 1) * inside if at >= own_d else last
    before = own_d if at >= own_d else before
    first = _WORLD + home if at >= to_e else first
    last = _WORLD + home + 1 if at >= to_e else last
    before = to_e if at >= to_e else before
    first = _COUNTRIES if at >= to_w else first
    last = _COUNTRIES + eu if at >= to_w else last
    before = to_w if at >= to_w else before
    first = _WORLD if at >= to_near else first
    last = _WORLD + eu if at >= to_near else last
    before = to_near if at >= to_near else before
    first = _WORLD + eu if at >= to_far else first
    last = _WORLD + _COUNTRIES if at >= to_far else last
    before = to_far if at >= to_far else before
    fade = far if at >= to_far else (near if at >= to_w else 1.0)
    target = sums[g + first] + (at - before) / max(fade, 1e-300)
    # past the own country, which had its turn
    gap = own_w * (not inside) if at >= to_far else (own_w if at >= to_near else (own_e if at >= to_w else 0.0))
    target += gap * (target >= (at_w if at >= to_near else at_e))
    return start[g + first], start[g + last], target
