"""Records: the day is written down."""

from __future__ import annotations

import numpy as np

from sim.model.market import codes, counters
from sim.model.market.world import World


def run(world: World) -> None:
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
