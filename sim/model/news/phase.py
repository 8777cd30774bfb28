"""News: fades, is heard when its day has come, and tells what parcels met."""

from __future__ import annotations

from sim.model.agents.partners import knowing
from sim.model.agents.partners.keeping_up import fade
from sim.model.market import codes
from sim.model.market.meeting_place import meet_again
from sim.model.market.preparing import forget
from sim.model.market.trends import usual_wishes
from sim.model.market.world import World
from sim.model.news.telling import tell


def run(world: World) -> None:
    """Let news fade, be heard when its day has come, and tell what parcels met."""
    state, par = world.state, world.parameters.news
    state.news[codes.ALARM] *= 0.5 ** (1.0 / par.alarm_half_life)
    state.news[codes.UPSET] *= 0.5 ** (1.0 / par.scam_half_life)
    forget(state, par)
    meet_again(state, par)
    knowing.learn(world)
    fade(world)
    if state.pending:
        for day, kind, amount in state.pending:
            if day <= state.day:
                state.news[kind] += amount
        state.pending = [p for p in state.pending if p[0] > state.day]
    tell(state.delivery_news, world.work.flow, par.seen_days, usual_wishes(world), world.constants.figures)
