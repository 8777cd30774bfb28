"""Who is like whom: vendors of the same country, product or size, and what one feels for those alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.kernels import helper

SIZES = SMALL, MIDDLING = 0.7, 5.0
"""Scales that part small vendors from middling ones, and these from major ones."""
GROUPS = ("country", "product", "size")


@helper
def size_of(x):  # type: ignore[no-untyped-def]
    """Return which of the groups by size vendor x is of."""
    return (x.scale > SMALL) + (x.scale > MIDDLING)


@helper
def felt_of_peers(x, peers):  # type: ignore[no-untyped-def]
    """Return the risk felt for those arrested who are like vendor x; ``peers``: see State."""
    return peers[0, x.home] + peers[1, x.product] + peers[2, size_of(x)]


def felt_of(table: NDArray[Any], peers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same for every vendor of a table."""
    alike = table["home"], table["product"], np.searchsorted(SIZES, table["scale"], side="left")
    felt: NDArray[np.float64] = np.sum([peers[axis][group] for axis, group in enumerate(alike)], axis=0)
    return felt
