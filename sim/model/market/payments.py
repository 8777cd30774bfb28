"""By which routes buyers get coin and vendors turn it into money: who is cut off, who moves, what it costs.

In ordinary times everybody keeps to the usual route, and this adds nothing. Where a route is cut (its suppliers stop,
accounts are closed) its users have no way to pay until they find another; where a route is watched, some look for one
that shows less, and go on with theirs until they have it. What exchanges lose is told by their own suppliers (see
:mod:`sim.model.agents.facilitators.facilitator`); what only stands beside them is told here.

Expected: a loss with a full substitute lasts its switching time (B91, B109); that of a service without equal lasts for
the service (B90: -68 % after a month, -85 % a year on), for the trade it is a matter of the fee (B89).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.payments import ROWS, SERVED_BY
from sim.model.engine.kernels import kernel
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import ADVERTISED, BLOCKED, REPORTING
from sim.model.market.world import World

SIDES = VENDORS, BUYERS = 0, 1
SHAPE = (len(ROWS), len(COUNTRIES))
_OWN = np.array([row.facilitator == "exchange" for row in ROWS])
_BANK = np.array([row.bank for row in ROWS])
_SERVED_BY = list(SERVED_BY)
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

    @property
    def without(self) -> NDArray[np.float64]:
        """Share of a side and country that has no way, shape (2, countries)."""
        return np.zeros((2, SHAPE[1])) if self.at_rest else np.clip(1.0 - self.shares.sum(axis=1), 0.0, 1.0)


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
    paid: list[NDArray[np.float64]]
    trouble: NDArray[np.float64]
    seen: NDArray[np.float64]

    @classmethod
    def of(cls, par: Any, homes: NDArray[np.float64]) -> Usually:
        """Work it out; ``par``: PaymentParameters, ``homes``: share of vendors by country."""
        paying = Paying.of(homes, usual(par)[:, :, None] + np.zeros(SHAPE), np.zeros((2, SHAPE[1])))
        fees = [np.array(par.fee if side == VENDORS else par.dearer) for side in SIDES]
        return cls(
            paying, np.array(fees)[:, :, None], [paying.shares[side].T @ fees[side] for side in SIDES],
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
    named, pace = levers[ADVERTISED][_SERVED_BY], min(1.0 / par.switch_days, 1.0)
    shares, dearer = np.empty((2, *SHAPE)), np.empty((2, SHAPE[1]))
    for side in SIDES:
        vendors = side == VENDORS
        cut = np.where(_BANK[:, None], 1.0 - (1.0 - gone) * (1.0 - levers[BLOCKED]), gone) if vendors else gone
        wary = 1.0 - np.exp(-par.wary * levers[REPORTING] * usually.seen) if vendors else np.zeros(SHAPE)
        price = usually.fees[side] + rise
        drawn = np.exp(-par.fee_response * (price + usually.trouble))
        _switch(
            usually.paying.shares[side], (cut, wary, named, price, drawn), pace, world.parameters.ways.pay_otherwise,
            par.displaced, usually.paid[side], world.state.switched[side], (shares[side], dearer[side]),
        )  # fmt: skip
    return Paying.of(homes, shares, dearer, at_rest=False)


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
