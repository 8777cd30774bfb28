"""What a day leaves behind: what is told fades, authorities learn, and parcels tell of seizures and prices."""

from __future__ import annotations

from sim.model.agents.partners.knowing import learn
from sim.model.agents.vendors.channels import shift_channels
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market import codes
from sim.model.market.arguments import DeliveryNews
from sim.model.market.delivery import hear


@kernel
def pass_day(  # type: ignore[no-untyped-def]
    day, news, commitment, passing, markets, n_markets, counts, told, flow, figures
):
    """Let news and commitments fade, authorities learn (:func:`learn`, whose clocks are returned), people hear of the
    day's parcels (:func:`hear`), and vendors turn to other channels if they may.

    ``passing``: half-lives in days (alarm, upset, commitment), ``Clocks`` and ``Paces``, days over which parcels are
    told, and usual wishes a day.
    """
    half_lives, clocks, paces, days, demand = passing
    news, commitment, markets, counts = borrow(news), borrow(commitment), borrow(markets), borrow(counts)
    heard = DeliveryNews(*borrow(told))
    alarm, upset, agreed = half_lives
    news[codes.ALARM] *= 0.5 ** (1.0 / alarm)
    news[codes.UPSET] *= 0.5 ** (1.0 / upset)
    fade = 0.5 ** (1.0 / agreed)
    for partner in range(commitment.shape[0]):
        commitment[partner] *= fade
    after = learn(day, clocks, paces, markets, n_markets, counts, heard.route)
    hear(told, flow, days, demand, figures)
    if figures[0].ways.reroute:
        shift_channels(heard.route, heard.seen, figures)
    return after
