"""What sending costs and risks, as it is told: by the country a parcel goes to, and by that it is sent from.

Nobody fears what befalls post that never comes their way: a buyer hears of parcels to the own country, by what they
cross and by the channels they take; a vendor knows what becomes of parcels from the own country.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import POSTS
from sim.model.engine.borrowing import borrow
from sim.model.engine.elementary import fast_exp, fast_log
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.ordered import in_order
from sim.model.market import codes
from sim.model.market.arguments import DeliveryNews, Flow
from sim.model.market.geography import CHANNELS, COUNTRIES, EU

EU_BORDER = 0.6
"""How much a border within the EU is disliked, against any other."""
_EU, _POSTS, _COUNTRIES, _CHANNELS = len(EU), len(POSTS), len(COUNTRIES), len(CHANNELS)

_HEARD = 5
"""Into how many parts a country's memory of parcels is divided, one for each channel; a rare one adds none."""


@helper
def crossing(origin, home):  # type: ignore[no-untyped-def]
    """Return what a parcel between two countries crosses, as the post it takes unless it goes by another channel."""
    within = origin < _EU and home < _EU
    return codes.POST_DOMESTIC if origin == home else (codes.POST_EU if within else codes.POST_ABROAD)


@helper
def goods_worth(value, surcharge):  # type: ignore[no-untyped-def]
    """Return what the buyer pays for the goods of an order, cents: its ``value`` less the ``surcharge`` in EUR."""
    return max(value - 100.0 * surcharge, 0.0)


@helper
def count_parcel(o, price, seized, flow):  # type: ignore[no-untyped-def]
    """Count a parcel handed in for order ``o`` by where it goes and where it comes from."""
    k = crossing(o.origin, o.home)
    flow.touched[o.channel, o.origin] += 1.0
    flow.touched[o.channel, o.home] += o.home != o.origin
    flow.received[o.channel, o.home] += 1.0
    flow.seized[o.channel, o.home] += seized
    flow.arriving[o.home, k] += 1.0
    flow.leaving[o.origin, k] += 1.0
    flow.failing[o.origin, k] += seized
    flow.paid[o.home] += price


@kernel
def hear(told, flow, days, demand, figures):  # type: ignore[no-untyped-def]
    """Let what buyers and vendors tell move with the day's parcels.

    A told share remembers as many parcels as the country has in ``days`` days at the usual ``demand``, as
    spread over the channels in ordinary use: one that brings hardly a parcel is hardly news, and memory is as long in a
    world of any size.
    """
    told, flow = DeliveryNews(*borrow(told)), Flow(*borrow(flow))
    buyers, vendors = figures[0].buyer_home, figures[0].vendor_home
    usual = days * demand
    for j in range(_COUNTRIES):
        bought = usual * (buyers[j] - (buyers[j - 1] if j else 0.0)) + 1e-12
        offered = usual * (vendors[j] - (vendors[j - 1] if j else 0.0)) + 1e-12
        for c in range(_CHANNELS):
            n = flow.received[c, j]
            told.seen[c, j] += (flow.seized[c, j] - n * told.seen[c, j]) / (n + bought / _HEARD)
        came = 0.0
        for k in range(_POSTS):
            came += flow.arriving[j, k]
            n = flow.leaving[j, k]
            told.failing[j, k] += (flow.failing[j, k] - n * told.failing[j, k]) / (n + offered / _POSTS)
            told.arriving[j, k] += (flow.arriving[j, k] - told.arriving[j, k]) / days
            told.leaving[j, k] += (n - told.leaving[j, k]) / days
        told.paid[j] += (flow.paid[j] - came * told.paid[j]) / (came + bought)


@helper
def mean_surcharge(told, out, k):  # type: ignore[no-untyped-def]
    """Return by how much postage over a crossing is dearer than is usual, EUR, over all parcels that take it."""
    parcels, extra = 1e-300, 0.0
    for j in range(_COUNTRIES):
        parcels += told.arriving[j, k]
        extra += told.arriving[j, k] * out.surcharge[j, k]
    return extra / parcels


