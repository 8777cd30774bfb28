"""The race by which a marketplace is chosen: as often as its weight says, and apart from what the others do."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.engine.kernels import aligned, kernel
from sim.model.engine.streams import random_bits
from sim.model.market.racing import race
from sim.model.market.tables import MARKET

N = 20_000


@kernel
def races(weights, who, winners):  # type: ignore[no-untyped-def]
    """Fill ``winners`` with who is first in as many races."""
    for n in range(winners.shape[0]):
        winners[n] = race(weights, who, np.arange(weights.shape[0] - 1), random_bits(np.uint64(n), 7), 0, 0.0)


def chosen(weights: dict[int, float]) -> np.ndarray:
    """Return which marketplace, by ``who``, each of N choosers takes."""
    markets = aligned(len(weights), MARKET)
    markets["who"] = list(weights)
    winners = np.zeros(N, dtype=np.int64)
    races(np.cumsum([0.0, *weights.values()]), markets, winners)
    return np.where(winners < 0, -1, markets["who"][winners])


def test_each_wins_as_often_as_its_weight_says() -> None:
    weights = {3: 5.0, 11: 1.0, 4: 0.0, 90: 3.5, 2: 0.5}
    found = chosen(weights)
    for who, weight in weights.items():
        share = weight / 10.0
        error = np.sqrt(share * (1.0 - share) / N)
        assert (found == who).mean() == pytest.approx(share, abs=4.0 * error + 1e-12)


def test_one_more_or_less_changes_only_the_choice_of_those_concerned() -> None:
    before = chosen({3: 5.0, 11: 1.0, 90: 4.0})
    joined = chosen({3: 5.0, 7: 2.0, 11: 1.0, 90: 4.0})
    left = chosen({3: 5.0, 90: 4.0})
    heavier = chosen({3: 5.0, 11: 3.0, 90: 4.0})
    assert ((joined == before) | (joined == 7)).all() and (joined == 7).any()
    assert ((left == before) | (before == 11)).all() and (before == 11).any()
    assert ((heavier == before) | (heavier == 11)).all() and (heavier != before).any()


def test_nobody_wins_without_weight() -> None:
    assert (chosen({1: 0.0, 2: 0.0}) == -1).all()
