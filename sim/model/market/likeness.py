"""Who is like whom: vendors of the same country, product or size, and what one feels for those alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.kernels import helper
from sim.model.market.geography import COUNTRIES, PRODUCTS

SIZES = (0.7, 5.0)
"""Scales that part small vendors from middling ones, and these from major ones."""
GROUPS = len(COUNTRIES), len(PRODUCTS), len(SIZES) + 1


@helper
def felt_of_peers(x, peers):  # type: ignore[no-untyped-def]
    """Return the risk felt for those arrested who are like vendor x; ``peers``: see State."""
    size = (x.scale > 0.7) + (x.scale > 5.0)
    return peers[0, x.home] + peers[1, x.product] + peers[2, size]


def groups_of(table: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Return the group of each vendor of a table by country, product and size."""
    return table["home"], table["product"], np.searchsorted(SIZES, table["scale"], side="left")


def felt_of(table: NDArray[Any], peers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same for every vendor of a table."""
    felt: NDArray[np.float64] = np.sum([peers[axis][group] for axis, group in enumerate(groups_of(table))], axis=0)
    return felt


def shares_of(table: NDArray[Any], weight: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return by axis the share of each group's trade that is struck; ``weight``: how far each vendor is.

    A density, the same at any size of the world, by which one major vendor counts for many small ones.
    """
    trade = table["sales"].astype(np.float64) + 1e-3
    found = []
    for group, labels in zip(groups_of(table), GROUPS, strict=True):
        whole = np.bincount(group, trade, labels)
        found.append(np.bincount(group, trade * weight, labels) / np.maximum(whole, 1e-9))
    return found
