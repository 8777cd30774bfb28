"""Compiled sums are NumPy's own, to the last bit, so that it does not matter which of them adds up."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.engine.adding import total
from sim.model.engine.kernels import kernel


@kernel
def _total(values, n):  # type: ignore[no-untyped-def]
    return total(values, n)


@pytest.mark.parametrize("seed", range(5))
def test_a_sum_is_numpys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for n in range(129):
        values = rng.normal(size=n + 3) * 10.0 ** rng.uniform(-9, 9, n + 3)
        assert _total(values, n) == values[:n].sum()


def test_longer_ones_differ_by_rounding_only() -> None:
    values = np.random.default_rng(1).random(10_000)
    assert _total(values, len(values)) == pytest.approx(values.sum(), rel=1e-13)
