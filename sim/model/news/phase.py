"""News: fades, is heard when its day has come, and tells what parcels met."""

from __future__ import annotations

from sim.model.agents.vendors.channels import shift_channels
from sim.model.market import codes, counters
from sim.model.market.geography import CHANNELS
from sim.model.market.preparing import forget
from sim.model.market.world import World


def run(world: World) -> None:
    """Let news fade, be heard when its day has come, and tell what parcels met."""
    state, par, counts = world.state, world.parameters.news, world.work.counts
    state.news[codes.ALARM] *= 0.5 ** (1.0 / par.alarm_half_life)
    state.news[codes.UPSET] *= 0.5 ** (1.0 / par.scam_half_life)
    forget(state, par)
    if state.pending:
        for day, kind, amount in state.pending:
            if day <= state.day:
                state.news[kind] += amount
        state.pending = [p for p in state.pending if p[0] > state.day]
    # what forums tell of seizures: a share by channel, moving with the parcels reported
    block = counts[counters.BY_CHANNEL : counters.END].reshape(len(CHANNELS), 4)
    memory = par.seen_days * state.usual_demand / len(CHANNELS)
    for channel, (_, _, sent, seized) in enumerate(block.tolist()):
        if sent:
            state.seen[channel] += sent / (sent + memory) * (seized / sent - state.seen[channel])
    if world.parameters.ways.reroute:
        shift_channels(world)
