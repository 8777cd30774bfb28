"""Every outcome of every configuration, with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.effects import OUTCOMES, Curves, pairing_gain, summarise
from sim.effects.intervals import t_quantile
from sim.effects.outcomes import STEADY_STATE
from sim.effects.start import BEGAN
from sim.effects.summary import start_row
from sim.studies.storage.tables import KEYS, of_scenario

FULL_SUMMARIES = 500
"""Configurations that are each summarised with their pooled curves, a tenth of a second each."""


def summaries(effects: pd.DataFrame, curves: Mapping[tuple[str, str, int], Curves] | None = None) -> pd.DataFrame:
    """Estimate every outcome of every configuration, with its interval: scenario, world, point, and the estimates.

    Configurations with curves are summarised as a run's are, with durability from the pooled curve; of others, and
    where there are very many, the means of the runs are told.
    """
    curves = curves or {}
    if not curves or len(curves) > FULL_SUMMARIES:
        return means(effects)
    parts, rest = [], []
    for key, rows in effects.groupby(KEYS, sort=False):
        curve = curves.get((str(key[0]), str(key[1]), int(key[2])))
        if curve is None:
            rest.append(rows)
            continue
        table = summarise(rows.drop(columns=KEYS), curves=curve)
        parts.append(pd.concat([pd.DataFrame([dict(zip(KEYS, key, strict=True))] * len(table)), table], axis=1))
    if rest:
        parts.append(means(pd.concat(rest)))
    return pd.concat(parts, ignore_index=True)


def means(effects: pd.DataFrame) -> pd.DataFrame:
    """Estimate every outcome of every configuration as the mean of its runs, with Student's t interval."""
    labels = {name: o.label for name, o in OUTCOMES.items()} | {fact.name: fact.label for fact in STEADY_STATE}
    keys = [*KEYS, "outcome"]
    rows = effects[np.isfinite(effects["value"])] if len(effects) else effects
    table = rows.groupby(keys, sort=False).agg(
        unit=("unit", "first"), n=("value", "size"), estimate=("value", "mean"), spread=("value", "std"),
        censored_share=("censored", "mean"),
    )  # fmt: skip
    table = table.reset_index()
    quantile = {n: t_quantile(0.95, n - 1) if n > 1 else math.nan for n in set(table["n"])}
    half = table["n"].map(quantile) * table["spread"] / np.sqrt(table["n"])
    table = table.assign(
        label=table["outcome"].map(labels), low=table["estimate"] - half, high=table["estimate"] + half,
        method="mean of runs, t", note="",
    )  # fmt: skip
    table = table[[*keys, "label", "unit", "n", "estimate", "low", "high", "censored_share", "method", "note"]]
    days = effects[effects["outcome"] == BEGAN]
    if not len(days):
        return table
    told = [{**dict(zip(KEYS, key, strict=True)), **start_row(own)} for key, own in days.groupby(KEYS, sort=False)]
    return pd.concat([table[table["outcome"] != BEGAN], pd.DataFrame(told)[table.columns]], ignore_index=True)


def pairing(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell for each scenario how many times wider the interval of the orders averted would be unpaired."""
    main = effects[(effects["world"] == "") & (effects["point"] == 0)]
    rows = [(name, pairing_gain(of_scenario(main, str(name)))) for name in dict.fromkeys(main["scenario"])]
    return pd.DataFrame(rows, columns=["scenario", "times_wider_unpaired"])
