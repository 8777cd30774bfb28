"""What share of a recovery each way of re-organisation carried, told only with enough pairs.

In the world as it is a share L of the first year's orders is averted, with one way closed in both twins L', with all of
them closed L*. All ways together brought back L* - L, and this one carried (L' - L) / (L* - L). A ratio of two small
differences needs many more pairs than either: a share is told where its 95 % interval is no wider than 15 points either
way, and otherwise how many pairs that would take. Closing a way changes the world without the barrier too: where the
twin with it closed trades otherwise than the twin as it is, what is missing is measured against another market.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.effects import bootstrap
from sim.effects.bootstrap import Interval, Sample

AVERTED, ORDERS = "averted_first_year", "orders_first_year"
PRECISE = 0.15
"""Half-width of the interval of a share up to which it is told."""
DRIFTS = 0.10
"""Change of the twin's orders by closing a way from which a reader is told of it."""
SHARE_COLUMNS = (
    "way", "loss_open", "loss_closed", "difference", "low", "high", "share", "share_low", "share_high",
    "pairs", "pairs_needed", "baseline_change", "baseline_low", "baseline_high",
)  # fmt: skip
LEVEL = 0.05
"""Chance of naming a way that carries nothing, over all that are looked at."""
NOTHING = Interval(math.nan, math.nan, math.nan)


def way_shares(worlds: Mapping[str, pd.DataFrame], all_closed: str, repeats: int = 1) -> pd.DataFrame:
    """Tell what each way carried: one row a way, columns as in ``SHARE_COLUMNS``.

    ``worlds``: effects of the same replicates laid out one row each (:func:`sim.effects.replicates.by_replicate`), of
    the world as it is under the empty name, and of those with a way closed under its name; ``all_closed``: the name of
    the one with all of them closed. ``pairs_needed``: pairs after which the share could be told, NaN where nothing came
    back that could be shared out. Shares need not add up to 1: ways stand in for each other. ``repeats``: see
    :func:`sim.effects.summarise`.
    """
    replicates = len(worlds[""])
    weight = bootstrap.weights_of(worlds[""].index, repeats)
    losses = {name: _share(table, AVERTED, ORDERS, weight) for name, table in worlds.items()}
    present = worlds[""][ORDERS]
    whole = _less(losses[all_closed], losses[""]) if all_closed in losses else None
    rows = []
    for name, table in worlds.items():
        if not name:
            continue
        gap = _less(losses[name], losses[""])
        share = NOTHING if whole is None else _of(gap, whole)
        needed = _needed(share, replicates, gap.independent)
        told = share if needed <= replicates else NOTHING
        usual = bootstrap.ratio(table[ORDERS] - present, present, weight).interval()
        rows.append(
            (name, losses[""].estimate, losses[name].estimate, *gap.interval(), *told, replicates, needed, *usual)
        )
    return pd.DataFrame(rows, columns=list(SHARE_COLUMNS))


def drifting(ways: pd.DataFrame) -> pd.Series:
    """Whether closing a way changes the world without the barrier by more than 10 %, beyond chance; shape (rows,)."""
    beyond = (ways["baseline_low"] > 0.0) | (ways["baseline_high"] < 0.0)
    return beyond & (ways["baseline_change"].abs() > DRIFTS)


def carrying(ways: pd.DataFrame) -> pd.Series:
    """Whether more is missing with a way closed than all of them together show by chance in one case of twenty.

    ``ways``: rows of :func:`way_shares`, of one scenario or several, each of a single way. Return a flag by row (Holm
    1979, of the one-sided probabilities that the intervals of the differences come to).
    """
    from scipy.special import ndtr, ndtri

    single = ways[ways["low"].notna()]
    width = (single["difference"] - single["low"]).to_numpy(np.float64)
    reached = bootstrap.divide(single["difference"].to_numpy(np.float64), width / float(ndtri(0.975)))
    chance = pd.Series(ndtr(-np.nan_to_num(reached, nan=0.0)), index=single.index).sort_values()
    allowed = LEVEL / np.arange(len(chance), 0, -1)
    told = pd.Series(np.cumprod(chance.to_numpy() <= allowed).astype(bool), index=chance.index)
    return told.reindex(ways.index, fill_value=False)


def _share(table: pd.DataFrame, top: str, bottom: str, weight: np.ndarray) -> Sample:
    return bootstrap.ratio(table[top].to_numpy(np.float64), table[bottom].to_numpy(np.float64), weight)


def _less(closed: Sample, present: Sample) -> Sample:
    return present._replace(estimate=closed.estimate - present.estimate, draws=closed.draws - present.draws)


def _of(gap: Sample, whole: Sample) -> Interval:
    """Share of the recovery; none where nothing came back that could be shared out."""
    sure = whole.interval()
    if not (sure.low if not math.isnan(sure.low) else sure.estimate) > 0.0:
        return NOTHING
    draws = np.divide(gap.draws, whole.draws, out=np.full(len(gap.draws), np.nan), where=whole.draws > 0)
    share = gap._replace(estimate=gap.estimate / whole.estimate, draws=draws)
    return NOTHING if share.same else share.interval()


def _needed(share: Interval, replicates: int, independent: int) -> float:
    """Pairs after which the interval of a share is narrow enough; intervals narrow with their square root.

    Those of few ``independent`` pairs are wider by that.
    """
    if math.isnan(share.low):
        return math.nan
    width = bootstrap.settled(share.half_width, independent)
    return float(max(math.ceil(replicates * (width / PRECISE) ** 2 - 1e-9), 2))
