"""What holds for users today: what they wish for, lean to and are offered, and what a dose does."""

from __future__ import annotations

import numpy as np

from sim.model.market import counters
from sim.model.market.geography import PRODUCTS
from sim.model.market.health.batches import renew_batches
from sim.model.market.health.harm import banned_wishes, beside_the_trade, harm_of_doses
from sim.model.market.levers import ACCESS, APPETITE, ARRIVALS, DEMAND, DIVERTED, HEALTH, LAWFUL, LEANING
from sim.model.market.world import World


def look_up_users(world: World, grown: float) -> None:
    """Fill in what holds for users; while neither a barrier nor a batch moves anything, it stays as it is.

    ``grown``: by what factor buyers wish more often than on day 0.
    """
    held, levers, work = world.work.held, world.levers, world.work
    said, wished, came = levers.last_change(HEALTH), (levers.last_change((DEMAND,)), grown), renew_batches(world)
    warned = bool(world.state.batches) and levers.moved(*HEALTH)  # a warning comes some days after the batch
    health = came or warned or work.health != said
    if health:
        work.health = said
        held["appetite"][0] = levers[APPETITE].T * banned_wishes(world)
        held["leans"][0] = levers[LEANING].T + _street_prices(world)
        held["lawful"][0], held["arrive"][0] = levers[LAWFUL].T, levers[ARRIVALS]
        held["access"][0], held["diverted"][0] = levers[ACCESS], levers[DIVERTED]
        work.beside = beside_the_trade(world)
        for outlet, harm in zip(("online", "street", "lawful"), harm_of_doses(world), strict=True):
            held[f"harm_{outlet}"][0] = np.rint(counters.MILLION * harm)
    if health or work.wished != wished:
        work.wished = wished
        held["demand"][0] = (levers[DEMAND] * grown)[:, None] * held["appetite"][0]


def _street_prices(world: World) -> np.ndarray:
    """Return what prices offline by product add to the leaning to buy online, logit, shape (products,)."""
    prices = [float(world.parameters.street.products.get(label, 1.0)) for label in PRODUCTS]
    with np.errstate(divide="ignore"):  # for nothing offline, nobody buys online
        found: np.ndarray = float(world.parameters.buyers.price_sensitivity) * np.log(prices)
    return found
