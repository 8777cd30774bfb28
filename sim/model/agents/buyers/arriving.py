"""What a new buyer is like, and who is there on day 0."""

from __future__ import annotations

import numpy as np

from sim.model.agents.buyers.lasting import FAR, FINE, GRID
from sim.model.agents.buyers.wishes import comes, next_wish
from sim.model.engine.drawing import find, pick
from sim.model.engine.elementary import fast_exp, fast_log
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import key, normal, random_bits, uniform
from sim.model.market import codes, decisions

_SURE = 0.999  # a chance of one has no intensity


@helper
def begin(b, k, fig):  # type: ignore[no-untyped-def]
    """Draw what a new buyer is like."""
    become(b, k, uniform(k, decisions.B_STOP), normal(k, decisions.B_RATE), fig)


@helper
def become(b, k, u_stop, z_rate, fig):  # type: ignore[no-untyped-def]
    """Draw what a buyer is like who has these draws of the chance to stop and the wish to order."""
    par = fig.buyers
    b.home = pick(fig.buyer_home, uniform(k, decisions.B_HOME))
    b.product = pick(fig.product, uniform(k, decisions.B_PRODUCT))
    b.log_value = par.value_spread_between * normal(k, decisions.B_VALUE)
    if uniform(k, decisions.B_WHOLESALE) < par.wholesale:  # who buys to sell on
        b.log_value += par.wholesale_size
    log_stop = par.stop_power * fast_log(max(u_stop, 1e-6))
    b.stop = fast_exp(log_stop)
    # who is there to stay also orders more often
    rate = par.order_rate * fast_exp(par.order_rate_spread * z_rate - par.commitment * log_stop)
    b.rate = -fast_log(1.0 - min(rate, par.order_rate_top, _SURE))
    b.taste = par.online_taste + par.online_taste_spread * normal(k, decisions.B_TASTE)
    b.taste_ceiling = b.taste
    b.caution = -fast_log(1.0 - uniform(k, decisions.B_RISK))
    b.trust = 0.8
    b.trust_market = 0.7
    b.risk = -1.0
    b.fear = 0.0
    b.loyal = -1
    b.second = -1
    b.loyal_trust = 0.0
    b.second_trust = 0.0
    b.market = -1
    b.later = 0
    b.contact = (b.contact + codes.NEXT_PERSON) & codes.PERSON
    b.state = codes.ACTIVE


@helper
def person_key(seed, b, i):  # type: ignore[no-untyped-def]
    """Return the key of what row i's next customer is like: by who there was before, whatever the day.

    The count of those has three bits; what the last one is like makes it that the ninth is not the first again. Rows
    that drew the same few for ever would come to rest where few stay long, over a decade.
    """
    k = key(seed, decisions.BIRTH + 1 + (b.contact & codes.PERSON) // codes.NEXT_PERSON, i)
    return random_bits(k, np.int64(b.caution * 16_777_216.0))


@kernel
def make_buyers(seed, buyers, next_day, figures, shares, stays, active_share):  # type: ignore[no-untyped-def]
    """Create the buyers of day 0, on marketplaces by ``shares`` (cumulative).

    Who is a customer on a given day has been one for long: customers are drawn by how long they stay, from the cells
    of ``stays`` (see sim.model.agents.buyers.lasting).
    """
    fig = figures[0]
    par = fig.buyers
    for i in range(buyers.shape[0]):
        k = key(seed, decisions.BIRTH, i)
        if uniform(k, decisions.B_START) >= active_share:
            begin(buyers[i], k, fig)
            buyers[i].state = codes.AWAY
            next_day[i] = comes(k, decisions.B_WAIT, -1, par.arrival, fig)
            continue
        cell = find(stays, 0, stays.shape[0] - 1, uniform(k, decisions.B_STAY))
        u_stop = ((cell // GRID + uniform(k, decisions.B_STOP)) / GRID) ** FINE
        z_rate = FAR * (2.0 * (cell % GRID + uniform(k, decisions.B_RATE)) / GRID - 1.0)
        become(buyers[i], k, u_stop, z_rate, fig)
        b = buyers[i]
        b.market = pick(shares, uniform(k, decisions.B_DESTINATION))
        b.trust_market = 0.9
        next_day[i] = next_wish(k, b.rate, -1)
