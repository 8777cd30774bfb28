"""The evening: books are closed, news is told, the day is written down (phases 10 and 11)."""

from __future__ import annotations

from sim.model.market import codes, counters
from sim.model.market.bookkeeping import book_accounts, book_markets
from sim.model.market.geography import CHANNELS
from sim.model.market.routes import reroute
from sim.model.market.world import World


def run_books(world: World) -> None:
    """Move coin and smooth what agents will look at tomorrow."""
    state, c, work = world.state, world.constants, world.work
    counts = work.counts
    state.n_live = book_accounts(
        state.live, state.n_live, state.accounts, state.vendors, work.by_account, work.account_parts,
        world.parameters.institutions.cash_out, counts,
    )  # fmt: skip
    running = state.rows(codes.OPEN, codes.WINDING)
    work.escrow = book_markets(
        state.day, state.markets, running, work.by_market, c.administrators, state.demand,
        world.parameters.administrators.running_cost * len(state.buyers)
        * (1.0 + world.facilitators[codes.HOSTING].surcharge), counts,
    )  # fmt: skip
    purse = state.purses
    purse["buyers"] -= int(counts[counters.PAID]) - int(counts[counters.BACK])
    purse["exchanges"] += int(counts[counters.EXCHANGE_IN])
    purse["suppliers"] += int(counts[counters.UPSTREAM_IN])
    purse["authorities"] += int(counts[counters.AUTHORITY_IN])
    online = int(counts[counters.ONLINE])
    state.demand += 0.07 * (online - state.demand)
    state.unserved += 0.07 * (int(counts[counters.TURNED]) / max(online, 1) - state.unserved)


def run_news(world: World) -> None:
    """Let news fade, be heard when its day has come, and tell what parcels met."""
    state, par, counts = world.state, world.parameters.news, world.work.counts
    state.news[codes.ALARM] *= 0.5 ** (1.0 / par.alarm_half_life)
    state.news[codes.UPSET] *= 0.5 ** (1.0 / par.scam_half_life)
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
    if world.parameters.channels.reroute:
        reroute(world)


def run_records(world: World) -> None:
    """Write the day down."""
    state, work = world.state, world.work
    counts = work.counts
    state.moving += int(
        counts[counters.SENT] - counts[counters.N_DELIVERED] - counts[counters.N_SEIZED] - counts[counters.N_LOST]
    )
    state.customers += int(counts[counters.ARRIVED] - counts[counters.STOPPED])
    world.records.write(world)
    work.clear()
