"""Two clocks: offenders change their ways of working, authorities learn them.

Expected (S62, S89, S144): sign only; no evidence of size or pace.
"""

from __future__ import annotations

from sim.model.engine.kernels import kernel
from sim.model.market import codes, counters
from sim.model.market.knowledge import aged, pace
from sim.model.market.world import World


def learn(world: World) -> None:
    """Let offenders' changes of today age what is known, and authorities learn."""
    state = world.state
    state.change = min(changed(world), 1.0)
    state.known = aged(state.known, pace(world), state.change)
    state.known_usual = aged(state.known_usual, min(world.parameters.partners.learning, 1.0), state.change)


def changed(world: World) -> float:
    """Return the share of present ways of working that changed today: sites, who sells, concealment and channels."""
    state, par, counts = world.state, world.parameters.partners, world.work.counts
    sites = 0.0
    if state.day and comes_or_goes(state.markets, state.n_markets, state.day):
        markets = state.markets[: state.n_markets]
        new = (markets["opened"] == state.day) | (markets["closed"] == state.day)
        here = new | (markets["state"] == codes.OPEN)
        trade = markets["usual"][here]
        sites = float(trade[new[here]].sum()) / max(float(trade.sum()), 1e-9)
    vendors = max(int(counts[counters.VENDORS]), 1)
    replaced = min(int(counts[counters.ENTRANTS] + counts[counters.LEAVERS]) / (2.0 * vendors), 1.0)
    conceals = float(counts[counters.STEALTH]) / (counters.MILLION * vendors)
    others = state.route.sum(axis=2)
    by_other = float(others.sum()) / others.size
    moved = abs(conceals - state.concealed) + abs(by_other - state.other_ways) if state.day else 0.0
    state.concealed, state.other_ways = conceals, by_other
    return float(par.change_sites * sites + par.change_vendors * replaced + par.change_concealment * moved)


@kernel
def comes_or_goes(markets, n_markets, day):  # type: ignore[no-untyped-def]
    """Return whether a marketplace opened or closed on a day."""
    found = 0
    for row in range(n_markets):
        found += markets[row].opened == day or markets[row].closed == day
    return found > 0
