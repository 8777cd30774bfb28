"""What a dose does, by where it comes from: online, on the street, from a lawful supply; and what moves that today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue import substances
from sim.model.engine.ordered import in_order
from sim.model.market.geography import COUNTRIES, PRODUCTS, SUBSTANCES
from sim.model.market.levers import BANNED, CHECKED, WARNED, WARNING_PACE
from sim.model.market.world import World

Floats = NDArray[np.float64]

_OF = np.array([PRODUCTS.index(row.product) for row in substances.ROWS])
_INSTEAD = np.array([PRODUCTS.index(row.instead) for row in substances.ROWS])


@dataclass(frozen=True)
class Doses:
    """What does not change in a run: harm by product of an ordinary dose, and how it differs by outlet.

    ``weight``: of a dose online, substances that are told apart among them; ``hidden``: share of it that is due to what
    is not on the label, which a check finds; ``street``: of a dose offline, against online; shape (products,).
    ``lost``: doses sold lawfully for each wish for the product, shape (substances,).
    """

    weight: Floats
    hidden: Floats
    street: Floats
    substance: Floats
    lost: Floats
    orders: Floats

    @classmethod
    def of(cls, par: Any) -> Doses:
        """Work them out from the parameters of an ecosystem."""
        health = par.health
        by_product = {
            name: in_order(getattr(health, name), PRODUCTS)
            for name in ("harm_weight", "purity_offset", "potency_spread", "adulterated")
        }
        share, substance, lawful = (
            in_order(values, SUBSTANCES) for values in (health.substance_share, health.substance_harm, health.lawful)
        )
        apart = np.bincount(_OF, share, len(PRODUCTS))
        share = share / np.maximum(apart, 1.0)[_OF]  # they cannot be more than all
        ordinary = by_product["harm_weight"] * np.maximum(1.0 - apart, 0.0)
        varies = np.exp(0.5 * by_product["potency_spread"] ** 2)
        hidden = 1.0 - 1.0 / (varies * (1.0 + by_product["adulterated"] * health.adulterant_harm))
        strength = np.maximum(1.0 + by_product["purity_offset"], 0.1) ** health.purity_power
        orders = in_order(par.buyers.product, PRODUCTS)
        return cls(
            weight=ordinary + np.bincount(_OF, share * substance, len(PRODUCTS)),
            hidden=hidden,
            street=(1.0 - hidden + hidden * health.street_unlabelled) / strength,
            substance=substance,
            lost=share * lawful,
            orders=orders / max(float(orders.sum()), 1e-300),
        )


def doses(world: World) -> Doses:
    """Return what does not change in a run, worked out once for each world."""
    if world.work.doses is None:
        world.work.doses = Doses.of(world.parameters)
    kept: Doses = world.work.doses
    return kept


def driven(world: World) -> Floats:
    """Return doses of banned substances that are looked for in the trade, for each wish, (country, substance)."""
    banned: Floats = world.levers[BANNED].T * doses(world).lost
    return banned


def banned_wishes(world: World) -> Floats:
    """Return by what factor a ban on what was lawful raises the wish for a product, (country, product)."""
    known, par, lost = doses(world), world.parameters.health, driven(world)
    factor = np.ones((len(COUNTRIES), len(PRODUCTS)))
    other = lost * (known.orders[_OF] / np.maximum(known.orders[_INSTEAD], 1e-3))
    for s in range(len(SUBSTANCES)):
        factor[:, _OF[s]] += par.turn_to_trade * lost[:, s]
        factor[:, _INSTEAD[s]] += par.turn_to_other * other[:, s]
    return factor


def harm_of_doses(world: World) -> tuple[Floats, Floats, Floats]:
    """Return the harm of a dose today: online, on the street, from a lawful supply; (country, product) each."""
    known, par = doses(world), world.parameters.health
    weight = np.tile(known.weight, (len(COUNTRIES), 1))
    came = par.turn_to_trade * driven(world)
    if came.any():  # a ban brings more of a substance into the trade, with its own harm
        more = np.zeros_like(weight)
        for s in range(len(SUBSTANCES)):
            weight[:, _OF[s]] += came[:, s] * known.substance[s]
            more[:, _OF[s]] += came[:, s]
        weight /= 1.0 + more
    checked = world.levers[CHECKED].T
    bad = batches(world)
    online = weight * ((1.0 - checked * known.hidden) + bad * (1.0 - checked))
    street = weight * (known.street + bad)
    return online, street, weight * par.lawful_harm


def batches(world: World) -> Floats:
    """Return what dangerous batches add to the harm of a dose, less those warned who heed, (country, product)."""
    par, day = world.parameters.health, world.state.day
    added = np.zeros((len(COUNTRIES), len(PRODUCTS)))
    for product, first, _ in world.state.batches:
        warned = (day - first) * world.levers[WARNING_PACE] >= 1.0
        left = 1.0 - par.heed * world.levers[WARNED] * warned
        added[:, product] += par.batch_share * (par.batch_harm - 1.0) * left
    return added


def beside_the_trade(world: World) -> float:
    """Return the harm today of doses that are sold lawfully beside the trade, for each wish for any product."""
    known = doses(world)
    left = world.constants.buyer_shares @ (1.0 - world.levers[BANNED].T)
    return float(known.orders[_OF] * known.lost * known.substance @ left)
