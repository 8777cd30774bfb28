"""The suppliers of one service: their sizes, and in which order a measure reaches them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.streams import Draws
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
    served, the middle of each supplier stands; ``turn`` in [0, 1): the same in an order drawn once for the run."""

    def __init__(self, draws: Draws, facilitator: int, concentration: float) -> None:
        shares = sizes(concentration)
        n = len(shares)
        ends = np.cumsum(shares)
        self.rank = ends - 0.5 * shares
        lots = [draws.word(decisions.F_ORDER, facilitator, s) for s in range(n)]
        order = np.array(sorted(range(n), key=lots.__getitem__))
        turn = np.empty(n)
        turn[order] = np.cumsum(shares[order]) - 0.5 * shares[order]
        # laid around a circle, each supplier has its turn anywhere with the same chance
        self.turn = (turn + draws.uniform(decisions.F_FIRST, facilitator)) % 1.0
        middles = (np.arange(PLACES) + 0.5) / PLACES
        self.of = np.minimum(np.searchsorted(ends, middles), n - 1)

    def stopped(self, supply: Any, licensed: Any, enforced: Any) -> NDArray[np.bool_]:
        """Return of which places (rows) the supplier no longer serves the trade, by country (columns).

        ``supply``: share left of suppliers who are stopped at random; ``licensed``: share under a licence, the largest
        first; ``enforced``: chance that one of these stops. Each of shape (countries,).
        """
        turn, rank = self.turn[:, None], self.rank[:, None]
        gone = (turn < 1.0 - supply[None, :]) | ((rank < licensed[None, :]) & (turn < enforced[None, :]))
        return np.asarray(gone[self.of])
