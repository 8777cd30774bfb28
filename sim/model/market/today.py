"""What holds today for everybody who trades, looked up once a day before vendors decide."""

from __future__ import annotations

import math

import numpy as np

from sim.model.market import codes
from sim.model.market.carriage import carry
from sim.model.market.delivery import weigh_delivery
from sim.model.market.deterrence import weight_of_sanctions
from sim.model.market.health.looking_up import look_up_users
from sim.model.market.leads import capacity, lead_time
from sim.model.market.levers import BARRED, BUYER_CASE, FAKED, LATE, LOST, SLANDERED, UNREACHED
from sim.model.market.parameters import StreetParameters
from sim.model.market.payments import BUYERS
from sim.model.market.payments import VENDORS as SELLING
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.trends import dependence, grown, leaning_gained
from sim.model.market.upstream import goods
from sim.model.market.whereabouts import sent_to_closed
from sim.model.market.world import World


def look_up_today(world: World) -> None:
    """Fill ``world.work.today`` from levers, facilitators and news, column by column: most hardly ever change."""
    state, par, work = world.state, world.parameters, world.work
    packaging, held, held_by = world.facilitators[codes.PACKAGING], work.held, par.facilitators
    _look_up_services(world)
    conceals = concealing(world)
    of_today = {
        "seed": world.run_seed, "day": state.day,
        "investigation": capacity(world) * world.facilitators.likelier(False, held_by.attribution),
        "spread": 1.0 - state.hhi, "conceals": conceals, "concealment": float(par.couriers.concealment) * conceals,
        "packing": 1.0 + packaging.surcharge, "lead_days": lead_time(world, par.authorities.lead_delay),
        "unheard": sent_to_closed(world),
        "growth": grown(world), "leaning": leaning_gained(world),
        "prepared": prepared_for(state, SEIZURE), "peers": state.peers, "news": state.news,
        "exposed": 1.0 + held_by.shielding * (1.0 - world.facilitators[codes.SHIELD].supply),
        "buyer_case": world.levers[BUYER_CASE], "unreached": world.levers[UNREACHED],
        "slandered": world.levers[SLANDERED], "faked": world.levers[FAKED],
        "forum": state.forum, "designs": world.facilitators[codes.DESIGN].supply,
        "sanction": weight_of_sanctions(par.authorities), "lying_low": state.lying_low, "barred": world.levers[BARRED],
    }  # fmt: skip
    for name, value in of_today.items():
        held[name][...] = value
    if state.lying_low:
        held["watched"][...], held["watched_usual"][...] = state.watched, watched_usual(world)
    _look_up_payments(world)
    look_up_users(world, grown(world))


def _look_up_services(world: World) -> None:
    """Fill in who carries what, and what that costs and risks; who has a messenger, and offers on social media."""
    held, carriage, street = world.work.held, carry(world), world.parameters.street
    weigh_delivery((*world.state.delivery_news[:-1], carriage.route), world.constants.figures, world.work.delivery)
    carriage.bear_on(world)
    held["route"][...], held["halted"][...] = carriage.route, carriage.halted
    held["halts"][...], held["serves"][...] = carriage.halts, carriage.serve
    held["lost"][...], held["late"][...] = world.levers[LOST], world.levers[LATE]
    held["talks"][...] = world.facilitators[codes.MESSAGES].supplied
    held["outlet"][...] = outlet = world.facilitators[codes.OUTLET].supplied
    held["goods"][...], held["goods_price"][...] = goods(world)
    if street.answers or outlet is not world.work.outlet:
        world.work.outlet = outlet
        held["street_price"][...] = [street_price(street, float(share)) for share in outlet]
    if street.answers:
        held["street_price"] += street.answers * crowding(world)


def _look_up_payments(world: World) -> None:
    """Fill in what coin costs, and who has no way to pay."""
    state, work, exchange = world.state, world.work, world.facilitators[codes.EXCHANGE]
    par, held, missing = world.parameters.institutions, work.held, 1.0 - exchange.supply
    paying, dearer = work.paying, exchange.surcharges
    if not paying.at_rest:
        dearer = dearer + paying.dearer[BUYERS]
    if dearer is not work.dearer:
        work.dearer = dearer
        held["coin_fee"][...] = coin_fee = par.exchange_fee + dearer
        held["coin_price"][...] = np.log1p(coin_fee)
    held["cash_out"][...] = par.cash_out + exchange.surcharges + paying.dearer[SELLING]
    held["unbanked"][...], held["coinless"][...] = without = paying.without
    missing = max(missing, float(without.max()))
    if state.newest_desk:
        desks = state.desks.tolist()
        missing = max(missing, *(lost * (1.0 - found) for lost, found in desks))
        held["desk_found"][...] = [found for _, found in desks]
        held["desk_lost"][...] = desks[state.newest_desk][0]
    held["newest_desk"][...], held["shortage"][...] = state.newest_desk, missing
    if missing > 0.0:  # else nobody asks for them
        for p, member in enumerate(exchange.members):
            if work.ways.get(p) is not member.ways:
                work.ways[p] = member.ways
                held["aware"][0, p], held["ways_to_pay"][0, p] = member.awareness, member.ways


def watched_usual(world: World) -> float:
    """Return the risk felt for arrests on the marketplaces that are open, mean over their trade."""
    open_now = world.state.markets[world.work.slots]
    watched, trade = open_now["watched"], open_now["orders"]
    return float(watched @ trade) / max(float(trade.sum()), 1e-9)


def street_price(street: StreetParameters, outlet: float) -> float:
    """Return the logarithm of the price offline, part of it over social media, of which ``outlet`` can be reached."""
    return math.log(street.price * (1.0 + street.social * outlet * (street.social_price - 1.0)))


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
