"""From a signal to a lead: seen by a partner who recognises it, shared with whom it concerns, and followed.

A lead is signal times awareness times sharing, beyond the ordinary, after the time that sharing takes. A lead on a
vendor is worked off as those of back ends are: by ordinary police after months, or in the line of special teams. One on
an administrator ends in a raid. Expected (S45, S81, S88): more arrests, of those who earn most; no evidence of size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.agents.partners.recognising import beyond_usual
from sim.model.agents.partners.showing import SHOWING
from sim.model.catalogue.countries import COUNTRIES
from sim.model.catalogue.partners import PARTNERS
from sim.model.catalogue.signals import ADMINISTRATORS, ROWS, VENDORS, Signal
from sim.model.engine.streams import uniforms
from sim.model.market import codes, counters, decisions
from sim.model.market.knowledge import ahead_of_usual
from sim.model.market.leads import lead_time
from sim.model.market.levers import RIGHT, SHARED, SHARING
from sim.model.market.opsec import identifiable_rows
from sim.model.market.world import World

Rows = NDArray[np.int64]


def run(world: World) -> None:
    """Let partners see and pass on what is before them today, and those who are told follow it."""
    state = world.state
    if world.levers.moved(SHARED, RIGHT) or state.taught.any() or ahead_of_usual(state) > 1.0:
        see(world)
    if state.shared:
        follow(world)


def see(world: World) -> None:
    """Put in the post what is seen today of vendors and of administrators, if it will be told at all."""
    beyond = {abroad: beyond_usual(world, abroad) for abroad in (False, True)}
    if not any(more.any() for more in beyond.values()):
        return
    state = world.state
    rows = np.sort(state.active[: state.n_active]).astype(np.int64)
    rows = rows[state.vendors["state"][rows] == codes.TRADING]
    born, homes = state.vendors["born"][rows].astype(np.int64), state.vendors["home"][rows]
    careless = identifiable_rows(world, rows).astype(np.float64)
    sites = state.rows(codes.OPEN)
    who = state.markets["who"][sites].astype(np.int64)
    for number, signal in enumerate(ROWS):
        told = beyond[signal.abroad][[PARTNERS.index(name) for name in signal.seen_by]].sum(axis=0)
        if signal.source == VENDORS:
            likely = _rate(world, signal) * SHOWING[signal.grows_with](world, rows) * told[homes] * careless
            _pass_on(world, number, rows, born, likely, homes)
        else:
            likely = _rate(world, signal) * SHOWING[signal.grows_with](world, sites) * _anywhere(world, told)
            _pass_on(world, number, sites, who, likely, None)


def _rate(world: World, signal: Signal) -> float:
    par = world.parameters.partners
    rate = float(par.signals.get(signal.name, 0.0)) * (par.online if signal.online else 1.0)
    return rate * (1.0 if signal.source == ADMINISTRATORS else par.lead_opens)


def _anywhere(world: World, told: NDArray[np.float64]) -> float:
    """Return what is told of those whose country is not known: of each by its share of vendors."""
    homes = np.array([max(float(world.parameters.vendors.home.get(name, 0.0)), 0.0) for name in COUNTRIES])
    return float(told @ homes) / max(float(homes.sum()), 1e-300)


def _pass_on(
    world: World, number: int, rows: Rows, who: Rows, likely: NDArray[np.float64], homes: Rows | None
) -> None:  # fmt: skip
    """Note which of ``rows`` are seen today, and when those who can follow it are told."""
    state, seed = world.state, world.run_seed
    own = who + (np.int64(number + 1) << 40)  # each signal is a chance of its own
    seen = uniforms(seed, decisions.A_SIGNAL, state.day, own) < -np.expm1(-likely)
    if not seen.any():
        return
    days = 1.0 / np.maximum(world.levers[SHARING], 1e-9)
    wait = days[homes[seen]] if homes is not None else np.full(int(seen.sum()), _anywhere(world, days))
    wait = wait * -np.log1p(-uniforms(seed, decisions.A_SHARED, state.day, own[seen]))
    world.work.counts[counters.SEEN] += int(seen.sum())
    for row, delay in zip(rows[seen].tolist(), wait.tolist(), strict=True):
        state.shared.append((state.day + 1 + int(min(delay, codes.NEVER)), number, row))


def follow(world: World) -> None:
    """Let those who are told today follow what they are told; who is gone by then is not followed."""
    state = world.state
    today = [lead for lead in state.shared if lead[0] <= state.day]
    if not today:
        return
    state.shared = [lead for lead in state.shared if lead[0] > state.day]
    for _, number, row in today:
        vendors = ROWS[number].source == VENDORS
        if _follow_vendor(world, number, row) if vendors else _follow_site(world, row):
            world.work.counts[counters.SHARED] += 1
            world.work.counts[counters.BY_SIGNAL + number] += 1
            state.write("signal", -1 if vendors else row, row if vendors else -1, ROWS[number].name)


def _follow_vendor(world: World, number: int, row: int) -> bool:
    """Open a lead on a vendor: an arrest will follow, by ordinary police or by teams, whoever is first."""
    state = world.state
    if state.vendors["state"][row] != codes.TRADING:
        return False
    born = np.array([int(state.vendors["born"][row]) + ((number + 1) << 40)])
    wait = -np.log1p(-uniforms(world.run_seed, decisions.A_FOLLOWED, state.day, born))[0]
    wait *= lead_time(world, world.parameters.authorities.lead_delay)[state.vendors["home"][row]]
    on = state.day + 1 + int(min(wait, codes.NEVER))
    if state.vendors["arrest_on"][row] < 0 or on < state.vendors["arrest_on"][row]:
        state.vendors["arrest_on"][row] = on
    return True


def _follow_site(world: World, row: int) -> bool:
    """Raid a marketplace whose administrator was found."""
    state, law = world.state, world.parameters.authorities
    if state.markets["state"][row] != codes.OPEN or state.markets["covert_until"][row] >= 0:
        return False
    world.authority.seize(row, law.raid_leads, law.lead_delay, law.raid_publicity)
    world.authority.tell_administrators(law.raid_publicity)
    return True
