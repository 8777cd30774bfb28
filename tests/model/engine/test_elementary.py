"""Exponential and logarithm against the mathematics library."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.engine.elementary import fast_exp, fast_log

quick = settings(max_examples=500, deadline=None, derandomize=True, database=None)


@quick
@given(st.floats(-708.0, 709.0))
def test_exp(x: float) -> None:
    assert math.isclose(fast_exp(x), math.exp(x), rel_tol=1e-12)


@quick
@given(st.floats(1e-300, 1e300))
def test_log(x: float) -> None:
    assert math.isclose(fast_log(x), math.log(x), rel_tol=1e-11, abs_tol=1e-15)


def test_ends() -> None:
    """Nothing overflows, and one and zero are exact."""
    assert fast_exp(0.0) == 1.0 and fast_log(1.0) == 0.0
    assert 0.0 < fast_exp(-1e9) < 1e-300 and 1e300 < fast_exp(1e9) < math.inf
