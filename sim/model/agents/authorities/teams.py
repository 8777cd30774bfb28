"""Special teams: what opens a case against a vendor, and how cases are worked off.

Cases come from three sources: leads that police have already (back ends, single parcels), parcels that forensics tie
together, and undercover purchases, where the law of the vendor's country allows them. They wait in one line. Teams
that have nothing left to do find nobody faster for being more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.acts.arresting import arrest_vendor
from sim.model.engine.kernels import kernel
from sim.model.engine.streams import key, uniform, uniforms
from sim.model.market import codes, counters, decisions
from sim.model.market.case_load import PUT_DOWN
from sim.model.market.levers import POWERS, TEAMS
from sim.model.market.opsec import MARGIN, identifiable_rows
from sim.model.market.scale import per_real_vendor
from sim.model.market.world import World

PUBLICITY = 1.0
"""How loudly an arrest by special teams is told: they mean it to be heard."""


def work(world: World) -> None:
    """Let the teams of today open cases and work them off; without any, what they had is put down."""
    if not any(world.levers[TEAMS].tolist()):
        world.state.cases.clear()
        return
    open_cases(world)
    work_off(world)


def open_cases(world: World) -> None:
    """Put vendors in line against whom there is something new, where teams work."""
    state, law, teams = world.state, world.parameters.authorities, world.levers[TEAMS]
    rows = state.trading()
    if not teams.all():
        rows = rows[teams[state.vendors["home"][rows]] > 0.0]
    if not len(rows):
        return
    rows, known, new = _new_evidence(world, rows)
    due = new | known
    for row, is_new in zip(rows[due].tolist(), new[due].tolist(), strict=True):
        _, left = state.cases.get(row, (0, 0.0))
        if row not in state.cases or (left == PUT_DOWN and is_new):
            state.cases.pop(row, None)  # to the end of the line
            state.cases[row] = (state.day, float(law.case_work))
            world.work.counts[counters.CASES_OPENED] += 1


def _new_evidence(
    world: World, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return rows against whom there may be something: whether a lead is there already, and whether anything is new
    today, an undercover purchase or parcels that were tied together."""
    state, law, seed = world.state, world.parameters.authorities, world.run_seed
    careless = 1.0 - world.parameters.vendors.opsec_usual
    chance = purchased(world, rows)
    some, known, may, luck, pairs = _look_over(rows, chance, state.vendors, seed, state.day, careless)
    new: NDArray[np.bool_] = np.zeros(len(some), dtype=bool)
    if may.any():
        looked = rows[some[may]]
        likely = identifiable_rows(world, looked).astype(np.float64)
        born = state.vendors["born"][looked].astype(np.int64)
        linked = _draw(world, decisions.A_LINK, born) < 1.0 - (1.0 - law.parcel_link) ** (pairs[may] * likely)
        new[may] = (luck[may] < chance[some[may]] * likely) | linked
    return rows[some], known, new


@kernel
def _look_over(rows, chance, vendors, seed, day, careless):  # type: ignore[no-untyped-def]
    """Note that parcels of vendors were compared, and return of whom more is to be said, by position in ``rows``.

    With it: whether there is a lead; whether there may be something new; the draw of a purchase; pairs of parcels that
    were not compared before. Nobody is easier to identify than who does nothing against it (``careless`` of the usual),
    so that most are known to be left alone.
    """
    n, found = rows.shape[0], 0
    some, known, may = np.empty(n, np.int64), np.empty(n, np.bool_), np.empty(n, np.bool_)
    luck, pairs = np.empty(n), np.empty(n)
    for p in range(n):
        x = vendors[rows[p]]
        before, now = np.float64(x.linked), np.float64(x.seized)
        drawn = uniform(key(seed, day, x.born), decisions.A_PURCHASE)
        some[found], known[found] = p, x.arrest_on > day
        may[found] = drawn * careless < MARGIN * chance[p] or now != before
        luck[found], pairs[found] = drawn, now * now - before * before
        x.linked = x.seized
        found += known[found] or may[found]
    return some[:found], known[:found], may[:found], luck[:found], pairs[:found]


def purchased(world: World, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the chance of each vendor that an undercover purchase opens a case today, by trade and the law."""
    teams, home = world.levers[TEAMS], world.state.vendors["home"][rows]
    a_day = float(teams.sum()) * per_real_vendor(world) * world.parameters.authorities.purchases / 365.0
    trade = world.state.vendors["sales"][rows].astype(np.float64) + 1e-3
    chances: NDArray[np.float64] = a_day * world.levers[POWERS][home] * trade / trade.sum()
    return chances


def work_off(world: World) -> None:
    """Spend a day's work on the cases in line, the oldest first; one that is worked off may end in an arrest."""
    state, law = world.state, world.parameters.authorities
    work_left = float(world.levers[TEAMS].sum()) * per_real_vendor(world)
    cases = list(state.cases.items())
    trading = (state.vendors["state"][list(state.cases)] == codes.TRADING).tolist()
    for (row, (opened, left)), trades in zip(cases, trading, strict=True):
        if not trades:
            del state.cases[row]  # gone, or arrested by others
            continue
        if left == PUT_DOWN:
            continue
        done = min(left, work_left)
        work_left, left = work_left - done, left - done
        if left > 0.0 or state.day - opened < law.case_days:
            state.cases[row] = (opened, left)
            continue
        born = state.vendors["born"][row : row + 1].astype(np.int64)
        if _draw(world, decisions.A_SOLVED, born)[0] < solved(world, row):
            arrest_vendor(world, row, PUBLICITY)
            del state.cases[row]
        else:
            state.cases[row] = (opened, PUT_DOWN)
            world.work.counts[counters.CASES_DROPPED] += 1


def solved(world: World, row: int) -> float:
    """Return the chance that a case against a vendor that was worked off ends in an arrest."""
    likely = float(identifiable_rows(world, np.array([row]))[0])
    return float(1.0 - (1.0 - world.parameters.authorities.case_solved) ** likely)


def _draw(world: World, decision: int, born: NDArray[np.int64]) -> NDArray[np.float64]:
    return uniforms(world.run_seed, decision, world.state.day, born)
