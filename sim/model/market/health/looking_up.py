"""What holds for users today: what they wish for, lean to and are offered, and what a dose does."""

from __future__ import annotations

import numpy as np

from sim.model.engine.levers import Lever
from sim.model.market import counters
from sim.model.market.geography import PRODUCTS
from sim.model.market.health.batches import renew_batches
from sim.model.market.health.harm import banned_wishes, beside_the_trade, harm_of_doses
from sim.model.market.levers import (
    ACCESS,
    APPETITE,
    ARRIVALS,
    BANNED,
    CHECKED,
    DEMAND,
    DIVERTED,
    LAWFUL,
    LEANING,
    WARNED,
    WARNING_PACE,
)
from sim.model.market.world import World

_WISHED, _LEANING, _OFFERED = (APPETITE, BANNED, DEMAND), (LEANING,), (LAWFUL, ARRIVALS, ACCESS, DIVERTED)
_DOSES = (BANNED, CHECKED, WARNED, WARNING_PACE)


def look_up_users(world: World, grown: float) -> None:
    """Fill in what holds for users; while neither a barrier nor a batch moves anything, it stays as it is.

    ``grown``: by what factor buyers wish more often than on day 0.
    """
    held, levers, work = world.work.held, world.levers, world.work
    came, doses = renew_batches(world), False
    if work.changes != levers.changes:
        work.changes = levers.changes
        doses = _look_up_moved(world)
    # a warning comes some days after the batch
    if came or doses or (world.state.batches and levers.moved(*_DOSES)):
        work.beside = beside_the_trade(world)
        for outlet, harm in zip(("online", "street", "lawful"), harm_of_doses(world), strict=True):
            held[f"harm_{outlet}"][0] = np.rint(counters.MILLION * harm)
    if work.wished != grown:
        work.wished, work.hastened = grown, None
        held["demand"][0] = (levers[DEMAND] * grown)[:, None] * held["appetite"][0]


def _look_up_moved(world: World) -> bool:
    """Fill in what follows from levers alone, as far as they moved; tell whether what doses do may have changed."""
    held, levers, work = world.work.held, world.levers, world.work
    if _anew(world, _WISHED):
        held["appetite"][0] = levers[APPETITE].T * banned_wishes(world)
        work.wished = 0.0
    if _anew(world, _LEANING):
        held["leans"][0] = levers[LEANING].T + _street_prices(world)
    if _anew(world, _OFFERED):
        held["lawful"][0], held["arrive"][0] = levers[LAWFUL].T, levers[ARRIVALS]
        held["access"][0], held["diverted"][0] = levers[ACCESS], levers[DIVERTED]
    return _anew(world, _DOSES)


def _anew(world: World, levers: tuple[Lever, ...]) -> bool:
    """Tell whether any of these levers was set anew since this was asked last."""
    said, users = world.levers.last_change(levers), world.work.users
    if users.get(levers) == said:
        return False
    users[levers] = said
    return True


def _street_prices(world: World) -> np.ndarray:
    """Return what prices offline by product add to the leaning to buy online, logit, shape (products,)."""
    prices = [float(world.parameters.street.products.get(label, 1.0)) for label in PRODUCTS]
    with np.errstate(divide="ignore"):  # for nothing offline, nobody buys online
        found: np.ndarray = float(world.parameters.buyers.price_sensitivity) * np.log(prices)
    return found
