"""What pairing gains, where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.pairing import gain, spread


def test_the_gain_is_one_for_strangers_and_known_for_twins() -> None:
    draws = np.random.default_rng(1).normal(size=(3, 4_000))
    shared, own = 2.0 * draws[0], draws[1:]
    assert gain(own[0], own[1]) == pytest.approx(1.0, rel=0.1)
    assert gain(shared + own[0], shared + own[1]) == pytest.approx((5.0 + 5.0) / 2.0, rel=0.1)


def test_the_spread_is_that_of_repeated_measurements() -> None:
    draws = np.random.default_rng(2).normal(size=(3, 200, 60))
    arms = [(shared + a, shared + b) for shared, a, b in zip(*draws, strict=True)]
    told = np.median([spread(*arm) for arm in arms])
    assert told == pytest.approx(np.std([np.log(gain(*arm)) for arm in arms]), rel=0.2)
