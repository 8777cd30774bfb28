"""Vendors: decide, enter, and list what is on offer today (phase 4)."""

from __future__ import annotations

import math

import numpy as np

from sim.model.agents.vendors.rules import decide
from sim.model.market import codes, decisions
from sim.model.market.levers import INVESTIGATION
from sim.model.market.listings import attract_buyers, attract_vendors, list_offers
from sim.model.market.world import World


def run(world: World) -> None:
    """Let vendors decide on what was true yesterday evening; then list offers for today's buyers."""
    state, c, work, par = world.state, world.constants, world.work, world.parameters
    work.fit_slots(state.rows(codes.OPEN), len(state.markets))
    newcomer = par.administrators.attraction_newcomer
    state.hhi, state.leader_share = attract_vendors(
        state.day, state.markets, work.slots, state.demand, c.buyers, c.vendors, newcomer, work.pull, work.wide
    )
    entrants = entering(world)
    state.reserve(entrants + 1, state.n_active + entrants + 8)
    work.fit_tables(len(state.accounts), len(state.markets))
    conceals = concealing(world)
    first_new = state.n_accounts
    state.n_vendors, state.n_accounts, state.n_active, state.n_events = decide(
        world.run_seed, state.day, state.vendors, state.vendors["account"],
        state.n_vendors, state.accounts, state.n_accounts,
        state.active, state.n_active, state.markets, work.slots, work.pull, work.wide, entrants, 1.0 - state.hhi,
        state.news, float(state.seen[:3].mean()), float(c.seen_start[:3].mean()),
        float(world.levers[INVESTIGATION]), conceals, c.vendors, c.institutions, c.channels, c.bond,
        c.vendor_home, c.product, c.vendor_kind, c.vendor_scope, c.kind_scale,
        work.counts, work.by_market, state.events, state.n_events,
    )  # fmt: skip
    added = state.n_accounts - first_new
    state.live[state.n_live : state.n_live + added] = np.arange(first_new, state.n_accounts, dtype=np.int32)
    state.n_live += added
    work.fit_offers(state.n_live)
    list_offers(
        state.active, state.n_active, state.vendors, state.accounts, state.markets, work.slot_of,
        conceals, c.buyers, c.institutions, work.listed, work.columns, work.groups_of, work.offers,
        work.offer_start, work.offer_sum, work.offer_weight, work.guide, work.sellers,
    )  # fmt: skip
    attract_buyers(
        state.day, state.markets, work.slots, work.offer_start, work.sellers, state.demand, c.buyers, newcomer,
        work.destinations,
    )  # fmt: skip


def entering(world: World) -> int:
    """Return how many vendors enter today: more when there are more wishes per vendor, fewer in alarm."""
    state, par = world.state, world.parameters.vendors
    rate = par.entry * world.constants.n_vendors
    if world.parameters.channels.replace:
        margin = state.demand / max(state.n_active, 1) / par.orders_usual
        rate *= min(margin**par.entry_margin, 5.0)
    rate *= math.exp(-0.5 * float(state.news[codes.ALARM]))
    return int(rate + world.draws.uniform(decisions.V_ENTER, state.day))


def concealing(world: World) -> float:
    """Return how much of a vendor's concealment works with the packaging that can be had."""
    matters = float(world.parameters.facilitators.packaging_matters)
    return 1.0 - matters * (1.0 - world.facilitators[codes.PACKAGING].supply)
