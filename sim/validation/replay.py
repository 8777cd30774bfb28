"""Play an episode: one run in which it happens, and its twin in which it does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.acts.targets import ClosedMarketplace
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes
from sim.model.market.closing import row_of
from sim.model.parameters import EcosystemParameters
from sim.validation.episode import Episode
from sim.validation.overrides import applied

TOLERANCE = 0.12
"""Share of trade by which what the closures take may differ from the episode's own."""
MIGRATION = 28
"""Days after which it is looked at where users went."""
PRICED = 180
"""Days on which vendors' prices are followed."""


@dataclass
class Replay:
    """One replicate of an episode: the struck run and its twin, both at the horizon.

    ``prices_struck``, ``prices_twin``: of the vendors there on the eve, by day since, shape (days, vendors).
    """

    struck: Ecosystem
    twin: Ecosystem
    start: int
    closed: list[int]
    accounts_before: NDArray[np.void]
    buyers_before: NDArray[np.void]
    users_after: NDArray[np.int16]
    share_closed: float
    prices_struck: NDArray[np.float32]
    prices_twin: NDArray[np.float32]

    def mean(self, column: str, first: int, last: int, twin: bool = False) -> float:
        """Return the mean of a daily figure of a run, days after the episode began, last excluded."""
        run = self.twin if twin else self.struck
        return float(run.records.column(column)[self.start + first : self.start + last].mean())

    def revenue(self, first: int, last: int) -> float:
        """Return mean daily revenue of the struck run."""
        return self.mean("revenue", first, last)

    def before(self, days: int = 56) -> float:
        """Return mean daily revenue in the weeks before."""
        return self.revenue(-days, 0)

    def by_market(self, first: int, last: int, column: str = "revenue") -> NDArray[np.float64]:
        """Return sums of a figure by marketplace in the struck run (see OF_MARKETS), shape (marketplaces,)."""
        days = slice(self.start + first, self.start + last)
        return self.struck.records.of_markets(column)[days].sum(axis=0).astype(float)


def replay(
    episode: Episode, buyers: int, seed: int, replicate: int, parameters: EcosystemParameters | None = None
) -> Replay | None:
    """Run one replicate of an episode and its twin; None where the world drifted from the one described.

    A replicate in which the closures take a share that differs by more than ``TOLERANCE``, or the leader or a rival
    has left by itself before, is no replay of it.
    """
    given = applied(parameters if parameters is not None else EcosystemParameters(), episode.world or {})
    start = episode.start
    size = min(buyers, episode.buyers)
    world = Ecosystem(given, buyers=size, days=start + episode.days, seed=seed, replicate=replicate).run(start)
    struck = world.branch([event.intervention(start) for event in episode.events])
    orders = world.state.markets["orders"].copy()
    accounts = world.state.accounts[: world.state.n_accounts].copy()
    users = world.state.buyers.copy()
    try:
        struck.step()
    except ClosedMarketplace:  # said of replicate 0 only; others note it in the journal
        _release(struck, world)
        return None
    closed = [e[2] for e in struck.state.journal if e[0] == start and e[1] == "close"]
    off = struck.state.markets["offline_until"][: len(orders)] > start
    share, unhosted = (float(orders[of].sum() / max(orders.sum(), 1e-9)) for of in (closed, off))
    if unhosted < episode.unhosted or not _as_described(episode, struck, closed, share):
        _release(struck, world)
        return None
    known = world.state.n_vendors
    prices = np.zeros((2, min(PRICED, episode.days), known), dtype=np.float32)
    users_after = users["market"]
    prices[0, 0] = struck.state.vendors["price"][:known]
    for run, kept in ((struck, prices[0]), (world, prices[1])):
        while run.day < run.days:
            run.step()
            since = run.day - 1 - start
            if since < len(kept):
                kept[since] = run.state.vendors["price"][:known]
            if run is struck and since == MIGRATION - 1:
                users_after = run.state.buyers["market"].copy()
        run.close()
    return Replay(struck, world, start, closed, accounts, users, users_after, share, prices[0], prices[1])


def _release(*worlds: Ecosystem) -> None:
    """Let go of worlds that are passed over, or Mesa would keep every one."""
    for world in worlds:
        world.close()


def _as_described(episode: Episode, struck: Ecosystem, closed: list[int], share: float) -> bool:
    """Tell whether the closures of the first day are those that the episode tells of."""
    today = [e[1] for e in struck.state.journal if e[0] == episode.start]
    if "missed" in today and not closed:  # those that the episode names have closed before
        return False
    if episode.closes is not None and abs(share - episode.closes) > TOLERANCE:
        return False
    # where the leader has just left by itself, its heir may have as large a share, but no ordinary weeks behind it
    if episode.leader and 0 not in closed:
        return False
    return all(struck.state.markets["state"][row_of(name)] == codes.OPEN for name in episode.up)
