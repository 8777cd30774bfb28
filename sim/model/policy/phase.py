"""Policy: which barriers are in force today, what they do to levers, what they order, what they cost."""

from __future__ import annotations

from sim.model.engine.levers import Modifier
from sim.model.interventions import guard, timeline
from sim.model.interventions.base import Intervention
from sim.model.market import codes
from sim.model.market.world import World


def run(world: World) -> None:
    """Put today's modifiers into force and note today's acts."""
    state = world.state
    state.cost = 0.0
    state.trade = float(state.markets["orders"][state.rows(codes.OPEN)].sum())
    world.acts = []
    modifiers: list[Modifier] = []
    for name, barrier in world.interventions.items():
        now = timeline.today(barrier, state.day, _first_day(world, name, barrier))
        if now is None:
            continue
        if now.first and now.wave == 0:
            state.cost += barrier.cost_fixed * barrier.intensity
        state.cost += barrier.daily_cost() * now.strength
        if now.strength > 0.0:
            modifiers.extend(guard.modifiers(name, barrier, now, world.levers))
            world.acts.extend((name, barrier, act) for act in guard.acts(name, barrier, now))
    world.levers.apply(modifiers)


def _first_day(world: World, name: str, barrier: Intervention) -> int | None:
    """Return the day the barrier began: its start, or the day its trigger fired."""
    if barrier.trigger is None:
        return barrier.start
    state = world.state
    if name not in state.triggered and state.day >= barrier.start:
        if timeline.fires(barrier.trigger, world.records.observed(world)):
            state.triggered[name] = state.day
    return state.triggered.get(name)
