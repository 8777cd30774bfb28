"""How well the headline of a comparison is known: the orders averted in the first year."""

from __future__ import annotations

import math

import pandas as pd

from sim.effects import bootstrap
from sim.effects.replicates import by_replicate

HEADLINE = "averted_first_year"


def relative_half_width(effects: pd.DataFrame, outcome: str = HEADLINE, repeats: int = 1) -> float:
    """Give half the width of the 95 % interval of a mean over replicates, as a share of it; infinite where unknown.

    ``effects``: as made by :func:`sim.effects.replicate_effects`; ``repeats``: see :func:`sim.effects.summarise`. The
    interval is the one that a summary prints.
    """
    wide = by_replicate(effects)
    if outcome not in wide or len(wide) < 2:
        return math.inf
    interval = bootstrap.mean(wide[outcome], bootstrap.weights_of(wide.index, repeats)).interval()
    if math.isnan(interval.half_width) or interval.estimate == 0.0:
        return math.inf
    return interval.half_width / abs(interval.estimate)
