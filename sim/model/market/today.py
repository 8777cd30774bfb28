"""What holds today for everybody who trades, looked up once a day before vendors decide."""

from __future__ import annotations

import math

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market import codes
from sim.model.market.carriage import LEANING as CARRIED_BY
from sim.model.market.carriage import carry
from sim.model.market.delivery import weigh_delivery
from sim.model.market.deterrence import weight_of_sanctions
from sim.model.market.health.looking_up import look_up_users
from sim.model.market.leads import capacity, lead_time
from sim.model.market.levers import (
    BARRED,
    BUYER_CASE,
    FAKED,
    INVESTIGATION,
    LATE,
    LOST,
    POWERS,
    SLANDERED,
    SUPPLY,
    UNREACHED,
    UPSTREAM,
)
from sim.model.market.payments import BUYERS
from sim.model.market.payments import VENDORS as SELLING
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.trends import dependence, grown, leaning_gained
from sim.model.market.upstream import goods
from sim.model.market.whereabouts import news_days, sent_to_closed
from sim.model.market.world import World

_SETTLED = (INVESTIGATION, POWERS, BUYER_CASE, UNREACHED, SLANDERED, FAKED, LOST, LATE, BARRED, *SUPPLY)
_LEANING = {codes.PACKAGING, codes.OUTLET, codes.SHIELD, codes.DESIGN, codes.MESSAGES}
"""Levers, and what of the trade leans on suppliers, from which follows what :func:`_look_up_settled` fills in."""


def look_up_today(world: World) -> None:
    """Fill ``world.work.today`` from levers, facilitators and news; what they have not moved stays as it is there."""
    state, work, levers = world.state, world.work, world.levers
    held, grows, moved = work.held, grown(world), world.facilitators.moved
    anew = levers.changes > work.looked_up and levers.last_change(_SETTLED) > work.looked_up
    work.looked_up = levers.changes
    if anew or not moved.isdisjoint(_LEANING):
        _look_up_settled(world)
    carriage = None if work.carried and moved.isdisjoint(CARRIED_BY) else carry(world)
    pays = codes.EXCHANGE in moved or work.paid is not work.paying
    if pays:
        work.paid = work.paying
        _look_up_payments(world)
    figures = 1.0 - state.hhi, grows, leaning_gained(world), prepared_for(state, SEIZURE), state.forum
    told = state.delivery_news if carriage is None else (*state.delivery_news[:-1], carriage.route)
    missing = _note_today(
        work.today, state.day, world.constants.figures, figures, (state.markets, state.n_markets, news_days(world)),
        (state.lying_low, state.peers, fading(world), state.news), (state.desks, state.newest_desk, work.missing), told,
    )  # fmt: skip
    if state.lying_low:
        held["watched"][...], held["watched_usual"][...] = state.watched, watched_usual(world)
    if carriage is not None:
        work.carried = True
        carriage.bear_on(world)
        held["halted"][...], held["halts"][...], held["serves"][...] = carriage.halted, carriage.halts, carriage.serve
    if (scarce := levers.moved(UPSTREAM)) or work.scarce:  # buyers of goods search day by day
        work.scarce = scarce
        held["goods"][...], held["goods_price"][...] = goods(world)
    if world.parameters.street.answers:
        held["street_price"][...] = work.street_price + world.parameters.street.answers * crowding(world)
    if missing > 0.0:  # else nobody asks for them
        _look_up_ways(world)
    look_up_users(world, grows)


@kernel
def _note_today(today, day, fig, figures, places, felt, paying, told):  # type: ignore[no-untyped-def]
    """Note what moves from day to day; return the share of people who miss a way to pay.

    ``figures``: how spread trade is, growth, leaning, preparation, forum; ``places``: marketplaces, how many, and days
    in which news of one that closed goes round; ``felt``: whether anybody lies low, what is felt for ``peers``, what is
    left of it tomorrow, and news; ``paying``: desks, which closed last, and the share who miss a supplier or a route;
    ``told`` and ``fig``: see :func:`weigh_delivery`.
    """
    markets, n_markets, news_days = places
    lying_low, peers, fading, news = felt
    desks, newest_desk, missing = paying
    now = today[0]
    markets, peers, desks = borrow(markets), borrow(peers), borrow(desks)
    now.day, now.lying_low = day, lying_low
    now.spread, now.growth, now.leaning, now.prepared, now.forum = figures
    now.unheard = sent_to_closed(markets, n_markets, day, news_days)
    for axis in range(peers.shape[0]):
        for label in range(peers.shape[1]):
            now.peers[axis, label] = peers[axis, label]
            peers[axis, label] *= fading
    for n in range(news.shape[0]):
        now.news[n] = news[n]
    for j in range(told[-1].shape[0]):
        for k in range(told[-1].shape[1]):
            for o in range(told[-1].shape[2]):
                now.route[j, k, o] = told[-1][j, k, o]
    weigh_delivery(told, fig, now.delivery)
    for d in range(desks.shape[0]):
        now.desk_found[d] = desks[d].found
        if newest_desk > 0:
            missing = max(missing, desks[d].lost * (1.0 - desks[d].found))
    now.desk_lost = desks[newest_desk].lost
    now.newest_desk, now.shortage = newest_desk, missing
    return missing


