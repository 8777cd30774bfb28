"""What is on offer today: one row per open account, sorted by marketplace, product and reach."""

from __future__ import annotations

import math

from sim.engine.kernels import kernel, prefetch
from sim.market import codes
from sim.market.geography import COUNTRIES, EU, PRODUCTS, REACHES

_COUNTRIES, _EU, _PRODUCTS, _REACHES = len(COUNTRIES), len(EU), len(PRODUCTS), len(REACHES)


@kernel
def list_offers(  # type: ignore[no-untyped-def]
    day, accounts, live, n_live, vendors, markets, slot_of, packaging, pars, insts,
    offers, start, weight, guide, keys, sellers,
):  # fmt: skip
    """Sort the offers of live accounts; return (number of live accounts, number of offers).

    ``live`` keeps accounts that are open or have orders left to settle.
    ``start``: first offer of each (slot, product, reach) group; ``weight``: running sums of visibility times appeal,
    so that drawing by weight is a multinomial logit choice.
    """
    par, inst = pars[0], insts[0]
    groups = start.shape[0] - 1
    for g in range(groups + 1):
        start[g] = 0
    for s in range(sellers.shape[0]):
        sellers[s] = 0
    kept = 0
    for p in range(n_live):
        a = live[p]
        acc = accounts[a]
        prefetch(vendors, accounts[live[min(p + 12, n_live - 1)]].vendor)
        if acc.closed >= 0 and acc.unfinished == 0:
            continue
        live[kept] = a
        g = -1
        if acc.closed < 0:
            v = acc.vendor
            slot = slot_of[acc.market]
            if slot >= 0:
                sellers[slot] += 1
                if vendors[v].stock > 0.0:
                    g = (slot * _PRODUCTS + vendors[v].product) * _REACHES
                    if vendors[v].scope == codes.WORLDWIDE:
                        g += _COUNTRIES + 1
                    elif vendors[v].scope == codes.REGION and vendors[v].home < _EU:
                        g += _COUNTRIES
                    else:
                        g += vendors[v].home
                    start[g + 1] += 1
        keys[kept] = g
        kept += 1
    for g in range(groups):
        start[g + 1] += start[g]
    n_offers = start[groups]
    # fill from the back of each group, then the bounds are right again
    for p in range(kept - 1, -1, -1):
        g = keys[p]
        if g < 0:
            continue
        start[g + 1] -= 1
        a = live[p]
        prefetch(vendors, accounts[live[max(p - 12, 0)]].vendor)
        acc, v = accounts[a], accounts[a].vendor
        o = offers[start[g + 1]]
        early = acc.early == 1 and markets[acc.market].early_allowed == 1
        o.account, o.vendor, o.price, o.home, o.early = a, v, vendors[v].price, vendors[v].home, early
        x = vendors[v]
        room = min(max(1.6 - x.unfinished / (12.0 * x.capacity), 0.05), 1.0)
        good = acc.positive + acc.carried
        rating = good / (good + inst.bad_weight * acc.negative + inst.reputation_prior)
        appeal = (
            par.reputation_weight * rating - par.price_sensitivity * math.log(x.price)
            + par.stealth_weight * x.stealth * packaging - (par.fe_aversion if early else 0.0)
            + inst.visibility * math.log(0.2 + acc.recent)
        )  # fmt: skip
        o.seen = x.scale * room * math.exp(appeal)
    total = 0.0
    weight[0] = 0.0
    for j in range(n_offers):
        total += offers[j].seen
        weight[j + 1] = total
    # a guide into the running sums: where to begin looking for a drawn value
    cells = n_offers / max(total, 1e-300)
    filled = 0
    for j in range(n_offers):
        c = min(int(weight[j + 1] * cells), n_offers)
        while filled <= c:
            guide[filled] = j
            filled += 1
    while filled < n_offers + 2:
        guide[filled] = max(n_offers - 1, 0)
        filled += 1
    # bounds: after the backward fill start[g + 1] holds the first offer of group g
    for g in range(groups):
        start[g] = start[g + 1]
    start[groups] = n_offers
    return kept, n_offers


@kernel
def attract_vendors(day, markets, slots, demand, buyer_pars, vendor_pars, newcomer, pull, wide):  # type: ignore[no-untyped-def]
    """Fill the running sums by which vendors choose a marketplace (``wide``: one beside), and how credible each is.

    ``demand``: wishes to order online a day, smoothed, so that a share means a share of what could be traded.
    Returns the concentration (HHI) of trade over marketplaces and the leader's share.
    """
    bp, vp = buyer_pars[0], vendor_pars[0]
    n = slots.shape[0]
    total, squares, largest = 1e-9, 0.0, 0.0
    for s in range(n):
        total += markets[slots[s]].orders
    pull[0] = wide[0] = 0.0
    for s in range(n):
        m = markets[slots[s]]
        share = m.orders / total
        squares += share * share
        largest = max(largest, share)
        force = (share + newcomer) ** vp.crowd * m.rating
        if m.admission == codes.INVITATION:
            force *= 0.6
        elif m.admission == codes.BOND:
            force *= 0.85
        if m.offline_until > day:
            force *= 0.2
        pull[s + 1] = pull[s] + force
        wide[s + 1] = wide[s] + force**0.3
        known = m.orders / max(demand, 1e-9)
        m.credible = known / max(known + bp.credible_share, 1e-12)
    return squares, largest


@kernel
def attract_buyers(day, markets, slots, offer_start, sellers, demand, buyer_pars, newcomer, destinations):  # type: ignore[no-untyped-def]
    """Fill the running sums (product, slot) by which buyers choose a marketplace: trade, rating, what is on offer.

    First for those who look around, then for those whose marketplace closed: these flock together more.
   """
    bp = buyer_pars[0]
    n = slots.shape[0]
    for s in range(n):
        markets[slots[s]].sellers = sellers[s]
    for r in range(2 * _PRODUCTS):
        p = r % _PRODUCTS
        power = bp.crowd if r >= _PRODUCTS else bp.word_of_mouth
        row = r * (n + 1)
        destinations[row] = 0.0
        for s in range(n):
            m = markets[slots[s]]
            supply = offer_start[(s * _PRODUCTS + p + 1) * _REACHES] - offer_start[(s * _PRODUCTS + p) * _REACHES]
            known = m.orders / max(demand, 1e-9) + newcomer
            force = known**power * m.rating * m.rating * (1.0 - math.exp(-2.0 * supply))
            if m.offline_until > day:
                force = 0.0
            destinations[row + s + 1] = destinations[row + s] + force
