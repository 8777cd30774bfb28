"""Policy: which barriers are in force today, what they do to levers, what they order, what they cost."""

from __future__ import annotations

from dataclasses import replace

from sim.model.agents.partners.keeping_up import agree, strength
from sim.model.engine.levers import Modifier
from sim.model.interventions import guard, timeline
from sim.model.market.world import World
from sim.model.policy.plan import first_day, review


def run(world: World) -> None:
    """Put today's modifiers into force and note today's acts."""
    state = world.state
    state.cost = 0.0
    world.acts = []
    modifiers: list[tuple[str, Modifier]] = []
    plan = review(world)
    for name, barrier in world.interventions.items():
        began = first_day(world, name, barrier, plan)
        now = timeline.today(barrier, state.day, began)
        if now is None:
            continue
        if now.first and now.wave == 0:
            state.cost += barrier.cost_fixed * barrier.intensity
        state.cost += barrier.daily_cost() * now.strength
        if now.strength > 0.0:
            if now.first:
                agree(world, barrier.partners)
            done = strength(world, barrier.partners, barrier.joint)
            weaker = now if done == 1.0 else replace(now, strength=now.strength * done)
            modifiers.extend((name, said) for said in guard.modifiers(name, barrier, weaker, world.levers))
            for act in guard.acts(name, barrier, now):
                carried_out = act if done == 1.0 else replace(act, probability=act.probability * done)
                world.acts.append((name, barrier, carried_out))
    if world.levers.apply(said for _, said in modifiers):
        guard.check_together(modifiers, world.levers, state.day)
