"""From daily tables of both arms to a figure per replicate and outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import durability as measure
from sim.effects.arms import BARRIER, Arms
from sim.effects.bootstrap import divide
from sim.effects.curves import Curves
from sim.effects.outcomes import OUTCOMES, REROUTED, SIDE_EFFECTS
from sim.effects.pooled import MILESTONES

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EFFECT_COLUMNS = ("replicate", "outcome", "value", "unit", "censored")
NEAR = ("domestic_post", "local_drop")
YEAR = 365


def replicate_effects(
    daily: pd.DataFrame,
    groups: pd.DataFrame | None,
    start: int,
    journal: pd.DataFrame | None = None,
    *,
    annual_revenue: float | None = None,
    ramp: int = 0,
) -> pd.DataFrame:
    """Measure every outcome of every replicate that has both arms.

    ``daily``: columns replicate, arm ('baseline', 'barrier'), day, revenue, orders and, where there are any, the
    others of the daily table; ``groups``, ``journal``: the same of those tables, or None; ``start``: day the first
    barrier begins, ``ramp``: days until it has its full strength. ``annual_revenue``: what the real market turns over,
    EUR a year; where given, everything counted is told at that size. Return a long frame: replicate, outcome, value,
    unit, censored; empty where no replicate has both arms.
    """
    arms = Arms(daily)
    if not len(arms.replicates):
        return _no_effects()
    near = missed = None
    if groups is not None and len(groups):
        near = _near_change(groups, arms.replicates, start)
    if journal is not None and (journal["event"] == "missed").any():
        events = journal[(journal["event"] == "missed") & (journal["arm"] == BARRIER)]
        missed = events.groupby("replicate").size().reindex(arms.replicates, fill_value=0).to_numpy(np.float64)
    values, censored = measured(arms, start, ramp=ramp, annual_revenue=annual_revenue, near=near, missed=missed)
    return _long(arms.replicates, values, censored)


def measured(
    arms: Arms,
    start: int,
    *,
    ramp: int = 0,
    annual_revenue: float | None = None,
    near: Floats | None = None,
    missed: Floats | None = None,
) -> tuple[dict[str, Floats], dict[str, Flags]]:
    """Measure every outcome of every replicate as arrays: values by outcome, and which durations are censored.

    ``near``: change in the share of orders sent within the country; ``missed``: named targets that had closed by
    themselves; shape (replicates,) each. The rest as for :func:`replicate_effects`.
    """
    first = arms.index(start)
    values: dict[str, Floats] = {}
    censored: dict[str, Flags] = {}
    _durability(Curves.of_arms(arms, start, ramp), values, censored)
    _sums(arms, first, values)
    for source in SIDE_EFFECTS:
        if source.column in arms:
            treated, twin = arms.both(source.column)
            change = (treated - twin)[:, first:]
            values[source.outcome.name] = change.sum(axis=1) if source.statistic == "sum" else _mean(change)
    if near is not None:
        values[REROUTED.name] = near
    if missed is not None:
        values["targets_missed"] = missed
    factor = market_scale(arms, first, annual_revenue)
    if factor is not None:
        values = {name: value * factor if OUTCOMES[name].counted else value for name, value in values.items()}
        values["scale"] = np.full(len(arms.replicates), factor)
    return values, censored


def market_scale(arms: Arms, first: int, annual_revenue: float | None) -> float | None:
    """How much larger the real market is: its revenue of a year over the baseline's, mean of the days before the start.

    Where the run starts with the barrier, all days of the baseline are taken. None where it is not asked for, or
    where the baseline has no revenue.
    """
    twin = arms.baseline("revenue")
    simulated = float(twin[:, : first or None].mean()) * YEAR
    return annual_revenue / simulated if annual_revenue and simulated > 0.0 else None


def _durability(curves: Curves, values: dict[str, Floats], censored: dict[str, Flags]) -> None:
    first, single = curves.start, curves.single()
    alone = measure.first_excursions(single[:, first:], curves.ramp)
    for name in ("onset", "depth", "day_of_depth", "half_life", "recovery", "rebound"):
        values[name] = getattr(alone, name)
    past = curves.observed()
    if past is not None:
        seen = measure.first_excursions(past.single()[:, first:], curves.ramp)
        values |= {"observer_depth": seen.depth, "observer_recovery": seen.recovery}
        censored["observer_recovery"] = seen.recovery_censored
    for days in MILESTONES:
        if first + days <= single.shape[1]:
            values[f"effect_{days}"] = single[:, first + days - 1]
    values["effect_end"] = single[:, -1]
    values["revenue_baseline"] = curves.twin[:, first:].sum(axis=1)
    values["revenue_barrier"] = curves.treated[:, first:].sum(axis=1)
    year = slice(first, first + YEAR)
    values["averted_first_year_revenue"] = measure.averted(curves.treated[:, year], curves.twin[:, year])
    censored |= {"half_life": alone.half_life_censored, "recovery": alone.recovery_censored}


def _sums(arms: Arms, first: int, values: dict[str, Floats]) -> None:
    treated, twin = arms.both("orders")
    year = slice(first, first + YEAR)
    values["averted_first_year"] = averted = measure.averted(treated[:, year], twin[:, year])
    values["orders_first_year"] = twin[:, year].sum(axis=1)
    values["averted_first_year_share"] = divide(averted, values["orders_first_year"])
    values["averted_orders"] = measure.averted(treated, twin)
    values["averted_revenue"] = values["revenue_baseline"] - values["revenue_barrier"]
    values["orders_baseline"] = twin[:, first:].sum(axis=1)
    values["orders_barrier"] = treated[:, first:].sum(axis=1)
    values["averted_share"] = divide(values["averted_orders"], values["orders_baseline"])
    elsewhere = np.zeros(averted.shape)
    for name, column in (("displaced_street", "street_orders"), ("displaced_direct", "direct_orders")):
        if column in arms:
            with_barrier, without = arms.both(column)
            values[name] = (with_barrier - without)[:, year].sum(axis=1)
            elsewhere = elsewhere + values[name]
    values["displaced_orders"] = elsewhere
    values["displaced_share"] = divide(elsewhere, averted)
    if "cost" in arms:
        with_barrier, without = arms.both("cost")
        extra = with_barrier - without
        values["cost"], values["cost_first_year"] = extra.sum(axis=1), extra[:, year].sum(axis=1)
        values["averted_per_1000_eur"] = divide(averted * 1000.0, values["cost_first_year"])


def _mean(values: Floats) -> Floats:
    """Mean over days that have a value; a price index has none on a day without orders."""
    known = ~np.isnan(values)
    return divide(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64))


def _near_change(groups: pd.DataFrame, replicates: NDArray[np.int64], start: int) -> Floats:
    channels = groups[(groups["kind"] == "channel") & (groups["day"] >= start)]
    orders = channels.groupby(["replicate", "arm"])["orders"].sum()
    near = channels[channels["group"].isin(NEAR)].groupby(["replicate", "arm"])["orders"].sum()
    share = (near.reindex(orders.index, fill_value=0.0) / orders.where(orders > 0)).unstack("arm")
    change = share.reindex(columns=["barrier", "baseline"]).reindex(replicates)
    return (change["barrier"] - change["baseline"]).to_numpy(dtype=np.float64)


def _long(replicates: NDArray[np.int64], values: dict[str, Floats], censored: dict[str, Flags]) -> pd.DataFrame:
    parts = []
    for name, outcome in OUTCOMES.items():
        if name in values:
            flags = censored.get(name, np.zeros(len(replicates), dtype=np.bool_))
            columns = (replicates, name, values[name].astype(np.float64), outcome.unit, flags)
            parts.append(pd.DataFrame(dict(zip(EFFECT_COLUMNS, columns, strict=True))))
    return pd.concat(parts, ignore_index=True)


def _no_effects() -> pd.DataFrame:
    types = {"replicate": "int64", "outcome": "str", "value": "float64", "unit": "str", "censored": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in EFFECT_COLUMNS})


def by_replicate(effects: pd.DataFrame) -> pd.DataFrame:
    """Spread effects to one row per replicate and one column per outcome, all told at one scale.

    Replicates that were measured one by one carry a scale each, from their own baseline; the one of all of them comes
    from the mean of the baselines, as if they had been measured together.
    """
    wide = effects.pivot(index="replicate", columns="outcome", values="value").sort_index()
    if "scale" in wide and wide["scale"].nunique() > 1:
        own = wide["scale"]
        together = 1.0 / (1.0 / own).mean()
        counted = [name for name in wide if str(name) in OUTCOMES and OUTCOMES[str(name)].counted]
        wide[counted] = wide[counted].mul(together / own, axis=0)
        wide["scale"] = together
    return wide
