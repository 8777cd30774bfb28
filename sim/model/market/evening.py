"""The evening: books are closed, news is told, the day is written down (phases 10 and 11)."""

from __future__ import annotations

import math

import numpy as np

from sim.model.market import codes, counters
from sim.model.market.bookkeeping import book_accounts, book_markets
from sim.model.market.geography import CHANNELS
from sim.model.market.world import World


def run_books(world: World) -> None:
    """Move coin and smooth what agents will look at tomorrow."""
    state, c, work = world.state, world.constants, world.work
    counts = work.counts
    state.n_live = book_accounts(
        state.live, state.n_live, state.tables, work.counted(0), work.account_parts,
        world.parameters.institutions.cash_out,
    )  # fmt: skip
    running = state.rows(codes.OPEN, codes.WINDING)
    work.escrow = book_markets(
        state.day, state.tables, running, work.counted(0), c.figures, state.demand,
        world.parameters.administrators.running_cost * len(state.buyers)
        * (1.0 + world.facilitators[codes.HOSTING].surcharge),
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
        _reroute(world)


def _reroute(world: World) -> None:
    """Shift parcels to private carriers and drops where the post is seen to be seized more than was usual."""
    par = world.parameters.vendors
    more = (world.state.seen - world.constants.seen_start).tolist()
    route = world.state.route
    for post in (codes.POST_DOMESTIC, codes.POST_EU, codes.POST_ABROAD):
        push = par.reroute_response * (more[post] - more[codes.PARCEL])
        route[post] = min(par.private_parcel * math.exp(min(push, 10.0)), 0.7)
    push = par.reroute_response * (more[codes.POST_DOMESTIC] - more[codes.DROP])
    route[3] = min(par.local_drop * math.exp(min(push, 10.0)), 0.3)


def run_records(world: World) -> None:
    """Write the day down."""
    state, work = world.state, world.work
    counts, slots = work.counts, work.slots
    state.moving += int(
        counts[counters.SENT] - counts[counters.N_DELIVERED] - counts[counters.N_SEIZED] - counts[counters.N_LOST]
    )
    state.customers += int(counts[counters.ARRIVED] - counts[counters.STOPPED])
    strict = np.count_nonzero(state.markets["admission"][slots] == codes.INVITATION) / max(len(slots), 1)
    alarm, seen = float(state.news[codes.ALARM]), float(state.seen[:3].mean())
    world.records.write(
        counts,
        (
            float(state.customers), float(len(slots)), state.leader_share, state.hhi, work.escrow / 100.0,
            _lost_today(world), alarm, float(state.news[codes.UPSET]), seen, state.demand, state.unserved,
            *[f.supply for f in world.facilitators], state.cost, strict, float(state.moving),
            float(counts[counters.N_SEIZED]) * world.parameters.couriers.false_alarms,
        ),
        work.by_market,
        state.markets["sellers"] * (state.markets["state"] == codes.OPEN),
    )  # fmt: skip
    state.observed = {
        "leader_share": state.leader_share, "hhi": state.hhi, "marketplaces": float(len(slots)),
        "orders": float(counts[counters.ORDERS]), "revenue": float(counts[counters.REVENUE]) / 100.0,
        "seized_share": seen, "street_share": float(counts[counters.STREET]) / max(int(counts[counters.WISHES]), 1),
        "active_vendors": float(state.n_active), "alarm": alarm, "unserved": state.unserved,
    }  # fmt: skip
    work.clear()


def _lost_today(world: World) -> float:
    """Return the escrow lost in today's closures, EUR."""
    lost = 0.0
    for day, event, _, _, cause, amount in reversed(world.state.journal):
        if day != world.state.day:
            break
        if event == "close" and cause != codes.CAUSES[codes.VOLUNTARY]:
            lost += amount
    return lost
