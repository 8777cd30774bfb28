"""News: fades, is heard when its day has come, and tells what parcels met."""

from __future__ import annotations

from typing import Any

from sim.model.agents.partners.keeping_up import keep_up
from sim.model.agents.partners.knowing import clocks, paces
from sim.model.market.meeting_place import meet_again
from sim.model.market.preparing import forget
from sim.model.market.state import State
from sim.model.market.trends import usual_wishes
from sim.model.market.world import World
from sim.model.news.telling import pass_day


def run(world: World) -> None:
    """Let news fade, be heard when its day has come, and tell what parcels met."""
    state, work = world.state, world.work
    after = pass_day(
        state.day, state.news, state.commitment, passing(world), state.markets, state.n_markets, work.counts,
        state.delivery_news, work.flow, world.constants.figures,
    )  # fmt: skip
    note_clocks(state, after)
    hear(world)


def passing(world: World) -> tuple[Any, ...]:
    """Return by what the day passes: half-lives, clocks and paces, days over which parcels are told, usual wishes.

    All of them floats, also where whole numbers were set: compiled code would take these for another function's.
    """
    par, agreed = world.parameters.news, world.parameters.partners.commitment_half_life
    half_lives = float(par.alarm_half_life), float(par.scam_half_life), float(agreed)
    return half_lives, clocks(world), paces(world), float(par.seen_days), usual_wishes(world)


def note_clocks(state: State, after: tuple[float, ...]) -> None:
    """Note how far the clocks of authorities and offenders have come."""
    state.change, state.known, state.known_usual, state.concealed, state.other_ways = after


def hear(world: World) -> None:
    """Let people forget, meet again, be taught, and hear what is due today."""
    state, par = world.state, world.parameters.news
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
