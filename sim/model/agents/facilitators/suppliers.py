"""The suppliers of one service: their sizes, what they know, and in which order a measure reaches them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    a share ``cooperation`` acts when asked."""

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
        self._asked = np.where(self.knows | (acts >= cooperation), 2.0, asked)  # 2: whoever asks, in vain
        self._place = rows + self.turn
        self._among = np.where(self.knows, np.cumsum(self.knows) - 1 + self.turn, np.inf)
        self.largest = float(shares[0])
        middles = (np.arange(PLACES) + 0.5) / PLACES
        self.of = np.minimum(np.searchsorted(ends, middles), n - 1)

    def stopped(self, supply: Any, licensed: Any, enforced: Any) -> NDArray[np.bool_]:
        """Return of which places (rows) the supplier no longer serves the trade, by country (columns).

        ``supply``: share left of suppliers who are stopped at random; ``licensed``: share under a licence, the largest
        first; ``enforced``: chance that one of these stops. Each of shape (countries,).
        """
        turn, rank = self.turn[:, None], self.rank[:, None]
        gone = (turn < 1.0 - supply[None, :]) | ((rank < licensed[None, :]) & (turn < enforced[None, :]))
        return gone.take(self.of, axis=0)

    def persuaded(self, called: Any) -> NDArray[np.bool_]:
        """Return the places, by country, whose supplier was asked and acts; ``called``: share asked, (countries,)."""
        return (self._asked[:, None] < called[None, :]).take(self.of, axis=0)

    def closed(self, removed: Any, convicted: Any, taken_over: Any) -> NDArray[np.bool_]:
        """Return the places, by country, whose supplier serves nobody any more; each of shape (countries,).

        ``removed``: share of suppliers who are gone, at random. ``convicted`` and ``taken_over``: numbers of suppliers,
        the largest first, of those who know whom they serve and of all. A fraction of one stands for a chance.
        """
        gone = self.turn[:, None] < removed[None, :]
        gone |= (self._among[:, None] < convicted[None, :]) | (self._place[:, None] < taken_over[None, :])
        return gone.take(self.of, axis=0)
