"""What people make of marketplaces of another make than the first: their weight in the choice of one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.makes import MAKES
from sim.model.engine.ordered import in_order
from sim.model.market.delivery import EU_BORDER
from sim.model.market.geography import COUNTRIES, EU
from sim.model.market.preparing import SEIZURE, prepared_for
from sim.model.market.world import World

ALIKE, MADE_ALIKE = np.ones(len(COUNTRIES)), np.ones((2, len(MAKES)))


def weights(world: World) -> NDArray[np.float64]:
    """Return the weight of each make with vendors and with buyers, float64 (2, makes): 1 is that of an ordinary one.

    Vendors save commission, and after a seizure value what cannot be seized; both go by its ease of use. Nobody asks
    where all that are open are of the first.
    """
    par, work = world.parameters, world.work
    if not work.others:
        return MADE_ALIKE
    threat = prepared_for(world.state, SEIZURE) if par.ways.remake else 0.0
    if work.liked is not None and work.liked[0] == threat:
        return work.liked[1]
    if work.makes is None:
        easy, fee, seizable = (in_order(of, MAKES) for of in (par.makes.ease, par.makes.fee, par.makes.seizable))
        usual = 0.5 * (par.administrators.commission_low + par.administrators.commission_high)
        saved = np.exp(np.clip(par.makes.saved * usual * (1.0 - fee), -50.0, 50.0))
        work.makes = easy.tolist(), (easy * saved).tolist(), (1.0 - seizable).tolist()
    ease, unthreatened, safe = work.makes
    feared = par.makes.safer * threat
    found = np.array([[u * (1.0 + feared * s) for u, s in zip(unthreatened, safe, strict=True)], ease])
    work.liked = threat, found
    return found


def nearness(world: World) -> NDArray[np.float64]:
    """Return the weight that a marketplace of the own country has with buyers, by country.

    All that is on offer there comes from within. What is offered elsewhere by vendors of other countries is worth the
    less the more borders are disliked, and the more parcels that cross them are told to be seized.
    """
    par = world.parameters
    if not world.work.national:
        return ALIKE
    risk = world.work.delivery["risk"][0]
    disliked = par.buyers.border_aversion * np.array([0.0, EU_BORDER, 1.0])
    disliked = disliked + par.buyers.risk_weight * (risk - risk[:, :1])
    found: NDArray[np.float64] = np.exp(
        np.clip(par.makes.nearness * (_abroad(world.constants.vendor_shares) * disliked).sum(axis=1), -50.0, 50.0)
    )
    return found


def _abroad(vendors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of vendors by the border between them and a country, float64 (countries, crossings)."""
    eu = np.array([name in EU for name in COUNTRIES])
    near = np.where(eu, vendors[eu].sum() - vendors, 0.0)
    return np.stack([vendors, near, 1.0 - vendors - near], axis=1)
