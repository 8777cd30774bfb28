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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.payments import ROWS, SERVED_BY
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import ADVERTISED, BLOCKED, REPORTING
from sim.model.market.world import World

SIDES = VENDORS, BUYERS = 0, 1
SHAPE = (len(ROWS), len(COUNTRIES))
_OWN = np.array([row.facilitator == "exchange" for row in ROWS])
_BANK = np.array([row.bank for row in ROWS])
_BESIDE = tuple(dict.fromkeys(row for row, own in zip(SERVED_BY, _OWN, strict=True) if not own))


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


def pay(world: World) -> Paying:
    """Return how it is done today, and let those who look for another route search."""
    par, levers, work, homes = world.parameters.payments, world.levers, world.work, world.constants.vendor_shares
    if work.paid_usually is None:
        work.paid_usually = Paying.of(homes, usual(par)[:, :, None] + np.zeros(SHAPE), np.zeros((2, SHAPE[1])))
    at_rest: Paying = work.paid_usually
    served = all(world.facilitators[row].served for row in _BESIDE)
    if served and not levers.moved(ADVERTISED, REPORTING, BLOCKED):
        return at_rest
    suppliers = [world.facilitators[row] for row in SERVED_BY]
    gone = np.array([0.0 * s.supplied if own else 1.0 - s.supplied for s, own in zip(suppliers, _OWN, strict=True)])
    rise = np.array([0.0 * s.surcharges if own else s.surcharges for s, own in zip(suppliers, _OWN, strict=True)])
    named = np.array([levers[ADVERTISED][row] for row in SERVED_BY])
    seen = np.array(par.seen)[:, None]
    sides = []
    for side in SIDES:
        vendors = side == VENDORS
        cut = np.where(_BANK[:, None], 1.0 - (1.0 - gone) * (1.0 - levers[BLOCKED]), gone) if vendors else gone
        wary = 1.0 - np.exp(-par.wary * levers[REPORTING] * seen) if vendors else np.zeros(SHAPE)
        price = np.array(par.fee if vendors else par.dearer)[:, None] + rise
        sides.append(_side(world, side, at_rest.shares[side], cut, wary, named, price))
    return Paying.of(homes, np.array([s for s, _ in sides]), np.array([d for _, d in sides]), at_rest=False)


def _side(
    world: World, side: int, ordinary: NDArray[Any], cut: NDArray[Any], wary: NDArray[Any], named: NDArray[Any],
    price: NDArray[Any],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return the shares of one side by route and country, and what it pays above the usual; all (routes, countries)."""
    par, found = world.parameters.payments, world.state.switched[side]
    gain = np.clip(named * ordinary, 0.0, 1.0)
    leave = 1.0 - (1.0 - wary) * (1.0 - np.clip(gain.sum(axis=0) - gain, 0.0, 1.0))
    open_to = ordinary * (1.0 - cut)
    others = open_to.sum(axis=0) - open_to
    reach = np.clip(others / np.maximum(ordinary.sum(axis=0) - ordinary, 1e-12), 0.0, 1.0)
    reach = reach if world.parameters.ways.pay_otherwise else 0.0 * reach
    looking = (cut > 0.0) | (leave > 0.0)
    found += np.where(looking, min(1.0 / par.switch_days, 1.0) * np.maximum(reach - found, 0.0), 0.0)
    kept = np.minimum(found, reach)
    stay = open_to * (1.0 - leave * kept)
    moved = ordinary * (cut + (1.0 - cut) * leave) * kept
    trouble = price + par.day_cost * np.array(par.days)[:, None]
    draw = open_to * (1.0 + named) * (1.0 - wary) * np.exp(-par.fee_response * trouble)
    to = draw[None] * (1.0 - np.eye(len(draw)))[:, :, None]  # from, to, country
    to = to / np.maximum(to.sum(axis=1, keepdims=True), 1e-300)
    gone = moved[:, None] * to
    shares = stay + gone.sum(axis=0)
    before = np.array(par.fee if side == VENDORS else par.dearer)
    # who kept to a dearer route had a reason to: nobody gains by leaving it
    instead = np.maximum(price[:, None], price[None]) + par.displaced
    paid = ((stay * price).sum(axis=0) + (gone * instead).sum(axis=(0, 1))) / np.maximum(shares.sum(axis=0), 1e-12)
    return shares, np.where(shares.sum(axis=0) > 0.0, paid - ordinary.T @ before, 0.0)
