"""Tables of a study, made from its outcomes and curves: league, synergy, channel shares, summaries."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.effects import OUTCOMES, Curves, pairing_gain, summarise
from sim.effects.intervals import t_quantile
from sim.effects.league import common
from sim.effects.outcomes import STEADY_STATE
from sim.effects.replicates import by_replicate
from sim.effects.start import BEGAN, without_idle
from sim.effects.summary import began_row
from sim.effects.ways import SHARE_COLUMNS, way_shares
from sim.studies.plans import ALL, WITHOUT

KEYS = ["scenario", "world", "point"]
FULL_SUMMARIES = 500
"""Configurations that are each summarised with their pooled curves, a tenth of a second each."""


def of_scenario(effects: pd.DataFrame, scenario: str, world: str = "", point: int = 0) -> pd.DataFrame:
    """Pick the outcomes of one configuration."""
    rows = effects[(effects["scenario"] == scenario) & (effects["world"] == world) & (effects["point"] == point)]
    return rows[["replicate", "outcome", "value", "unit", "censored"]].reset_index(drop=True)


def wide(effects: pd.DataFrame, values: pd.DataFrame | None = None) -> pd.DataFrame:
    """Lay outcomes out as one row per run: run_id, case, names, the values of the design, a column per outcome.

    A design value whose name is that of an outcome too is called ``design.<name>``.
    """
    if not len(effects):
        return pd.DataFrame(columns=["run_id", "case", *KEYS, "replicate"])
    names = list(dict.fromkeys(effects["outcome"]))
    keys = ["run_id", "case", *KEYS, "replicate"]
    table = effects.pivot(index=keys, columns="outcome", values="value")[names]
    cut = effects[effects["outcome"].isin(effects.loc[effects["censored"], "outcome"].unique())]
    if len(cut):
        flags = cut.pivot(index=keys, columns="outcome", values="censored").add_suffix("_censored")
        table = table.join(flags)
    table = table.reset_index().sort_values(["case", "replicate"], ignore_index=True)
    table.columns.name = None
    if values is not None and len(values.columns) > 1:
        values = values.rename(columns={name: f"design.{name}" for name in values.columns[1:] if name in table})
        table = values.merge(table, on="point", how="right").sort_values(["case", "replicate"], ignore_index=True)
        first = ["run_id", "case", *KEYS, "replicate"]
        table = table[[*first, *(name for name in table if name not in first)]]
    return table


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
    told = [{**dict(zip(KEYS, key, strict=True)), **began_row(own)} for key, own in days.groupby(KEYS, sort=False)]
    return pd.concat([table[table["outcome"] != BEGAN], pd.DataFrame(told)[table.columns]], ignore_index=True)


def channel_shares(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell what share of the recovery each channel of re-organisation carried, by scenario.

    Shares and their conditions are those of :func:`sim.effects.ways.way_shares`.
    """
    parts = []
    for scenario in dict.fromkeys(effects["scenario"]):
        own = effects[(effects["scenario"] == scenario) & (effects["point"] == 0)]
        own = own.drop(columns="scenario").rename(columns={"world": "scenario"})
        worlds = list(dict.fromkeys(without_idle(own)["scenario"]))  # in some a trigger may never fire
        replicates = common(own[own["scenario"].isin(worlds)], worlds)
        if len(worlds) < 2 or "" not in worlds or not len(replicates):
            continue
        wide_of = {
            world.removeprefix(WITHOUT): by_replicate(own[own["scenario"] == world]).loc[replicates] for world in worlds
        }
        parts.append(way_shares(wide_of, ALL).rename(columns={"way": "channel"}).assign(scenario=scenario))
    columns = ["scenario", "channel", *SHARE_COLUMNS[1:]]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def pairing(effects: pd.DataFrame) -> pd.DataFrame:
    """Tell for each scenario how many times wider the interval of the first year's orders averted would be unpaired."""
    main = effects[(effects["world"] == "") & (effects["point"] == 0)]
    rows = [(name, pairing_gain(of_scenario(main, str(name)))) for name in dict.fromkeys(main["scenario"])]
    return pd.DataFrame(rows, columns=["scenario", "times_wider_unpaired"])


def design_table(points: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Lay the design points out, one row each."""
    table = pd.DataFrame([{"point": number, **values} for number, values in enumerate(points)])
    for name in table.columns[1:]:  # a list of barriers is one cell
        if table[name].map(lambda value: isinstance(value, list)).any():
            table[name] = table[name].map(lambda value: "+".join(map(str, value)) if isinstance(value, list) else value)
    return table
