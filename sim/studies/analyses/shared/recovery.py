"""What share of the recovery each way of re-organisation carried."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.effects import bootstrap
from sim.effects.clock import acted
from sim.effects.league import common
from sim.effects.replicates import by_replicate
from sim.studies.question.ways import ALL, WITHOUT

AVERTED, ORDERS = "averted_first_year", "orders_first_year"
COLUMNS = (
    "scenario", "way", "loss_open", "loss_closed", "difference", "low", "high", "share", "share_low", "share_high",
)  # fmt: skip


def way_shares(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell what share of the recovery each way of re-organisation carried.

    In the world as it is a share L of the first year's orders is averted, with one way closed in both twins L',
    with all of them closed L*. All ways together brought back L* - L, and this one carried (L' - L) / (L* - L).
    Intervals are bootstraps that draw the same replicates for all worlds. Shares need not add up to 1: ways stand
    in for each other. No share is told where L* - L cannot be told from none.
    """
    rows = []
    for scenario in dict.fromkeys(effects["scenario"]):
        own = effects[(effects["scenario"] == scenario) & (effects["point"] == 0)]
        own = own.drop(columns="scenario").rename(columns={"world": "scenario"})
        worlds = list(dict.fromkeys(acted(own)["scenario"]))  # in some a trigger may never fire
        replicates = common(own[own["scenario"].isin(worlds)], worlds)
        if len(worlds) < 2 or "" not in worlds or not len(replicates):
            continue
        weight = bootstrap.weights(len(replicates))
        losses = {world: _loss(own[own["scenario"] == world], replicates, weight) for world in worlds}
        gaps = {world: _gap(losses[world], losses[""]) for world in worlds if world}
        whole = gaps.get(f"{WITHOUT}{ALL}")
        for world, gap in gaps.items():
            share = _ratio(gap, whole) if whole is not None else bootstrap.Interval(math.nan, math.nan, math.nan)
            name = world.removeprefix(WITHOUT)
            rows.append((scenario, name, losses[""].estimate, losses[world].estimate, *gap.interval(), *share))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _gap(closed: bootstrap.Sample, present: bootstrap.Sample) -> bootstrap.Sample:
    return bootstrap.Sample(closed.estimate - present.estimate, closed.draws - present.draws, present.replicates)


def _loss(rows: pd.DataFrame, replicates: np.ndarray, weight: np.ndarray) -> bootstrap.Sample:
    table = by_replicate(rows).loc[replicates]
    return bootstrap.ratio(table[AVERTED].to_numpy(), table[ORDERS].to_numpy(), weight)


def _ratio(gap: bootstrap.Sample, whole: bootstrap.Sample) -> bootstrap.Interval:
    """Share of the recovery; none where nothing came back that could be shared out."""
    sure = whole.interval()
    if not (sure.low if not math.isnan(sure.low) else sure.estimate) > 0.0:
        return bootstrap.Interval(math.nan, math.nan, math.nan)
    draws = np.divide(gap.draws, whole.draws, out=np.full(len(gap.draws), np.nan), where=whole.draws > 0)
    return bootstrap.Sample(gap.estimate / whole.estimate, draws, gap.replicates).interval()
