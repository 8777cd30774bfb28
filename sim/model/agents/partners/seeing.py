"""From a signal to a lead: seen by a partner who recognises it, shared with whom it concerns, and followed.

A lead is signal times awareness times sharing, beyond the ordinary, after the time that sharing takes. A lead on a
vendor is worked off as those of back ends are: by ordinary police after months, or in the line of special teams. One on
an administrator ends in a raid. Expected (S45, S81, S88): more arrests, of those who earn most; no evidence of size.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.model.acts.seizing import withstands
from sim.model.agents.partners.recognising import awareness, beyond_usual
from sim.model.agents.partners.showing import BY_INCOME, SHOWING
from sim.model.catalogue.partners import PARTNERS
from sim.model.catalogue.signals import ROWS, VENDORS
from sim.model.engine.kernels import kernel
from sim.model.engine.streams import key, uniform, uniforms
from sim.model.market import codes, counters, decisions
from sim.model.market.knowledge import ahead_of_usual
from sim.model.market.leads import note, worked_off
from sim.model.market.levers import RIGHT, SHARED, SHARING
from sim.model.market.opsec import MARGIN, identifiable_rows, within_reach
from sim.model.market.world import World

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
_SEEN_BY = [PARTNERS.index(name) + signal.abroad * len(PARTNERS) for signal in ROWS for name in signal.seen_by]
"""Who sees each signal, one signal after the other; what is seen where parcels arrive, behind what is seen at home."""
_FIRST = [sum(len(before.seen_by) for before in ROWS[:n]) for n in range(len(ROWS))]
_OF_VENDORS = tuple(n for n, signal in enumerate(ROWS) if signal.source == VENDORS)
_OF_ADMINISTRATORS = tuple(n for n, signal in enumerate(ROWS) if signal.source != VENDORS)
_VENDORS = list(_OF_VENDORS)
_SITES = 1 << 40
"""Added to who runs a marketplace, for draws of its own."""
_LIMITS = np.array([[0.0, income, 1.0 - income] for income in (ROWS[n].grows_with in BY_INCOME for n in _OF_VENDORS)]).T
"""How far a signal of vendors goes with income and with sales at the most, see :func:`within_reach`."""


def run(world: World) -> None:
    """Let partners see and pass on what is before them today, and those who are told follow it."""
    state = world.state
    if state.educated or world.levers.moved(SHARED, RIGHT) or ahead_of_usual(state) > 1.0:
        see(world)
    if state.shared:
        follow(world)


def see(world: World) -> None:
    """Put in the post what is seen today of vendors and of administrators, if it will be told at all."""
    aware = awareness(world)
    beyond = np.concatenate([beyond_usual(world, abroad, aware) for abroad in (False, True)])
    if not beyond.any():
        return
    # by signal and country, over all who see it
    told = np.add.reduceat(beyond[_SEEN_BY], _FIRST, axis=0)
    _see_vendors(world, told)
    _see_sites(world, told)


def _see_vendors(world: World, told: Floats) -> None:
    state, par = world.state, world.parameters
    most = np.array([_rate(world, n) for n in _OF_VENDORS])[:, None] * (told[_VENDORS] * par.partners.lead_opens)
    rows = within_reach(world, decisions.A_SIGNAL, _LIMITS @ most)
    if not len(rows):
        return
    homes, born = state.vendors["home"][rows], state.vendors["born"][rows].astype(np.int64)
    careless = identifiable_rows(world, rows).astype(np.float64) * par.partners.lead_opens
    shown = {n: _shown(world, n, rows) * told[n][homes] * careless for n in _OF_VENDORS}
    _pass_on(world, shown, rows, born, _days(world)[homes])


def _see_sites(world: World, told: Floats) -> None:
    state, legal = world.state, world.parameters.vendors.outside_option
    most = sum(_rate(world, n) * _anywhere(world, told[n]) for n in _OF_ADMINISTRATORS)
    rows = _sites_within_reach(state.markets, state.n_markets, world.run_seed, state.day, most, legal)
    if not len(rows):
        return
    who = state.markets["who"][rows].astype(np.int64) + _SITES
    shown = {n: _shown(world, n, rows) * _anywhere(world, told[n]) for n in _OF_ADMINISTRATORS}
    _pass_on(world, shown, rows, who, np.full(len(rows), _anywhere(world, _days(world))))


@kernel
def _sites_within_reach(markets, n, seed, day, most, legal):  # type: ignore[no-untyped-def]
    """Return the rows of open marketplaces that a draw of today may strike, see :func:`within_reach`."""
    rows = np.empty(n, np.int64)
    found = 0
    for row in range(n):
        m = markets[row]
        rows[found] = row
        if m.state == codes.OPEN:
            root = math.sqrt(max(m.revenue * m.commission - legal, 0.0) / legal)
            found += not uniform(key(seed, day, m.who + _SITES), decisions.A_SIGNAL) > MARGIN * most * root
    return rows[:found].copy()


def _days(world: World) -> Floats:
    """Return the mean days from a sight to whom it concerns, by country."""
    days: Floats = 1.0 / np.maximum(world.levers[SHARING], 1e-9)
    return days


def _rate(world: World, number: int) -> float:
    """Return how often a signal is before somebody, for each unit of what shows it."""
    signal, par = ROWS[number], world.parameters.partners
    rate = float(par.signals.get(signal.name, 0.0)) * (par.online if signal.online else 1.0)
    return rate * (world.state.forum if signal.name == "talk" else 1.0)


def _shown(world: World, number: int, rows: Rows) -> Floats:
    """Return the hazard of a signal of each row, were all of it recognised and told."""
    return _rate(world, number) * SHOWING[ROWS[number].grows_with](world, rows)


def _anywhere(world: World, told: Floats) -> float:
    """Return a figure by country for those whose country is not known: of each by its share of vendors."""
    return float(told @ world.constants.vendor_shares)


def _pass_on(world: World, shown: dict[int, Floats], rows: Rows, who: Rows, days: Floats) -> None:
    """Note which of ``rows`` are seen today, by which signal, and when those who can follow it are told.

    ``shown``: hazards by signal and row; ``days``: mean time until they are told.
    """
    state, seed = world.state, world.run_seed
    running = np.cumsum(list(shown.values()), axis=0)
    seen = np.flatnonzero(uniforms(seed, decisions.A_SIGNAL, state.day, who) < -np.expm1(-running[-1]))
    if not len(seen):
        return
    at = uniforms(seed, decisions.A_WHICH, state.day, who[seen]) * running[-1, seen]
    which = np.minimum((running[:, seen] <= at).sum(axis=0), len(shown) - 1)
    wait = days[seen] * -np.log1p(-uniforms(seed, decisions.A_SHARED, state.day, who[seen]))
    world.work.counts[counters.SEEN] += len(seen)
    for row, place, delay in zip(rows[seen].tolist(), which.tolist(), wait.tolist(), strict=True):
        state.shared.append((state.day + 1 + int(min(delay, codes.NEVER)), list(shown)[place], row))


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
    luck = uniforms(world.run_seed, decisions.A_FOLLOWED, state.day, born)
    (due,) = worked_off(world, np.array([row]), luck, world.parameters.authorities.lead_delay).tolist()
    note(world, row, due)
    return True


def _follow_site(world: World, row: int) -> bool:
    """Raid a marketplace whose administrator was found."""
    state, law = world.state, world.parameters.authorities
    if state.markets["state"][row] != codes.OPEN or state.markets["covert_until"][row] >= 0:
        return False
    if withstands(world, row):
        return False
    world.authority.seize(row, law.raid_leads, law.lead_delay, law.raid_publicity)
    world.authority.tell_administrators(law.raid_publicity)
    return True
