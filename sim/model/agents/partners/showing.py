"""What of a trader makes a signal likelier: by name, as the catalogue of signals says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.model.catalogue.channels import POSTS
from sim.model.catalogue.payments import PAYMENTS
from sim.model.market import codes
from sim.model.market.payments import VENDORS as SELLING
from sim.model.market.world import World

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
MACHINE = PAYMENTS.index("machine")


def spare_income(world: World, rows: Rows) -> Floats:
    """Return by how much a vendor earns more than lawful work would give, in logarithms."""
    legal = world.parameters.vendors.outside_option
    return np.log1p(np.maximum(_column(world, "profit", rows) - legal, 0.0) / legal)


def machines(world: World, rows: Rows) -> Floats:
    """Return how much of a vendor's earnings is turned into cash at machines today."""
    earned = np.log1p(np.maximum(_column(world, "profit", rows), 0.0) / world.parameters.vendors.outside_option)
    return np.asarray(world.work.paying.shares[SELLING, MACHINE][world.state.vendors["home"][rows]] * earned)


def consignments(world: World, rows: Rows) -> Floats:
    """Return how many parcels a vendor hands in, in logarithms; one a day is what lawful senders do as well."""
    return np.log1p(np.maximum(_column(world, "sales", rows) - 1.0, 0.0))


def exports(world: World, rows: Rows) -> Floats:
    """Return the same of what goes abroad."""
    vendors = world.state.vendors
    abroad = (vendors["scope"][rows] != codes.DOMESTIC) & (vendors["homebound"][rows] == 0)
    return np.log1p(_column(world, "sales", rows)) * abroad


def tracked(world: World, rows: Rows) -> Floats:
    """Return the same of what goes by private carriers, which track unless told not to."""
    vendors, carrier = world.state.vendors, codes.PARCEL - len(POSTS)
    by_carrier = world.state.route[vendors["home"][rows], vendors["scope"][rows], carrier]
    return np.log1p(_column(world, "sales", rows)) * by_carrier


def transports(world: World, rows: Rows) -> Floats:
    """Return the same of those who bring stock by vehicle: organised vendors and producers."""
    return np.log1p(_column(world, "sales", rows)) * (world.state.vendors["kind"][rows] != codes.LONE)


def fronts(world: World, rows: Rows) -> Floats:
    """Return the earnings beyond lawful ones of those who run firms to explain them: organised vendors."""
    return spare_income(world, rows) * (world.state.vendors["kind"][rows] == codes.ORGANISED)


def presence(world: World, rows: Rows) -> Floats:
    """Return how much there is to talk about a vendor."""
    return np.log1p(_column(world, "sales", rows))


def commission(world: World, rows: Rows) -> Floats:
    """Return by how much the income of those who run marketplaces exceeds lawful work, in logarithms."""
    markets, legal = world.state.markets, world.parameters.vendors.outside_option
    earned = markets["revenue"][rows] * markets["commission"][rows]
    return np.log1p(np.maximum(earned - legal, 0.0) / legal)


SHOWING: dict[str, Callable[[World, Rows], Floats]] = {
    f.__name__: f
    for f in (spare_income, machines, consignments, exports, tracked, transports, fronts, presence, commission)
}
BY_INCOME = ("spare_income", "machines", "fronts")
"""Those that are at most log(1 + profit / lawful earnings); all others of vendors are at most log(1 + sales)."""


def _column(world: World, name: str, rows: Rows) -> Floats:
    return np.asarray(world.state.vendors[name][rows], dtype=np.float64)
