"""Every outcome of every configuration, with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.effects import OUTCOMES, Curves, pairing_gain, summarise
from sim.effects.bootstrap import FEW, t_quantile
from sim.effects.intervals import mean_interval
from sim.effects.outcomes import STEADY_STATE, SUMS
from sim.effects.start import BEGAN
from sim.effects.summary import NOT_TOLD, start_row
from sim.studies.storage.tables import KEYS, of_scenario

FULL_SUMMARIES = 500
"""Configurations that are each summarised with their pooled curves, a tenth of a second each."""


def summaries(
    effects: pd.DataFrame, curves: Mapping[tuple[str, str, int], Curves] | None = None, repeats: int = 1
) -> pd.DataFrame:
    """Estimate every outcome of every configuration, with its interval: scenario, world, point, and the estimates.

    Configurations with curves are summarised as a run's are, with durability from the pooled curve; of others, and
    where there are very many, the means of the runs are told. ``repeats``: replicates in a row that share a set of
    parameters, see :func:`sim.effects.summarise`.
    """
    curves = curves or {}
    if not curves or len(curves) > FULL_SUMMARIES:
        return means(effects, repeats)
    parts, rest = [], []
    for key, rows in effects.groupby(KEYS, sort=False):
        curve = curves.get((str(key[0]), str(key[1]), int(key[2])))
        if curve is None:
            rest.append(rows)
            continue
        table = summarise(rows.drop(columns=KEYS), curves=curve, repeats=repeats)
        parts.append(pd.concat([pd.DataFrame([dict(zip(KEYS, key, strict=True))] * len(table)), table], axis=1))
    if rest:
        parts.append(means(pd.concat(rest), repeats))
    return pd.concat(parts, ignore_index=True)


def means(effects: pd.DataFrame, repeats: int = 1) -> pd.DataFrame:
    """Estimate every outcome of every configuration as the mean of its runs, with Student's t interval.

    The interval is of the means of those that share a set of parameters, ``repeats`` in a row. Ratios are those of the
    sums, as in :func:`sim.effects.summarise`, and none where what is divided by cannot be told from none. A duration of
    which some runs see no end, or in some of which there is nothing to last, has no mean.
    """
    labels = {name: o.label for name, o in OUTCOMES.items()} | {fact.name: fact.label for fact in STEADY_STATE}
    keys = [*KEYS, "outcome"]
    rows = effects[np.isfinite(effects["value"])] if len(effects) else effects
    table = rows.groupby(keys, sort=False).agg(
        unit=("unit", "first"), n=("value", "size"), estimate=("value", "mean"), censored_share=("censored", "mean"),
    )  # fmt: skip
    of_sets = _by_set(rows.set_index([*keys, "replicate"])["value"], repeats).groupby(keys)
    table = table.assign(spread=of_sets.std(), sets=of_sets.size()).reset_index()
    table = table.assign(label=table["outcome"].map(labels), method="mean of runs, t", note="")
    if len(rows):
        runs = effects.groupby(KEYS)["replicate"].nunique().reindex(pd.MultiIndex.from_frame(table[KEYS]))
        broken = (table["unit"] == "days") & (
            (table["censored_share"] > 0.0) | (table["n"].to_numpy() < runs.to_numpy())
        )
        table.loc[broken, ["estimate", "spread", "note"]] = [
            math.nan,
            math.nan,
            "not by the end, or never, in some runs",
        ]
        table = _ratios(table.set_index(keys), rows, repeats).reset_index()
    quantile = {n: t_quantile(0.95, n - 1) if n > 1 else math.nan for n in set(table["sets"])}
    half = table["sets"].map(quantile) * table["spread"] / np.sqrt(table["sets"])
    table = table.assign(low=table["estimate"] - half, high=table["estimate"] + half)
    table = table[[*keys, "label", "unit", "n", "estimate", "low", "high", "censored_share", "method", "note"]]
    days = effects[effects["outcome"] == BEGAN]
    if not len(days):
        return table
    told = [{**dict(zip(KEYS, key, strict=True)), **start_row(own)} for key, own in days.groupby(KEYS, sort=False)]
    return pd.concat([table[table["outcome"] != BEGAN], pd.DataFrame(told)[table.columns]], ignore_index=True)


def _by_set(values: pd.Series, repeats: int) -> pd.Series:
    """Give the means of those that share a set, by configuration; ``values``: indexed by replicate at last."""
    if repeats == 1:
        return values
    *keys, replicate = values.index.names
    return values.groupby([*keys, values.index.get_level_values(replicate) // repeats]).mean()


def _ratios(table: pd.DataFrame, rows: pd.DataFrame, repeats: int) -> pd.DataFrame:
    """Put the ratio of the sums in the place of the mean of the ratios; ``table``: by configuration and outcome."""
    new = []
    for outcome in (one for one in OUTCOMES.values() if one.summary == "ratio"):
        parts = [rows[rows["outcome"] == part].set_index([*KEYS, "replicate"])["value"] for part in outcome.parts]
        both = pd.concat(parts, axis=1, keys=("top", "bottom"), join="inner")
        of = both.groupby(KEYS)
        total = of["bottom"].transform("sum")
        share = of["top"].transform("sum") / total.where(total != 0.0)
        adds = (both["top"] - share * both["bottom"]) / of["bottom"].transform("mean")  # to the ratio, linearised
        of_sets = _by_set(outcome.scale * adds, repeats).groupby(KEYS)
        found = pd.DataFrame(
            {"estimate": outcome.scale * share.groupby(KEYS).first(), "n": of.size(), "spread": of_sets.std(),
             "sets": of_sets.size()}
        )  # fmt: skip
        is_sum, bottoms = outcome.parts[1] in SUMS, _by_set(both["bottom"], repeats).groupby(KEYS)
        firm = bottoms.agg(lambda values, is_sum=is_sum: _above_zero(values.to_numpy(), is_sum)).astype(bool)
        found.loc[~firm, ["estimate", "spread"]] = math.nan
        note = NOT_TOLD if outcome.parts[1].startswith("averted") else "nothing to divide by"
        found = found.assign(note=firm.map({True: "", False: note}), method="ratio of sums, t", outcome=outcome.name)
        new.append(found.reset_index().set_index([*KEYS, "outcome"]))
    told = pd.concat(new)
    told = told.loc[told.index.intersection(table.index)]
    table.loc[told.index, list(told)] = told
    return table


def _above_zero(values: np.ndarray, is_sum: bool) -> bool:
    """Whether a mean can be divided by, as :func:`sim.effects.summary.above_zero` asks of a bootstrap."""
    if is_sum and len(values) < FEW:
        return bool((values > 0.0).all())
    low = mean_interval(values).low
    return bool((values.mean() if math.isnan(low) else low) > 0.0)


def pairing(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell for each scenario how many times wider the interval of the orders averted would be unpaired."""
    main = effects[(effects["world"] == "") & (effects["point"] == 0)]
    rows = [(name, pairing_gain(of_scenario(main, str(name)))) for name in dict.fromkeys(main["scenario"])]
    return pd.DataFrame(rows, columns=["scenario", "times_wider_unpaired"])
