"""What sets lone, organised and producing vendors apart beside their size."""

from __future__ import annotations

from sim.model.engine.kernels import helper
from sim.model.engine.streams import uniform
from sim.model.market import decisions

CAPACITY_POWER, CAPACITY_LEAST = 0.8, 0.2
"""Orders a day that a vendor can serve, by size: ``capacity * size**CAPACITY_POWER + CAPACITY_LEAST``."""


@helper
def scale_top(most, usual):  # type: ignore[no-untyped-def]
    """Return the size of a vendor who serves ``most`` orders a day, where the median serves ``usual``; at least 1."""
    return max((most - CAPACITY_LEAST) / usual, 1.0) ** (1.0 / CAPACITY_POWER)


@helper
def goods_cost(fig, kind):  # type: ignore[no-untyped-def]
    """Return what goods and work cost a vendor of a kind, as a share of the going rate."""
    return (1.0 - fig.vendors.margin) * fig.kind_cost[kind]


@helper
def reach_of(fig, kind, u):  # type: ignore[no-untyped-def]
    """Return the uniform draw by which a vendor of a kind chooses a scope: nearer 1, and so wider, for the willing."""
    return u ** (1.0 / fig.kind_reach[kind])


@helper
def replaces(x, k, banned, fig):  # type: ignore[no-untyped-def]
    """Return whether others carry on a shop one of whom is arrested; its stock is seized, and they know fear.

    ``banned``: chance that they may not.
    """
    carried_on = uniform(k, decisions.V_REPLACE) < fig.kind_replaces[x.kind] * (1.0 - banned)
    if carried_on:
        x.arrest_on = -1
        x.stock = 0.0
        x.risk += fig.vendors.risk_exposed
    return carried_on
