"""What is on offer today: one row per open account of a vendor with stock, by marketplace, product and reach."""

from __future__ import annotations

import math

from sim.model.engine.borrowing import borrow
from sim.model.engine.elementary import fast_exp, fast_log
from sim.model.engine.kernels import helper, kernel
from sim.model.market import codes
from sim.model.market.arguments import Listing, Places, Tables, Unsorted
from sim.model.market.geography import COUNTRIES, EU, PRODUCTS, REACHES

_COUNTRIES, _EU, _PRODUCTS, _REACHES = len(COUNTRIES), len(EU), len(PRODUCTS), len(REACHES)


@helper
def clear_offers(places, start):  # type: ignore[no-untyped-def]
    """Begin to list what is on offer: nothing yet; ``start``: of ``Listing``."""
    start[:] = 0
    places.sellers[:] = 0


@helper
def put_on_offer(x, v, tables, places, unsorted, start, n_offers, fig, packaging):  # type: ignore[no-untyped-def]
    """List what vendor v, row x, has on offer, one row per account; return how many offers there are then.

    ``start`` counts the offers of each group; ``packaging``: how much of concealment works.
    """
    accounts, markets, par, inst = tables.accounts, tables.markets, fig.buyers, fig.institutions
    listed, columns = unsorted.listed, unsorted.columns
    size, appeal, price, visible = columns[0], columns[1], columns[2], columns[3]
    stocked = x.stock > 0.0 and x.unfinished < inst.backlog * x.capacity
    group = x.product * _REACHES
    group += x.home
    if x.homebound:
        pass
    elif x.scope == codes.WORLDWIDE:
        group += _COUNTRIES + _EU
    elif x.scope == codes.REGION and x.home < _EU:
        group += _COUNTRIES
    room = min(2.0 * (1.0 - x.unfinished / (inst.backlog * x.capacity)), 1.0)
    for i in range(4):
        a = x.account[i]
        if a < 0:
            continue
        acc = accounts[a]
        slot = places.slot_of[acc.market]
        if slot < 0:
            continue
        places.sellers[slot] += 1
        if not stocked:
            continue
        early = acc.early == 1 and markets[acc.market].early_allowed == 1
        good = acc.positive + acc.carried
        rating = good / max(good + inst.bad_weight * acc.negative + inst.reputation_prior, 1e-9)
        o = listed[n_offers]
        o.account, o.vendor, o.price, o.home, o.early = a, v, x.price * x.lot, x.home, early
        size[n_offers] = x.scale * room
        appeal[n_offers] = (
            par.reputation_weight * rating + par.stealth_weight * x.stealth * packaging
            - (par.early_aversion if early else 0.0)
        )  # fmt: skip
        price[n_offers] = x.price
        visible[n_offers] = 0.2 + acc.recent
        g = slot * (_PRODUCTS * _REACHES) + group
        unsorted.groups_of[n_offers] = g
        start[g + 1] += 1
        n_offers += 1
    return n_offers


@kernel
def lay_out(offers, tables, places, listing, today, figures):  # type: ignore[no-untyped-def]
    """Lay out what was put on offer today, and by it what draws buyers to marketplaces.

    ``offers``: how many, where they lie unsorted, and what :func:`attract_buyers` takes of ``demand``, ``near``,
    ``makes``.
    """
    n_offers, unsorted, demand, near, makes = offers
    sort_offers(n_offers, unsorted, listing, figures)
    attract_buyers(today[0].day, demand, near, makes, tables, places, figures)


@kernel
def sort_offers(n_offers, unsorted, listing, figures):  # type: ignore[no-untyped-def]
    """Sort the offers into ``listing``.

    A weight is visibility times appeal, so that drawing by weight is a multinomial logit choice.
    """
    unsorted, listing = Unsorted(*borrow(unsorted)), Listing(*borrow(listing))
    listed, columns, groups_of = unsorted.listed, unsorted.columns, unsorted.groups_of
    offers, start, sums, weight, guide = (
        listing.offers,
        listing.offer_start,
        listing.offer_sum,
        listing.offer_weight,
        listing.guide,
    )
    par, inst = figures[0].buyers, figures[0].institutions
    groups = start.shape[0] - 1
    size, appeal, price, visible = columns[0], columns[1], columns[2], columns[3]
    sensitivity, visibility = par.price_sensitivity, inst.visibility
    for j in range(n_offers):  # a loop of its own, which the compiler does several rows at a time
        size[j] *= fast_exp(appeal[j] + visibility * fast_log(visible[j]) - sensitivity * fast_log(price[j]))
    for g in range(groups):
        start[g + 1] += start[g]
    # fill from the back of each group, then the bounds are right again
    for j in range(n_offers - 1, -1, -1):
        g = groups_of[j]
        start[g + 1] -= 1
        offers[start[g + 1]] = listed[j]
        weight[start[g + 1] + 1] = size[j]
    total = 0.0
    weight[0] = 0.0
    for j in range(n_offers):
        total += weight[j + 1]
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
        sums[g] = weight[start[g]]
    start[groups], sums[groups] = n_offers, total


