"""By which routes buyers get coin and vendors turn it into money: who is cut off, who moves, what it costs.

In ordinary times everybody keeps to the usual route, and this adds nothing. Where a route is cut (its suppliers stop,
accounts are closed) its users have no way to pay until they find another; where a route is watched, some look for one
that shows less, and go on with theirs until they have it. What exchanges lose is told by their own suppliers (see
:mod:`sim.model.agents.facilitators.facilitator`); what only stands beside them is told here.

Expected: a loss with a full substitute lasts its switching time (B91, B109); that of a service without equal lasts for
the service (B90: -68 % after a month, -85 % a year on), for the trade it is a matter of the fee (B89).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.payments import ROWS, SERVED_BY
from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import ADVERTISED, BLOCKED, REPORTING
from sim.model.market.world import World

SIDES = VENDORS, BUYERS = 0, 1
SHAPE = (len(ROWS), len(COUNTRIES))
_OWN = np.array([row.facilitator == "exchange" for row in ROWS])
_BANK = np.array([row.bank for row in ROWS])
_SERVED_BY = np.array(SERVED_BY)
_BESIDE = [(place, row) for place, (row, own) in enumerate(zip(SERVED_BY, _OWN, strict=True)) if not own]
"""Places and suppliers of the routes that only stand beside exchanges."""


@dataclass(frozen=True)
class Paying:
    """How it is done today. ``shares``: (side, route, country), of all; those without a way are what is left to 1.
    ``dearer``: (side, country), what it costs above the usual, as a share. ``cashed``: share by route of all vendors'
    coin that is turned into money."""

    shares: NDArray[np.float64]
    dearer: NDArray[np.float64]
    cashed: list[float]
    at_rest: bool = True

    @classmethod
    def of(
        cls, homes: NDArray[np.float64], shares: NDArray[np.float64], dearer: NDArray[np.float64],
        at_rest: bool = True,
    ) -> Paying:  # fmt: skip
        """Return how it is done; ``homes``: share of vendors by country."""
        return cls(shares, dearer, [float(route @ homes) for route in shares[VENDORS]], at_rest)


def usual(par: Any) -> NDArray[np.float64]:
    """Return the usual shares, (side, route); ``par``: PaymentParameters."""
    shares = np.array([par.cashed, par.bought], dtype=float)
    total = shares.sum(axis=1, keepdims=True)
    return np.where(total > 0.0, shares / np.maximum(total, 1e-300), 1.0 / SHAPE[0])


class Usually(NamedTuple):
    """What does not change in a run: how it is done while nothing moves, and by side and route what it takes.

    ``fees``: (side, route, 1); ``paid``: what each side pays (side, country); ``trouble``: of the days that a route
    takes, and ``seen``: how far income by it is, (route, 1).
    """

    paying: Paying
    fees: NDArray[np.float64]
    paid: NDArray[np.float64]
    trouble: NDArray[np.float64]
    seen: NDArray[np.float64]

    @classmethod
    def of(cls, par: Any, homes: NDArray[np.float64]) -> Usually:
        """Work it out; ``par``: PaymentParameters, ``homes``: share of vendors by country."""
        paying = Paying.of(homes, usual(par)[:, :, None] + np.zeros(SHAPE), np.zeros((2, SHAPE[1])))
        fees = [np.array(par.fee if side == VENDORS else par.dearer) for side in SIDES]
        return cls(
            paying, np.array(fees)[:, :, None],
            np.array([paying.shares[side].T @ fees[side] for side in SIDES]),
            par.day_cost * np.array(par.days)[:, None], np.array(par.seen)[:, None],
        )  # fmt: skip


def pay(world: World) -> Paying:
    """Return how it is done today, and let those who look for another route search."""
    par, levers, work, homes = world.parameters.payments, world.levers, world.work, world.constants.vendor_shares
    if work.paid_usually is None:
        work.paid_usually = Usually.of(par, homes)
    usually: Usually = work.paid_usually
    unmoved = not levers.moved(ADVERTISED, REPORTING, BLOCKED)
    if unmoved and not world.facilitators.moved:
        return usually.paying
    failing = [(place, s) for place, s in ((p, world.facilitators[row]) for p, row in _BESIDE) if not s.served]
    if unmoved and not failing:
        return usually.paying
    gone, rise = np.zeros(SHAPE), np.zeros(SHAPE)
    for place, suppliers in failing:
        gone[place], rise[place] = 1.0 - suppliers.supplied, suppliers.surcharges
    shares, dearer = np.empty((2, *SHAPE)), np.empty((2, SHAPE[1]))
    _look_for_routes(
        (usually.paying.shares, usually.fees, usually.paid, usually.trouble, usually.seen), (gone, rise),
        (levers[ADVERTISED], levers[REPORTING], levers[BLOCKED]),
        (min(1.0 / par.switch_days, 1.0), par.displaced, par.wary, par.fee_response),
        world.parameters.ways.pay_otherwise, world.state.switched, (shares, dearer),
    )  # fmt: skip
    return Paying.of(homes, shares, dearer, at_rest=False)


@kernel
def _look_for_routes(usually, beside, levers, par, may, found, out):  # type: ignore[no-untyped-def]
    """Let both sides look for other routes, see :func:`_switch`; write shares and what it costs (see ``Paying``).

    ``usually``: shares, fees, what is paid, trouble and how far routes are seen, see ``Usually``; ``beside``: whose
    suppliers beside exchanges are gone, and how much dearer they are (route, country); ``levers``: how far suppliers
    are advertised (supplier, country), income reported, accounts blocked (country); ``par``: pace of switching, what it
    costs those who were displaced, wariness, response to fees.
    """
    ordinary, fees, paid, trouble, seen = borrow(usually)
    gone, rise = borrow(beside)
    advertised, reporting, blocked = borrow(levers)
    pace, displaced, wariness, response = par
    shares, dearer = borrow(out)
    routes, countries = gone.shape
    cut, wary, named = np.empty(gone.shape), np.empty(gone.shape), np.empty(gone.shape)
    price, drawn = np.empty(gone.shape), np.empty(gone.shape)
    for side in range(shares.shape[0]):
        vendors = side == VENDORS
        for r in range(routes):
            for c in range(countries):
                named[r, c] = advertised[_SERVED_BY[r], c]
                cut[r, c] = 1.0 - (1.0 - gone[r, c]) * (1.0 - blocked[c]) if vendors and _BANK[r] else gone[r, c]
                wary[r, c] = 1.0 - math.exp(-wariness * reporting[c] * seen[r, 0]) if vendors else 0.0
                price[r, c] = fees[side, r, 0] + rise[r, c]
                drawn[r, c] = math.exp(-response * (price[r, c] + trouble[r, 0]))
        today = cut, wary, named, price, drawn
        _switch(ordinary[side], today, pace, may, displaced, paid[side], found[side], (shares[side], dearer[side]))


@kernel
def _switch(ordinary, today, pace, may, displaced, usually, found, out):  # type: ignore[no-untyped-def]
    """Let one side look for other routes; write its shares by route and country, and what it pays above the usual.

    ``ordinary``: usual shares; ``today``: whose route is cut, who is wary of it, how far it is named, its price and how
    much that leaves of its draw, as all by (route, country); ``pace``: share of those who look that find another route
    in a day, if they ``may``; ``displaced``: what it costs them; ``usually``: what the side pays, by country.
    """
    cut, wary, named, price, drawn = today
    shares, dearer = out
    routes, countries = ordinary.shape
    stay, moved, draw = np.empty(routes), np.empty(routes), np.empty(routes)
    for c in range(countries):
        gains, opened, every = 0.0, 0.0, 0.0
        for r in range(routes):
            gains += min(max(named[r, c] * ordinary[r, c], 0.0), 1.0)
            opened += ordinary[r, c] * (1.0 - cut[r, c])
            every += ordinary[r, c]
        kept_to = 0.0
        for r in range(routes):
            usual, closed, seen = ordinary[r, c], cut[r, c], wary[r, c]
            gain = min(max(named[r, c] * usual, 0.0), 1.0)
            leave = 1.0 - (1.0 - seen) * (1.0 - min(max(gains - gain, 0.0), 1.0))
            open_to = usual * (1.0 - closed)
            reach = min(max((opened - open_to) / max(every - usual, 1e-12), 0.0), 1.0) if may else 0.0
            if closed > 0.0 or leave > 0.0:
                found[r, c] += pace * max(reach - found[r, c], 0.0)
            kept = min(found[r, c], reach)
            stay[r] = open_to * (1.0 - leave * kept)
            moved[r] = usual * (closed + (1.0 - closed) * leave) * kept
            draw[r] = open_to * (1.0 + named[r, c]) * (1.0 - seen) * drawn[r, c]
            kept_to += stay[r] * price[r, c]
            shares[r, c] = 0.0
        displaced_pay = 0.0
        for r in range(routes):
            drawing = 0.0
            for to in range(routes):
                drawing += draw[to] if to != r else 0.0
            for to in range(routes):
                gone = moved[r] * (draw[to] / max(drawing, 1e-300)) if to != r else 0.0
                shares[to, c] += gone
                # who kept to a dearer route had a reason to: nobody gains by leaving it
                displaced_pay += gone * (max(price[r, c], price[to, c]) + displaced)
        whole = 0.0
        for r in range(routes):
            shares[r, c] = stay[r] + shares[r, c]
            whole += shares[r, c]
        dearer[c] = (kept_to + displaced_pay) / max(whole, 1e-12) - usually[c] if whole > 0.0 else 0.0
