"""What holds today is looked up again only where something has moved it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import inside
from sim.model.interventions.takedown import Takedown
from sim.model.market.workspace import Workspace
from tests.baseline import BUSY, MONOPOLY
from tests.model.market.drawn import Recipe, recipes
from tests.model.market.worlds import changed, differences


def same_with_a_workspace_new_every_day(kept: Ecosystem, anew: Ecosystem) -> None:
    """Run a world and another like it in which nothing stays in the workspace: both go the same way to the bit."""
    try:
        while kept.day < kept.days:
            kept.step()
            anew.step()
            anew.work.close()
            anew.work = Workspace(anew.threads)
        assert differences(kept, anew) == []
        for name in ("counts", "states", "markets"):
            one, other = (getattr(world.records, name).reshape(kept.days, -1) for world in (kept, anew))
            assert one.tobytes() == other.tobytes(), f"{name} from day {int((one != other).any(axis=1).argmax())} on"
    finally:
        kept.close()
        anew.close()


@pytest.mark.slow
@settings(
    max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)  # fmt: skip
@given(recipes())
def test_what_stays_from_yesterday_in_random_worlds(recipe: Recipe) -> None:
    same_with_a_workspace_new_every_day(recipe.make(), recipe.make())


@pytest.mark.slow
@pytest.mark.parametrize("growth", [0.0, 0.5])
def test_what_stays_from_yesterday_while_barriers_come_and_go(growth: float) -> None:
    """Each barrier by itself, one after another, with days between them on which nothing is moved."""
    single = [kind(start=10 + 9 * n, duration=5) for n, (_, kind) in enumerate(sorted(inside().items()))]
    parameters = changed(BUSY, buyers__growth=growth, trends__dependence=growth, street__answers=growth)
    days = 9 * len(single) + 30
    same_with_a_workspace_new_every_day(
        *(Ecosystem(parameters, buyers=300, days=days, interventions=single, seed=5) for _ in range(2))
    )


def test_what_stays_from_yesterday_while_users_of_a_desk_look_for_another() -> None:
    worlds = [Ecosystem(MONOPOLY, buyers=500, days=60, interventions=[Takedown(start=20)], seed=5) for _ in range(2)]
    same_with_a_workspace_new_every_day(worlds[0], worlds[1])
    assert worlds[0].state.newest_desk
