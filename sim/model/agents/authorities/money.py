"""Money: whose means are looked into, what is taken, and what exchanges report.

Expected: certainty moves more than size (B129, B131); one's own experience more than that of others (B133, B135), so
that only those struck think of stopping; no evidence of how much forfeiture it takes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.levers import Lever
from sim.model.engine.streams import uniforms
from sim.model.market import counters, decisions
from sim.model.market.leads import note, worked_off
from sim.model.market.levers import ASSESSED, FINED, FROZEN, RECOVERED, REPORTING, TAXED
from sim.model.market.opsec import MARGIN, identifiable_rows, within_reach
from sim.model.market.payments import VENDORS
from sim.model.market.vendor_books import SMOOTHING
from sim.model.market.world import World

_YEAR = 365.0


def look_into_means(world: World) -> None:
    """Look into the means of traders, and take what fines, taxes and recovery say."""
    levers, state = world.levers, world.state
    if not levers.moved(ASSESSED):
        return
    often = levers[ASSESSED]
    rows = within_reach(world, decisions.A_ASSESSED, _at_any_rate(often))
    found = rows
    if len(rows):
        found = rows[_struck(world, rows, often[state.vendors["home"][rows]], decisions.A_ASSESSED)]
    if len(found):
        share, fine, years = (_each_time(world, lever) for lever in (RECOVERED, FINED, TAXED))
        home = state.vendors["home"][found]
        profit = np.maximum(state.vendors["profit"][found].astype(np.float64), 0.0)
        owed = 100.0 * (fine[home] + _YEAR * years[home] * profit)
        _take(world, found, np.minimum(share[home], 1.0), owed)
        world.work.counts[counters.ASSESSMENTS] += len(found)
    _look_into_owners(world, often)


def _each_time(world: World, lever: Lever) -> NDArray[np.float64]:
    """Return what is taken each time by a lever that says it times how often that is."""
    taken: NDArray[np.float64] = world.levers[lever] / np.maximum(world.levers[ASSESSED], 1e-12)
    return taken


def _look_into_owners(world: World, often: NDArray[np.float64]) -> None:
    """Take of what administrators have put aside; who loses it has less to lose by an exit scam."""
    state, par, markets = world.state, world.parameters, world.state.markets[: world.state.n_markets]
    home = world.constants.vendor_shares
    rate = float(home @ often)
    # a chance is never above its hazard: most are known to be left alone before it is worked out
    luck = uniforms(world.run_seed, decisions.A_OWNER, state.day, markets["who"])
    within = (luck < MARGIN * 2.0 * rate / _YEAR * (1.0 - markets["security"])) & (markets["wealth"] > 0)
    if not within.any():
        return
    share = np.minimum(_each_time(world, RECOVERED), 1.0)
    part = float(home @ (often * share)) / max(rate, 1e-12)
    if part <= 0.0:
        return
    for row in np.flatnonzero(within).tolist():
        market = state.markets[row]
        chance = -np.expm1(-rate / _YEAR * 2.0 * (1.0 - float(market["security"])))
        if luck[row] >= chance:
            continue
        taken = int(int(market["wealth"]) * part)
        market["wealth"] -= taken
        market["integrity"] *= max(1.0 - part, 0.01) ** par.payments.safe_wealth
        world.work.counts[counters.AUTHORITY_IN] += taken
        world.work.counts[counters.TAKEN] += taken


def hear_reports(world: World) -> None:
    """Let exchanges and cards report vendors whose income they cannot explain: some is frozen, some become a lead."""
    levers, state, par = world.levers, world.state, world.parameters.payments
    if not levers.moved(REPORTING):
        return
    share = levers[REPORTING]
    rows = within_reach(world, decisions.A_REPORTED, _at_any_rate(par.reports * share * max(par.seen)))
    if not len(rows):
        return
    home = state.vendors["home"][rows]
    shows = np.array(par.seen)[routes(world, rows)]
    found = rows[_struck(world, rows, par.reports * share[home] * shows, decisions.A_REPORTED)]
    if not len(found):
        return
    home, born = state.vendors["home"][found], state.vendors["born"][found].astype(np.int64)
    _take(world, found, np.minimum(levers[FROZEN][home] / np.maximum(share[home], 1e-12), 1.0), np.zeros(len(found)))
    world.work.counts[counters.REPORTS] += len(found)
    led = uniforms(world.run_seed, decisions.A_REPORT_LEAD, state.day, born) < par.report_leads
    luck = uniforms(world.run_seed, decisions.A_REPORT_DELAY, state.day, born)
    due = worked_off(world, found, luck, world.parameters.authorities.lead_delay)
    for row, day in zip(found[led].tolist(), due[led].tolist(), strict=True):
        note(world, row, day)


def routes(world: World, rows: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return by which route (a position in the catalogue) vendors turn coin into money today; it follows one draw."""
    home = world.state.vendors["home"][rows]
    shares = world.work.paying.shares[VENDORS]
    reached = np.cumsum(shares / np.maximum(shares.sum(axis=0), 1e-300), axis=0)
    born = world.state.vendors["born"][rows].astype(np.int64)
    luck = uniforms(world.run_seed, decisions.C_ROUTE, decisions.BIRTH, born)
    return np.minimum((luck[None, :] >= reached[:, home]).sum(axis=0), len(shares) - 1)


def _at_any_rate(a_year: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what is so many times a year, by country, as :func:`within_reach` takes it."""
    none = np.zeros_like(a_year)
    return np.array([a_year / _YEAR, none, none])


def _struck(world: World, rows: NDArray[np.int64], often: NDArray[np.float64], decision: int) -> NDArray[np.bool_]:
    """Return who it is today, at so many times a year for one of usual operational security."""
    likely = identifiable_rows(world, rows).astype(np.float64)
    born = world.state.vendors["born"][rows].astype(np.int64)
    chance = -np.expm1(-often / _YEAR * likely)
    return np.asarray(uniforms(world.run_seed, decision, world.state.day, born) < chance)


def _take(world: World, rows: NDArray[np.int64], share: NDArray[np.float64], owed: NDArray[np.float64]) -> None:
    """Take a ``share`` of the coin of vendors, and cents ``owed``, from other means where coin does not do."""
    vendors, counts = world.state.vendors, world.work.counts
    wealth = np.maximum(vendors["wealth"][rows], 0)
    coin = np.minimum((share * wealth + owed).astype(np.int64), wealth)
    means = np.minimum(np.maximum(owed - (coin - share * wealth), 0.0), vendors["capital"][rows]).astype(np.int64)
    vendors["wealth"][rows] -= coin
    vendors["capital"][rows] -= means
    counts[counters.AUTHORITY_IN] += int(coin.sum())
    lost = coin + means
    counts[counters.TAKEN] += int(lost.sum())
    np.add.at(counts, counters.BY_KIND + vendors["kind"][rows].astype(np.int64), lost)
    vendors["profit"][rows] -= SMOOTHING * world.parameters.payments.loss_felt * lost / 100.0
    vendors["risk"][rows] += world.parameters.vendors.risk_exposed
