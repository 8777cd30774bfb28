"""How a world is made: constants that compiled code reads, and the tables of day 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.model.agents.administrators.administrator import furnish
from sim.model.agents.administrators.making import choose_make, give_make
from sim.model.agents.buyers.ages import count_young
from sim.model.agents.buyers.arriving import make_buyers
from sim.model.agents.buyers.lasting import goes_wrong, stays
from sim.model.agents.partners.recognising import by_partner
from sim.model.agents.vendors.channels import shift_channels, usual_routes
from sim.model.agents.vendors.lasting import Earning, careers
from sim.model.agents.vendors.newcomers import make_vendors
from sim.model.catalogue import channels, makes
from sim.model.engine.kernels import record_of
from sim.model.engine.levers import Lever
from sim.model.engine.ordered import in_order
from sim.model.engine.streams import Draws
from sim.model.market import codes, decisions
from sim.model.market.arguments import nested_record
from sim.model.market.delivery import usual_trade
from sim.model.market.geography import CHANNELS, COUNTRIES, PRODUCTS
from sim.model.market.levers import (
    ACCESS,
    ADVERTISED,
    APPETITE,
    ARRIVALS,
    BUYER_CASE,
    CALLED,
    CONVICTED,
    COORDINATED,
    DEMAND,
    DETECTION,
    ENFORCED,
    FACILITATOR_SUPPLY,
    HEALTH,
    INSPECTION,
    INSPECTION_CAPACITY,
    INVESTIGATION,
    LATE,
    LEARNING,
    LICENSED,
    LOST,
    MONEY,
    NOISE,
    POWERS,
    REMOVED,
    RIGHT,
    SHARED,
    SHARING,
    TAKEN_OVER,
    TAUGHT,
    TEAMS,
    UPSTREAM,
    WATCHED,
    WEAKNESSES,
)
from sim.model.market.parameters import InstitutionParameters
from sim.model.market.state import State, empty
from sim.model.market.sums import trade_of_open
from sim.model.market.trends import arrivals
from sim.model.parameters import EcosystemParameters

ONLINE = 0.8
"""Share of wishes that lead online on day 0; only the first days rest on it."""
LEAST = 1e-3
"""Wishes a day where nobody has come yet: a world that begins with hardly anybody is a world all the same."""


def running_shares(shares: dict[str, float], labels: tuple[str, ...]) -> np.ndarray:
    """Return running sums of normalised shares in the order of ``labels``, float64 shape (len(labels),)."""
    values = in_order(shares, labels)
    return np.cumsum(values) / values.sum()


@dataclass(frozen=True)
class Constants:
    """Parameters in the form compiled code reads, and what follows from them."""

    figures: np.ndarray  # one row, see nested_record: parameters by group, shares and figures by channel
    n_buyers: int
    n_vendors: int
    buyer_home: np.ndarray  # running shares by country
    seller_home: np.ndarray  # the same of vendors
    buyer_shares: np.ndarray  # share of each country
    vendor_shares: np.ndarray
    market_shares: np.ndarray  # running shares by marketplace of day 0
    seen_start: np.ndarray  # float64 by channel: share seized that follows from the examination of the parameters
    lever_bases: dict[Lever, Any]

    @classmethod
    def of(cls, par: EcosystemParameters, buyers: int) -> Constants:
        """Prepare the constants of an ecosystem with so many buyers."""
        couriers = par.couriers
        shape = (len(CHANNELS), len(COUNTRIES))
        examined = np.repeat(np.array(couriers.examined, dtype=float)[:, None], shape[1], axis=1)
        shares = np.array(par.administrators.initial_shares, dtype=float)
        homes = running_shares(par.buyers.home, COUNTRIES), running_shares(par.vendors.home, COUNTRIES)
        return cls(
            figures=_figures(par),
            n_buyers=buyers,
            n_vendors=max(int(round(par.vendors.per_buyer * buyers * par.trends.start)), 2),
            buyer_home=homes[0],
            seller_home=homes[1],
            buyer_shares=np.diff(homes[0], prepend=0.0),
            vendor_shares=np.diff(homes[1], prepend=0.0),
            market_shares=np.cumsum(shares) / shares.sum(),
            seen_start=share_seized(par, couriers.examined),
            lever_bases={
                INSPECTION: examined,
                INSPECTION_CAPACITY: couriers.capacity * examined,
                DETECTION: couriers.detection,
                LOST: np.repeat(np.array(couriers.loss, dtype=float)[:, None], shape[1], axis=1),
                LATE: 0.0,
                FACILITATOR_SUPPLY: 1.0,
                LICENSED: 0.0,
                ENFORCED: 0.0,
                CALLED: 0.0,
                REMOVED: 0.0,
                CONVICTED: 0.0,
                TAKEN_OVER: 0.0,
                INVESTIGATION: 1.0,
                TEAMS: 0.0,
                POWERS: in_order(par.authorities.powers, COUNTRIES),
                WEAKNESSES: 0.0,
                BUYER_CASE: couriers.buyer_case,
                TAUGHT: 0.0,
                SHARED: np.repeat(by_partner(par.partners.shares)[:, None], shape[1], axis=1),
                RIGHT: by_partner(par.partners.right),
                SHARING: 1.0 / par.partners.sharing_days,
                LEARNING: 0.0,
                COORDINATED: 0.0,
                WATCHED: 0.0,
                DEMAND: 1.0,
                **dict.fromkeys(HEALTH, 0.0),
                APPETITE: 1.0,
                ARRIVALS: 1.0,
                ACCESS: par.buyers.access,
                ADVERTISED: 0.0,
                **dict.fromkeys(MONEY, 0.0),
                UPSTREAM: 1.0,
                **dict.fromkeys(NOISE, 0.0),
            },
        )


def share_seized(par: EcosystemParameters, examined: Sequence[float]) -> np.ndarray:
    """Return the share of parcels seized by channel, float64, at mean concealment."""
    couriers = par.couriers
    seized = np.array(examined) * couriers.detection * (1.0 - couriers.concealment * par.vendors.stealth)
    looked_twice = [channel.border in ("EU", "world") for channel in channels.ROWS]
    seized[looked_twice] *= 1.0 + couriers.export  # origin and destination both look
    return np.minimum(seized, 1.0)


def _usual(par: EcosystemParameters) -> np.ndarray:
    """Return what choices of channel and prices are measured against, one row: the catalogue, whatever is set."""
    rows = channels.ROWS
    route = usual_routes(par.vendors)
    posts = len(route)
    by_post = np.hstack([np.diag(1.0 - route.sum(axis=1)), route])  # share of channels by crossing
    postage = np.array([row.postage for row in rows])
    risk = share_seized(par, [row.examined for row in rows])
    return nested_record(
        route=route,
        most=np.array([row.most for row in rows[posts:]]),
        postage=postage,
        days=np.array([0.5 * (row.fastest + row.slowest) for row in rows]),
        risk=risk,
        postage_of=by_post @ postage,
        risk_of=by_post @ risk,
        cash_out=InstitutionParameters().cash_out,
    )


def _figures(par: EcosystemParameters) -> np.ndarray:
    """Return the parameters as compiled code reads them, one row."""
    couriers, vendors = par.couriers, par.vendors
    return nested_record(
        buyers=record_of(par.buyers),
        vendors=record_of(vendors),
        administrators=record_of(par.administrators),
        makes=record_of(par.makes),
        make_seizable=in_order(par.makes.seizable, makes.MAKES),
        make_dispute=in_order(par.makes.dispute, makes.MAKES),
        make_custody=np.array([int(row.custody) for row in makes.ROWS]),
        authorities=record_of(par.authorities),
        couriers=record_of(couriers),
        institutions=record_of(par.institutions),
        street=record_of(par.street),
        ways=record_of(par.ways),
        health=record_of(par.health),
        trends=record_of(par.trends),
        arrivals=arrivals(par.trends, par.buyers.arrival, par.buyers.growth),
        buyer_home=running_shares(par.buyers.home, COUNTRIES),
        product=running_shares(par.buyers.product, PRODUCTS),
        vendor_home=running_shares(vendors.home, COUNTRIES),
        vendor_kind=running_shares(vendors.kind, codes.KINDS),
        vendor_scope=running_shares(vendors.scope, codes.SCOPES),
        **{
            f"kind_{what}": np.array(getattr(vendors, f"kind_{what}"), dtype=float)
            for what in ("scale", "lot", "opsec", "cost", "defects", "reach", "replaces")
        },
        fastest=np.array(couriers.fastest, dtype=float),
        slowest=np.array(couriers.slowest, dtype=float),
        loss=np.array(couriers.loss, dtype=float),
        postage=np.array(couriers.postage, dtype=float),
        addressed=np.array(couriers.addressed, dtype=float),
        usual=_usual(par),
        bond=np.array(int(100 * par.administrators.bond)),
        order_cost=np.array(100.0 * (1.0 - vendors.margin) * _mean_order(par.buyers)),
    )


def _mean_order(buyers: Any) -> float:
    """Return the mean value of an order, EUR."""
    spread = buyers.value_spread**2 + buyers.value_spread_between**2
    consumer = float(np.exp(min(buyers.log_value + 0.5 * spread, 12.0)))
    return consumer * (1.0 + buyers.wholesale * float(np.expm1(buyers.wholesale_size)))


def furnish_world(seed: int, par: EcosystemParameters, c: Constants) -> State:
    """Make the ecosystem of day 0: marketplaces with a past, vendors with a record, buyers with a habit."""
    n_markets = len(par.administrators.initial_shares)
    state = empty(c.n_buyers, c.n_vendors, n_markets + 16)
    draws = Draws(seed)
    touched = np.array([channel.flow for channel in channels.ROWS])
    first = replace(par.buyers, arrival=par.buyers.arrival * par.trends.start)
    cells, present, each = stays(first, goes_wrong(par, c.seen_start, touched, ONLINE))
    make_buyers(seed, state.buyers, state.next_day, c.figures, c.market_shares, np.pad(cells, (1, 0)), present)
    customers = state.buyers["state"] == codes.ACTIVE
    wishes = -np.expm1(-state.buyers["rate"][customers].astype(np.float64)).sum()
    state.demand = state.usual_demand = max(ONLINE * float(wishes), LEAST)
    state.n_markets = n_markets
    for row in range(n_markets):
        age = int(draws.exponential(decisions.M_AGE, 0, row) * par.administrators.initial_age)
        share = float(np.diff(c.market_shares, prepend=0.0)[row])
        furnish(state.markets, row, seed, c.figures, share, state.demand, -age, row)
        make = choose_make(par, 0.0, draws.uniform(decisions.M_MAKE, decisions.BIRTH, row))
        if not makes.ROWS[make].national:  # a national one arises later, where it is missed
            give_make(state.markets[row], make, par.makes)
    state.trade = trade_of_open(state.markets, n_markets)
    state.n_conceived = n_markets
    state.encrypting = par.buyers.encrypts
    state.open_in = draws.exponential(decisions.M_OPEN, decisions.BIRTH, n_markets)
    state.customers = int(np.count_nonzero(customers))
    state.young = int(count_young(seed, state.buyers, c.figures))
    state.n_vendors = state.n_active = state.n_born = c.n_vendors
    state.entry = draws.uniform(decisions.V_ENTER, decisions.BIRTH)
    earning = Earning.of(par, _mean_order(par.buyers), ONLINE * each / (par.vendors.per_buyer * par.trends.start))
    lasting = careers(par.vendors, earning)
    state.n_accounts = make_vendors(seed, c.n_vendors, state.tables, state.active, c.figures, c.market_shares, lasting)
    state.purses["buyers"] -= int(state.vendors["wealth"][: c.n_vendors].sum())  # what they earned before
    state.n_live = state.n_accounts
    state.live[: state.n_live] = np.arange(state.n_live)
    state.seen[:] = c.seen_start[:, None]
    usual = c.figures[0]["usual"]
    state.route[:], state.failing[:] = usual["route"], usual["risk_of"]
    if par.ways.reroute:  # what is set may be dearer or more examined than is usual
        shift_channels(state.route, state.seen, c.figures)
    home = c.buyer_shares
    arriving, leaving = usual_trade(par.buyers, par.vendors, home, c.vendor_shares)
    state.arriving[:], state.leaving[:] = state.demand * arriving, state.demand * leaving
    # the ordinary flow, until parcels have shown it: a parcel that crosses a border touches two countries
    state.usual[:] = state.demand * touched[:, None] * home[None, :]
    state.week[:] = state.usual
    return state
