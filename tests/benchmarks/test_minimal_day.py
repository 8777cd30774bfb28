"""The two versions of the minimal market day agree, whatever the seed, and the rules are at work in them."""

from __future__ import annotations

import pytest

from benchmarks import compiled, plain_mesa
from benchmarks.minimal_day import MARKETPLACES, Checksum


def play(market: compiled.Market | plain_mesa.Market) -> Checksum:
    for _ in range(market.days):
        market.step()
    return market.checksum()


@pytest.mark.parametrize(("buyers", "days", "seed"), [(1_000, 60, 1), (1_000, 60, 2), (45, 200, 3), (4, 30, 4)])
def test_same_rules_same_draws_same_result(buyers: int, days: int, seed: int) -> None:
    assert play(plain_mesa.Market(buyers, days, seed)) == play(compiled.Market(buyers, days, seed))


def test_the_day_does_what_it_says() -> None:
    market = compiled.Market(5_000, 100)
    for _ in range(50):
        market.step()
    before = market.checksum()
    for _ in range(50):
        market.step()
    result = market.checksum()
    largest = before.shares.index(max(before.shares))
    assert 0.9 < result.orders / (5_000 * 100 * 0.05) < 1.1
    assert result.shares[largest] == before.shares[largest]  # closed: no order since
    assert not (market.buyers["marketplace"] == largest).any()
    assert all(b > a for m, (a, b) in enumerate(zip(before.shares, result.shares, strict=True)) if m != largest)
    assert int(market.buyers["spent"].sum()) == result.escrow + result.income + result.refunded
    assert result.delivered > 20 * result.seized > 0
    assert len(result.shares) == MARKETPLACES


def test_seeds_differ() -> None:
    assert play(compiled.Market(1_000, 30, 1)) != play(compiled.Market(1_000, 30, 2))
