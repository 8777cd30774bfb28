"""Questions put to the effects: is there one at all, where did the averted orders go, how well did pairing do."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.effects import paired
from sim.effects.summary import by_replicate, denominator_is_noise

UNBIASED = ("averted_orders", "effect_28", "effect_90", "effect_365", "effect_end")
"""Outcomes whose mean is zero without an effect, as that of the depth is not: a maximum over noise is above zero."""
DESTINATION_COLUMNS = ("destination", "label", "share", "low", "high")


def balanced(effect: pd.Series) -> pd.Series:
    """Turn 1 - I/B into (B - I) / (B + I), which lies within -1 and 1 and only changes sign when the arms are swapped.

    An effect itself has no lower bound, so a few twins that happen to collapse would hide what all the others show.
    """
    return effect / (2.0 - effect)


def detectable(effects: pd.DataFrame, level: float = 0.05) -> bool | None:
    """Tell whether the runs show any effect: one of several differences is unlikely to be chance.

    The level is shared among the differences looked at (Bonferroni), so that looking at several does not find
    effects where none are. None where a single replicate allows no judgement.
    """
    wide = by_replicate(effects)
    looked_at = [name for name in UNBIASED if name in wide]
    chances = [
        paired.difference_p(balanced(wide[name]) if name != "averted_orders" else wide[name]) for name in looked_at
    ]
    known = [chance for chance in chances if not math.isnan(chance)]
    if not known:
        return None
    return min(known) * len(known) < level


def destinations(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell where the averted orders went: street, direct trade, and the rest, which was postponed or not bought.

    Return destination, label, share (of the averted orders), low, high (95 % interval); empty where too little was
    averted to follow it.
    """
    if not len(effects):
        return pd.DataFrame(columns=list(DESTINATION_COLUMNS))
    wide = by_replicate(effects)
    if denominator_is_noise("averted_orders", wide):
        return pd.DataFrame(columns=list(DESTINATION_COLUMNS))
    averted = wide["averted_orders"]
    zero = pd.Series(0.0, index=wide.index)
    street, direct = wide.get("displaced_street", zero), wide.get("displaced_direct", zero)
    rows = []
    for name, label, orders in (
        ("street", "bought on the street", street),
        ("direct", "dealt directly, off the marketplaces", direct),
        ("not_bought", "postponed or not bought", averted - street - direct),
    ):
        rows.append((name, label, *paired.ratio_interval(orders, averted)))
    return pd.DataFrame(rows, columns=list(DESTINATION_COLUMNS))


def pairing_gain(effects: pd.DataFrame) -> float:
    """How many times wider the interval of the averted orders would be without pairing; NaN where unknown."""
    wide = by_replicate(effects)
    if not {"orders_barrier", "orders_baseline"} <= set(wide.columns):
        return math.nan
    return paired.pairing_gain(np.asarray(wide["orders_barrier"]), np.asarray(wide["orders_baseline"]))
