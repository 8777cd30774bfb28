"""Figures by name as an array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def in_order(figures: Mapping[str, float], names: Sequence[str]) -> NDArray[np.float64]:
    """Return figures in the order of ``names``, 0 where there is none, float64 shape (names,)."""
    return np.array([float(figures.get(name, 0.0)) for name in names])
