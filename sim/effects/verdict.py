"""Whether there is an effect."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

from sim.effects.pooled import LEVEL
from sim.effects.summary import CHANCE

Verdict = Literal["effect", "chance", "single"]


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