@helper
def weigh_delivery(told, figures, out):  # type: ignore[no-untyped-def]
    """Write into ``out``, a row of DELIVERY, what buyers and vendors reckon with today.

    Where buyers may not turn to nearer vendors (way ``reroute``), they compare as they did on day 0.
    """
    told = DeliveryNews(*borrow(told))
    fig = figures[0]
    par, usual = fig.buyers, fig.usual
    typical = fast_exp(par.log_value)
    for j in range(_COUNTRIES):
        parcels, risk, extra = 1e-300, 0.0, 0.0
        for k in range(_POSTS):
            post, here, cost = 1.0, 0.0, -usual.postage_of[k]
            for o in range(_CHANNELS - _POSTS):
                c = _POSTS + o
                share = told.route[j, k, o]
                post -= share
                here += share * told.seen[c, j]
                cost += share * fig.postage[c]
            here += post * told.seen[k, j]
            cost += post * fig.postage[k]
            out.risk[j, k] = here if fig.ways.reroute else usual.risk_of[k]
            out.surcharge[j, k] = cost
            dearer = par.price_sensitivity * fast_log(max(1.0 + cost / typical, 0.05))
            out.dearer[j, k] = dearer if fig.ways.reroute else 0.0
            parcels += told.arriving[j, k]
            risk += told.arriving[j, k] * here
            extra += told.arriving[j, k] * cost
        out.told[j] = risk / parcels
        online = told.paid[j] * max(1.0 + extra / parcels / typical, 0.05)
        out.online[j] = par.price_sensitivity * fast_log(max(online, 0.01))
    within, abroad = mean_surcharge(told, out, codes.POST_EU), mean_surcharge(told, out, codes.POST_ABROAD)
    for j in range(_COUNTRIES):
        # a vendor who ships within the country, in the EU (outside of it: within the country), or anywhere
        parcels, lost, ordinary, extra = 1e-300, 0.0, 0.0, 0.0
        for k in range(_POSTS):
            if k != codes.POST_EU or j < _EU:
                n = told.leaving[j, k]
                parcels += n
                lost += n * told.failing[j, k]
                ordinary += n * usual.risk_of[k]
                dearer = abroad if k == codes.POST_ABROAD else (within if k == codes.POST_EU else out.surcharge[j, k])
                extra += n * dearer
            out.loss[j, k] = lost / parcels
            out.usual_loss[j, k] = ordinary / parcels
            out.carriage[j, k] = max(extra / parcels / typical, -0.95)


def usual_trade(buyers: Any, vendors: Any, home: NDArray[np.float64], offered: NDArray[np.float64]) -> Any:
    """Return parcels a wish by (country, crossing), where they go and where they come from, before any are sent.

    ``home`` and ``offered``: shares of buyers and vendors by country. Vendors are taken by their number and by where
    they ship, less what a border takes away.
    """
    scope = in_order(vendors.scope, codes.SCOPES)
    scope /= scope.sum()
    near = (scope[1] + scope[2]) * np.exp(-EU_BORDER * buyers.border_aversion)
    weight = np.full((_COUNTRIES, _COUNTRIES), scope[2] * np.exp(-buyers.border_aversion))
    weight[:_EU, :_EU] = near
    np.fill_diagonal(weight, 1.0)
    crosses = np.full((_COUNTRIES, _COUNTRIES), codes.POST_ABROAD)
    crosses[:_EU, :_EU] = codes.POST_EU
    np.fill_diagonal(crosses, codes.POST_DOMESTIC)
    sent = offered[:, None] * weight
    sent *= home / np.maximum(sent.sum(axis=0), 1e-300)
    by = [np.where(crosses == k, sent, 0.0) for k in range(_POSTS)]
    return np.stack([b.sum(axis=0) for b in by], axis=1), np.stack([b.sum(axis=1) for b in by], axis=1)