@helper
def part_of(market, fig):  # type: ignore[no-untyped-def]
    """Return the share of all buyers whom a marketplace serves: 1, unless it serves one country."""
    c = market.country
    if c < 0:
        return 1.0
    return max(fig.buyer_home[c] - (fig.buyer_home[c - 1] if c > 0 else 0.0), 1e-6)


@kernel
def note_open(markets, n_markets, rows, slot_of):  # type: ignore[no-untyped-def]
    """Write down the rows of the marketplaces that are open, and by row their position there.

    ``slot_of``: -1 for those that are not open. Returns how many are, of these of another make than the first, and
    those that serve one country.
    """
    markets, n, others, national = borrow(markets), 0, 0, 0
    slot_of[:] = -1
    for row in range(n_markets):
        if markets[row].state == codes.OPEN:
            rows[n], slot_of[row] = row, n
            n += 1
            others += markets[row].make > 0
            national += markets[row].country >= 0
    return n, others, national


@kernel
def attract_vendors(day, demand, n_vendors, tables, places, makes, figures):  # type: ignore[no-untyped-def]
    """Fill the running sums by which vendors choose a marketplace, how credible each is, and whom it can take on.

    ``demand``: wishes to order online a day, smoothed, so that a share means a share of what could be traded;
    ``makes``: weight of each make with vendors and with buyers, float64 (2, makes). Returns the concentration (HHI) of
    trade over marketplaces and the leader's share.
    """
    tables, places, fig = Tables(*borrow(tables)), Places(*borrow(places)), figures[0]
    markets, slots, pull, wide = tables.markets, places.slots, places.pull, places.wide
    bp, vp, newcomer = fig.buyers, fig.vendors, fig.administrators.attraction_newcomer
    lasts = vp.peers_half_life / math.log(2.0)
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
        here = part_of(m, fig)
        if here < 1.0:
            share = min(share / here, 1.0)
        force = (share + newcomer) ** vp.crowd * m.rating
        if m.admission == codes.INVITATION:
            force *= 0.6
        elif m.admission == codes.BOND:
            force *= 0.85
        if m.make > 0:
            force *= makes[0, m.make]
        if m.offline_until > day:
            force *= 0.2
        if m.watched > 0.0:
            force *= fast_exp(-min(vp.lie_low_leave * m.watched * lasts, 200.0))  # who would leave again does not come
        vet = (vp.onboarding * m.sellers + vp.onboarding_least * n_vendors) * m.staff
        m.places = min(m.places + vet, 7.0 * vet + 1.0)  # what nobody asked for is not kept for more than a week
        pull[s + 1] = pull[s] + force
        wide[s + 1] = wide[s] + force**vp.crowd_second
        known = m.orders / max(demand * here, 1e-9)
        m.credible = known / max(known + bp.credible_share, 1e-12)
    return squares, largest


@kernel
def attract_buyers(day, demand, near, makes, tables, places, figures):  # type: ignore[no-untyped-def]
    """Fill the running sums by slot by which buyers of a country choose a marketplace: trade and rating, if anybody
    sells there.

    How many offers of a product it has decides nothing: at the size of the real market each has some of all, and how
    thin a simulated one is must not matter. First for those who look around, then for those whose marketplace closed:
    these flock together more. Then for those of them who still try one beside another. ``near``: weight by country of
    a marketplace of one's own country; ``makes``: see :func:`attract_vendors`.
    """
    tables, places, fig = Tables(*borrow(tables)), Places(*borrow(places)), figures[0]
    markets, slots, sellers, destinations = tables.markets, places.slots, places.sellers, places.destinations
    bp, newcomer = fig.buyers, fig.administrators.attraction_newcomer
    n = slots.shape[0]
    for s in range(n):
        markets[slots[s]].sellers = sellers[s]
    for r in range(3):
        power = bp.word_of_mouth if r == 0 else (bp.crowd if r == 1 else bp.crowd_trying)
        for h in range(_COUNTRIES):
            destinations[(r * _COUNTRIES + h) * (n + 1)] = 0.0
        for s in range(n):
            m = markets[slots[s]]
            known = m.orders / max(demand * part_of(m, fig), 1e-9) + newcomer
            force = known**power * m.rating * m.rating * (sellers[s] > 0)
            if r == 2:
                force *= 1.0 - m.fail  # what does not answer is left for another
            if m.offline_until > day:
                force = 0.0
            if m.make > 0:
                force *= makes[1, m.make]
            for h in range(_COUNTRIES):
                own = 1.0 if m.country < 0 else (near[h] if m.country == h else 0.0)
                at = (r * _COUNTRIES + h) * (n + 1) + s
                destinations[at + 1] = destinations[at] + force * own
