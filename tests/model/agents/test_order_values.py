"""What an order is worth: of consumers, and of those who buy to sell on."""

from __future__ import annotations

import numpy as np

from sim.model.ecosystem import Ecosystem
from tests.model.market.worlds import changed


def test_a_few_customers_buy_to_sell_on() -> None:
    """D86, D89: the tail of order values is heavier than that of consumers, at the same median.

    One order in twenty that moves from below the middle to above it moves the median by some 7 %.
    """
    values = {}
    for wholesale in (0.0, 0.05):
        world = Ecosystem(changed(buyers__wholesale=wholesale), buyers=100_000, days=25)
        found = []
        while world.day < 25:
            world.step()
            found.append(world.orders_today()["value"] / 100.0)
        values[wholesale] = np.concatenate(found)
        world.close()
    assert np.quantile(values[0.05], 0.99) > 1.3 * np.quantile(values[0.0], 0.99)
    assert abs(np.median(values[0.05]) / np.median(values[0.0]) - 1.0) < 0.1
