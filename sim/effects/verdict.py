"""Questions put to a result: is there an effect, where did the averted orders go, how well did pairing do."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd

from sim.effects import bootstrap, paired
from sim.effects.clock import BEGAN, acted
from sim.effects.pooled import LEVEL
from sim.effects.replicates import by_replicate
from sim.effects.summary import told

Verdict = Literal["effect", "chance", "none", "single"]
DESTINATION_COLUMNS = ("destination", "label", "share", "low", "high", "told")


def verdict(summary: pd.DataFrame) -> Verdict:
    """Judge the pooled effect: 'effect', 'chance', 'none' or 'single'.

    'chance': 5 % was reached, but drift alone shows as much; 'none': 5 % was never reached; 'single': it was, but one
    replicate cannot tell.
    """
    known = summary.set_index("outcome")["estimate"]
    if math.isnan(known.get("onset", math.nan)):
        return "none"
    chance = known.get("chance", math.nan)
    return "single" if math.isnan(chance) else "effect" if chance < LEVEL else "chance"


def destinations(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell where the orders averted in the first year went: street, direct trade, and the rest.

    Return destination, label, share (of the orders averted on marketplaces), low, high (95 % interval), told (False
    where the orders averted cannot be told from none, so that shares of them say nothing); empty without effects. The
    rest was postponed or not bought; below zero, more was bought elsewhere than was kept from the marketplaces.
    """
    if not len(acted(effects)):
        return pd.DataFrame(columns=list(DESTINATION_COLUMNS))
    wide = by_replicate(effects)
    weight = bootstrap.weights(len(wide))
    averted = wide["averted_first_year"]
    zero = pd.Series(0.0, index=wide.index)
    street, direct = wide.get("displaced_street", zero), wide.get("displaced_direct", zero)
    firm = told("averted_first_year", wide, weight)
    rows = [
        (name, label, *bootstrap.ratio(orders, averted, weight).interval(), firm)
        for name, label, orders in (
            ("street", "bought on the street", street),
            ("direct", "dealt directly, off the marketplaces", direct),
            ("not_bought", "postponed or not bought", averted - street - direct),
        )
    ]
    return pd.DataFrame(rows, columns=list(DESTINATION_COLUMNS))


def pairing_gain(effects: pd.DataFrame) -> float:
    """How many times wider the interval of the averted orders would be without pairing; NaN where unknown.

    Over the whole run, or the first year where a trigger chose the day of the start: what is left of the runs differs
    then, and totals over more or fewer days would not be compared by anybody.
    """
    wide = by_replicate(effects)
    if BEGAN in wide and {"orders_first_year", "averted_first_year"} <= set(wide.columns):
        twin = np.asarray(wide["orders_first_year"])
        return paired.pairing_gain(twin - np.asarray(wide["averted_first_year"]), twin)
    if not {"orders_barrier", "orders_baseline"} <= set(wide.columns):
        return math.nan
    return paired.pairing_gain(np.asarray(wide["orders_barrier"]), np.asarray(wide["orders_baseline"]))