def _look_up_settled(world: World) -> None:
    """Fill in what follows from levers and suppliers alone: it stays while neither moves."""
    par, levers, facilitators = world.parameters, world.levers, world.facilitators
    held_by, street, conceals = par.facilitators, par.street, concealing(world)
    by_country = (
        capacity(world), lead_time(world, par.authorities.lead_delay), levers[BUYER_CASE], levers[UNREACHED],
        levers[BARRED], facilitators[codes.MESSAGES].supplied, facilitators[codes.OUTLET].supplied,
    )  # fmt: skip
    figures = (
        facilitators.likelier(False, held_by.attribution), conceals, float(par.couriers.concealment) * conceals,
        1.0 + facilitators[codes.PACKAGING].surcharge,
        1.0 + held_by.shielding * (1.0 - facilitators[codes.SHIELD].supply), float(levers[SLANDERED]),
        float(levers[FAKED]), facilitators[codes.DESIGN].supply, weight_of_sanctions(par.authorities),
    )  # fmt: skip
    _note_settled(
        world.work.today, world.run_seed, by_country, figures, levers[LOST], levers[LATE],
        (float(street.price), float(street.social), float(street.social_price)), world.work.street_price,
    )  # fmt: skip


@kernel
def _note_settled(today, seed, by_country, figures, lost, late, street, street_price):  # type: ignore[no-untyped-def]
    """Note what levers and suppliers say: by country, figures of all, and by (channel, country).

    ``street``: price offline, how far social media lower it, and the price there; ``street_price``: filled in.
    """
    now = today[0]
    capacity, lead_days, buyer_case, unreached, barred, talks, outlet = borrow(by_country)
    likelier, conceals, concealment, packing, exposed, slandered, faked, designs, sanction = figures
    now.seed, now.conceals, now.concealment, now.packing, now.exposed = seed, conceals, concealment, packing, exposed
    now.slandered, now.faked, now.designs, now.sanction = slandered, faked, designs, sanction
    for c in range(outlet.shape[0]):
        now.investigation[c] = capacity[c] * likelier
        now.lead_days[c], now.buyer_case[c], now.unreached[c] = lead_days[c], buyer_case[c], unreached[c]
        now.barred[c], now.talks[c], now.outlet[c] = barred[c], talks[c], outlet[c]
        price, social, social_price = street
        street_price[c] = now.street_price[c] = math.log(price * (1.0 + social * outlet[c] * (social_price - 1.0)))
        for channel in range(lost.shape[0]):
            now.lost[channel, c], now.late[channel, c] = lost[channel, c], late[channel, c]


def _look_up_payments(world: World) -> None:
    """Fill in what coin costs, and who has no route for it."""
    work, exchange, par = world.work, world.facilitators[codes.EXCHANGE], world.parameters.institutions
    paying = work.paying
    without = _note_payments(
        work.today, par.exchange_fee, par.cash_out, exchange.surcharges, paying.dearer, paying.shares, paying.at_rest
    )
    work.missing = max(1.0 - exchange.supply, without)


@kernel
def _note_payments(today, exchange_fee, cash_out, surcharges, dearer, shares, at_rest):  # type: ignore[no-untyped-def]
    """Note by country what coin costs and who has no route for it; return the largest share without one.

    ``surcharges``: of exchanges (country); ``dearer``, ``shares``, ``at_rest``: of ``Paying``.
    """
    now, dearer, shares, most = today[0], borrow(dearer), borrow(shares), 0.0
    for c in range(dearer.shape[1]):
        now.coin_fee[c] = exchange_fee + (surcharges[c] + dearer[BUYERS, c])
        now.coin_price[c] = math.log1p(now.coin_fee[c])
        now.cash_out[c] = cash_out + surcharges[c] + dearer[SELLING, c]
        selling, buying = 0.0, 0.0
        for route in range(shares.shape[1]):
            selling += shares[SELLING, route, c]
            buying += shares[BUYERS, route, c]
        now.unbanked[c] = 0.0 if at_rest else min(max(1.0 - selling, 0.0), 1.0)
        now.coinless[c] = 0.0 if at_rest else min(max(1.0 - buying, 0.0), 1.0)
        most = max(most, now.unbanked[c], now.coinless[c])
    return most


def _look_up_ways(world: World) -> None:
    """Fill in where customers have a way to pay."""
    work, held = world.work, world.work.held
    for p, member in enumerate(world.facilitators[codes.EXCHANGE].members):
        if work.ways.get(p) is not member.ways:
            work.ways[p] = member.ways
            held["aware"][0, p], held["ways_to_pay"][0, p] = member.awareness, member.ways


def fading(world: World) -> float:
    """Return how much of what is felt for the arrested is left a day later."""
    return float(0.5 ** (1.0 / world.parameters.vendors.peers_half_life))


def watched_usual(world: World) -> float:
    """Return the risk felt for arrests on the marketplaces that are open, mean over their trade."""
    markets, slots = world.state.markets, world.work.slots
    watched, trade = markets["watched"][slots], markets["orders"][slots]
    return float(watched @ trade) / max(float(trade.sum()), 1e-9)


def crowding(world: World) -> float:
    """Return the logarithm of how many buy offline, against the usual of a year, within a factor of ten."""
    state = world.state
    if state.street_usual <= 0.0:
        return 0.0
    return math.log(min(max(state.street / state.street_usual, 0.1), 10.0))


def concealing(world: World) -> float:
    """Return how much of a vendor's concealment works with the packaging that can be had."""
    matters = min(float(world.parameters.facilitators.packaging_matters) * dependence(world), 1.0)
    return 1.0 - matters * (1.0 - world.facilitators[codes.PACKAGING].supply)
