"""News: fades, is heard when its day has come, and tells what parcels met."""

from __future__ import annotations

from sim.model.agents.partners.keeping_up import keep_up
from sim.model.agents.partners.knowing import clocks, paces
from sim.model.market.meeting_place import meet_again
from sim.model.market.preparing import forget
from sim.model.market.trends import usual_wishes
from sim.model.market.world import World
from sim.model.news.telling import pass_day


def run(world: World) -> None:
    """Let news fade, be heard when its day has come, and tell what parcels met."""
    state, work, par = world.state, world.work, world.parameters.news
    half_lives = par.alarm_half_life, par.scam_half_life, world.parameters.partners.commitment_half_life
    state.change, state.known, state.known_usual, state.concealed, state.other_ways = pass_day(
        state.day, state.news, state.commitment, half_lives, clocks(world), paces(world), state.markets,
        state.n_markets, work.counts, state.delivery_news, work.flow, par.seen_days, usual_wishes(world),
        world.constants.figures,
    )  # fmt: skip
    if state.prepared:
        forget(state, par)
    if state.forum < 1.0 or state.hearsay_late:
        meet_again(state, par)
    keep_up(world)
    if state.pending:
        for day, kind, amount in state.pending:
            if day <= state.day:
                state.news[kind] += amount
        state.pending = [p for p in state.pending if p[0] > state.day]
