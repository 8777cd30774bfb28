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
from sim.effects.summary import CHANCE, told

Verdict = Literal["effect", "chance", "single"]
Over = Literal["28_days", "first_year", "run"]
SUMS: dict[Over, tuple[str, str]] = {
    "28_days": ("averted_28_days", "orders_28_days"),
    "first_year": ("averted_first_year", "orders_first_year"),
    "run": ("averted_orders", "orders_baseline"),
}
"""Orders averted and those of the twin, over each of the sums."""
DESTINATION_COLUMNS = ("destination", "label", "share", "low", "high", "told")


def verdict(summary: pd.DataFrame) -> Verdict:
    """Judge the pooled effect: 'effect', 'chance' or 'single'.

    'chance': no more is missing than drift alone shows; 'single': something is missing, but one replicate cannot
    tell. No line of so many per cent has a part in it.
    """
    known = summary.set_index("outcome")
    chance = float(known["estimate"].get("chance", math.nan))
    if math.isnan(chance):
        told = "peak" in known.index and known["note"].get("peak") != CHANCE
        return "single" if told else "chance"
    return "effect" if chance < LEVEL else "chance"


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


def pairing_gain(effects: pd.DataFrame, over: Over = "first_year") -> float:
    """How many times wider the interval of the orders averted would be without pairing; NaN where unknown.

    ``over``: the sum that is meant, of the first 28 days, the first year or the run. Pairing is strong while worlds
    still share their chances, and weak once they have drifted apart, so a gain is told of the sum it stands under. Over
    the run it is not told where a trigger chose the day of the start: what is left of the runs differs then.
    """
    wide = by_replicate(effects)
    averted, usual = SUMS[over]
    if not {averted, usual} <= set(wide.columns) or (over == "run" and BEGAN in wide):
        return math.nan
    twin = np.asarray(wide[usual])
    return paired.pairing_gain(twin - np.asarray(wide[averted]), twin)
