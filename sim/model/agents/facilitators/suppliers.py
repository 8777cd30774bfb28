"""The suppliers of one service: their sizes, what they know, and in which order a measure reaches them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.borrowing import borrow
from sim.model.engine.kernels import kernel
from sim.model.engine.streams import Draws, random_bits_by_row, uniforms
from sim.model.market import decisions
from sim.model.market.paying import PLACES


def sizes(concentration: float) -> NDArray[np.float64]:
    """Return the suppliers' shares of all customers, largest first, with this Herfindahl concentration.

    They fall by the same ratio from one to the next, (1 - H) / (1 + H), as shares of firms roughly do. The smallest
    that is told apart has one of the customers' places (see sim.model.market.paying).
    """
    if concentration <= 1.0 / PLACES:
        return np.full(PLACES, 1.0 / PLACES)
    shares = ((1.0 - concentration) / (1.0 + concentration)) ** np.arange(PLACES)
    return np.asarray(shares / shares.sum())


class Suppliers:
    """``of``: the supplier of each place, int64 (PLACES,). ``rank`` in [0, 1): how far down in size, by customers
    served, the middle of each supplier stands; ``turn`` in [0, 1): the same in an order drawn once for the run.
    ``knows``: which of them, bool (suppliers,), know whom they serve, a share ``knowing`` on the mean; of the others,
    a share ``cooperation`` acts when asked. ``by_place``: what :func:`strike` asks of the supplier of each place."""

    def __init__(
        self, draws: Draws, facilitator: int, concentration: float, knowing: float = 0.0, cooperation: float = 1.0
    ) -> None:
        shares = sizes(concentration)
        n = len(shares)
        ends = np.cumsum(shares)
        self.rank = ends - 0.5 * shares
        rows = np.arange(n)
        order = np.argsort(random_bits_by_row(draws.seed, decisions.F_ORDER, facilitator, rows), kind="stable")
        turn = np.empty(n)
        turn[order] = np.cumsum(shares[order]) - 0.5 * shares[order]
        # laid around a circle, each supplier has its turn anywhere with the same chance
        self.turn = (turn + draws.uniform(decisions.F_FIRST, facilitator)) % 1.0
        asked, acts, knows = (
            uniforms(draws.seed, decision, facilitator, rows)
            for decision in (decisions.F_ASKED, decisions.F_ACTS, decisions.F_KNOWS)
        )
        self.knows = knows < knowing
        asked = np.where(self.knows | (acts >= cooperation), 2.0, asked)  # 2: whoever asks, in vain
        among = np.where(self.knows, np.cumsum(self.knows) - 1 + self.turn, np.inf)
        self.largest = float(shares[0])
        middles = (np.arange(PLACES) + 0.5) / PLACES
        self.of = np.minimum(np.searchsorted(ends, middles), n - 1)
        self.by_place = np.array([self.turn, self.rank, asked, among, rows + self.turn])[:, self.of]


@kernel
def strike(by_place, said, closed, stopped, persuaded):  # type: ignore[no-untyped-def]
    """Write by place and country whose supplier serves nobody any more, no longer serves the trade, or was asked and
    acts; bool (places, countries).

    ``by_place``: of ``Suppliers``; ``said``: by country, what levers say in the order of ``SUPPLY``. Share left of
    suppliers who are stopped at random; share under a licence, the largest first, and chance that one of these stops;
    share who are asked; share who are gone, at random; numbers of those who are convicted and taken over, the largest
    first, of those who know whom they serve and of all. A fraction of one stands for a chance.
    """
    supply, licensed, enforced, called, removed, convicted, taken_over = borrow(said)
    turn, rank, asked, among, place = by_place[0], by_place[1], by_place[2], by_place[3], by_place[4]
    for i in range(closed.shape[0]):
        for j in range(closed.shape[1]):
            gone = turn[i] < removed[j]
            closed[i, j] = gone or among[i] < convicted[j] or place[i] < taken_over[j]
            stopped[i, j] = turn[i] < 1.0 - supply[j] or (rank[i] < licensed[j] and turn[i] < enforced[j])
            persuaded[i, j] = asked[i] < called[j]
