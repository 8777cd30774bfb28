"""What a reputation is worth: whoever has good ratings asks more, whoever begins anew asks less until they are rebuilt.

Expected: 1 % of rating, 1 % of price (D42, D48); a name lost costs up to 9 % (D42), made good in about three months
(B66: 60 to 120 days) as ratings come in.
"""

from __future__ import annotations

from sim.model.engine.kernels import helper


@helper
def rating_for_price(good, bad, fig):  # type: ignore[no-untyped-def]
    """Return the rating in [0, 1] that good and bad ratings stand for when it comes to the price."""
    inst = fig.institutions
    return good / max(good + inst.bad_weight * bad + inst.price_prior, 1e-9)


@helper
def best_rating(x, accounts, day, fig):  # type: ignore[no-untyped-def]
    """Return the best of the ratings of a vendor's accounts; days without complaint stand for ratings."""
    best = 0.0
    for s in range(4):
        a = x.account[s]
        if a >= 0:
            acc = accounts[a]
            stood = fig.institutions.price_tenure * max(day - acc.opened, 0)
            best = max(best, rating_for_price(acc.positive + acc.carried + stood, float(acc.negative), fig))
    return best


@helper
def asked_for(rating, par):  # type: ignore[no-untyped-def]
    """Return the price that a rating allows, against that of a vendor of the usual rating."""
    return max(1.0 + par.price_rating * (rating - par.rating_usual), 0.05)  # nothing is given away
