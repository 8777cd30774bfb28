"""Where the orders went that the barrier kept from the marketplaces."""

from __future__ import annotations

import pandas as pd

from sim.effects import bootstrap
from sim.effects.replicates import by_replicate
from sim.effects.start import without_idle
from sim.effects.summary import above_zero

DESTINATION_COLUMNS = ("destination", "label", "share", "low", "high", "told")


def destinations(effects: pd.DataFrame, repeats: int = 1) -> pd.DataFrame:
    """Tell where the orders averted in the first year went: street, direct trade, and the rest.

    Return destination, label, share (of the orders averted on marketplaces), low, high (95 % interval), told (False
    where the orders averted cannot be told from none, so that shares of them say nothing); empty without effects. The
    rest was postponed or not bought; below zero, more was bought elsewhere than was kept from the marketplaces.
    ``repeats``: see :func:`sim.effects.summarise`.
    """
    if not len(without_idle(effects)):
        return pd.DataFrame(columns=list(DESTINATION_COLUMNS))
    wide = by_replicate(effects)
    weight = bootstrap.weights_of(wide.index, repeats)
    averted = wide["averted_first_year"]
    zero = pd.Series(0.0, index=wide.index)
    street, direct = wide.get("displaced_street", zero), wide.get("displaced_direct", zero)
    firm = above_zero("averted_first_year", wide, weight)
    rows = [
        (name, label, *bootstrap.ratio(orders, averted, weight).interval(), firm)
        for name, label, orders in (
            ("street", "bought on the street", street),
            ("direct", "dealt directly, off the marketplaces", direct),
            ("not_bought", "postponed or not bought", averted - street - direct),
        )
    ]
    return pd.DataFrame(rows, columns=list(DESTINATION_COLUMNS))
