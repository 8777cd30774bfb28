"""Coin, parcels, wishes and people are conserved, every day of every world."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.market.worlds import Auditor, Recipe, recipes


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(
    max_examples=220, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate, Phase.shrink),
)  # fmt: skip
@given(recipes())
def test_every_day_of_random_worlds(recipe: Recipe) -> None:
    world = recipe.make()
    try:
        auditor = Auditor(world)
        while world.day < world.days:
            auditor.day()
    finally:
        world.close()
