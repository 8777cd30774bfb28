"""Coin, parcels, wishes and people are conserved, every day of every world.

``NUMBA_BOUNDSCHECK=1 WORLDS=5000 pytest tests/model/market/test_conservation.py`` tries as many worlds that are new
each time, and whether compiled code reads beyond an array (with a cache of its own: ``NUMBA_CACHE_DIR``).
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from benchmarks.fuzz import corner
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.takedown import Takedown
from tests.model.market.drawn import Recipe, recipes
from tests.model.market.worlds import Auditor

WORLDS = int(os.environ.get("WORLDS", "60"))


@pytest.mark.slow
@pytest.mark.timeout(300 + WORLDS)
@settings(
    max_examples=WORLDS, deadline=None, database=None, derandomize="WORLDS" not in os.environ,
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


@pytest.mark.slow
@pytest.mark.timeout(300 + WORLDS)
def test_every_day_of_worlds_at_the_ends_of_their_ranges() -> None:
    """Figures at their bounds, barriers at their strongest, all at once."""
    fresh, stepped = os.environ.get("WORLDS", "") and os.urandom(8).hex(), 0
    for number in range(WORLDS // 4):
        seed = f"{fresh}/{number}"
        settings = corner(random.Random(seed))
        if settings is None:
            continue
        world = Ecosystem(
            settings.ecosystem, buyers=settings.buyers, days=settings.days, seed=settings.seed,
            interventions=settings.interventions,
        )  # fmt: skip
        try:
            auditor = Auditor(world)
            while world.day < world.days:
                auditor.day()
        except Exception as error:
            raise AssertionError(f"corner(random.Random({seed!r})) on day {world.day}") from error
        finally:
            world.close()
        stepped += 1
    assert stepped > WORLDS // 8


def test_every_day_of_a_world_that_outgrows_its_tables() -> None:
    """Vendors, accounts, marketplaces, events and orders in flight become many times what there was room for."""
    recipe = Recipe(
        {
            "buyers__order_rate": 0.3, "vendors__per_buyer": 0.02, "vendors__entry": 0.2, "vendors__orders_usual": 0.1,
            "vendors__stop": 0.0005, "vendors__accounts": 4, "vendors__second_account": 0.5,
            "vendors__onboarding": 1.0, "vendors__onboarding_least": 1.0,
            "administrators__openings": 500.0, "administrators__build_days": 1.0, "administrators__developers": 100,
            "administrators__opening_response": 500.0,
        },
        {"takedown": Takedown(start=20, repeat=10)}, buyers=3_000, days=60, seed=1,
    )  # fmt: skip
    world = recipe.make()
    names = ("vendors", "accounts", "markets", "active", "live", "events")
    room = {name: len(getattr(world.state, name)) for name in names}
    chunks = len(world.state.book.chunk_next)
    auditor = Auditor(world)
    while world.day < world.days:
        auditor.day()
    assert {name: len(getattr(world.state, name)) > room[name] for name in names} == dict.fromkeys(names, True)
    assert world.state.n_active > room["active"] and world.state.n_accounts > room["accounts"]
    assert len(world.state.book.chunk_next) >= chunks
    world.close()
