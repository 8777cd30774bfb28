"""From daily tables of both arms to a figure per replicate and outcome, and from these to estimates with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import durability as measure
from sim.effects import paired
from sim.effects.arms import Arms
from sim.effects.outcomes import OUTCOMES, REROUTED, SIDE_EFFECTS, STEADY_STATE, Outcome
from sim.effects.paired import Interval
from sim.effects.survival import kaplan_meier

Floats = NDArray[np.float64]

EFFECT_COLUMNS = ("replicate", "outcome", "value", "unit", "censored")
SUMMARY_COLUMNS = (
    "outcome", "label", "unit", "n", "estimate", "mean", "median", "low", "high", "censored_share", "method",
)  # fmt: skip
MILESTONES = (28, 90, 365)
"""Days after the start whose effect is reported by itself: unlike the depth, a maximum, it is not biased by noise."""
NEAR = ("domestic_post", "local_drop")


def replicate_effects(daily: pd.DataFrame, groups: pd.DataFrame | None, start: int) -> pd.DataFrame:
    """Measure every outcome of every replicate that has both arms.

    ``daily``: columns replicate, arm ('baseline', 'barrier'), day, revenue, orders and, where there are any, the
    others of the daily table; ``groups``: the same of the group table, or None; ``start``: day the first barrier
    begins. Return a long frame: replicate, outcome, value, unit, censored; empty where no replicate has both arms.
    """
    arms = Arms(daily)
    if not len(arms.replicates):
        return _no_effects()
    first = arms.index(start)
    values: dict[str, Floats] = {}
    censored: dict[str, NDArray[np.bool_]] = {}
    _durability(arms, first, values, censored)
    _sums(arms, first, values)
    for source in SIDE_EFFECTS:
        if source.column in arms:
            treated, twin = arms.both(source.column)
            change = (treated - twin)[:, first:]
            values[source.outcome.name] = change.sum(axis=1) if source.statistic == "sum" else _mean(change)
    if groups is not None and len(groups):
        values[REROUTED.name] = _near_change(groups, arms.replicates, start)
    return _long(arms.replicates, values, censored)


def _durability(arms: Arms, first: int, values: dict[str, Floats], censored: dict[str, NDArray[np.bool_]]) -> None:
    treated, twin = arms.both("revenue")
    against_twin, against_past = measure.durability(treated, twin, first), measure.observed(treated, first)
    values |= {
        "depth": against_twin.depth,
        "day_of_depth": against_twin.day_of_depth,
        "half_life": against_twin.half_life,
        "recovery": against_twin.recovery,
        "rebound": against_twin.rebound,
        "observer_depth": against_past.depth,
        "observer_recovery": against_past.recovery,
        "revenue_baseline": twin[:, first:].sum(axis=1),
        "revenue_barrier": treated[:, first:].sum(axis=1),
    }
    for days in MILESTONES:
        if first + days <= twin.shape[1]:
            values[f"effect_{days}"] = against_twin.curve[:, first + days - 1]
    values["effect_end"] = against_twin.curve[:, -1]
    censored |= {
        "half_life": against_twin.half_life_censored,
        "recovery": against_twin.recovery_censored,
        "observer_recovery": against_past.recovery_censored,
    }


def _sums(arms: Arms, first: int, values: dict[str, Floats]) -> None:
    treated, twin = arms.both("orders")
    values["averted_orders"] = averted = measure.averted(treated, twin)
    values["averted_revenue"] = values["revenue_baseline"] - values["revenue_barrier"]
    values["orders_baseline"] = orders = twin[:, first:].sum(axis=1)
    values["orders_barrier"] = treated[:, first:].sum(axis=1)
    values["averted_share"] = np.divide(averted, orders, out=np.full(orders.shape, np.nan), where=orders > 0)
    elsewhere = np.zeros(orders.shape)
    for name, column in (("displaced_street", "street_orders"), ("displaced_direct", "direct_orders")):
        if column in arms:
            with_barrier, without = arms.both(column)
            values[name] = (with_barrier - without).sum(axis=1)
            elsewhere = elsewhere + values[name]
    values["displaced_orders"] = elsewhere
    values["displaced_share"] = measure.displaced(elsewhere, averted, orders)
    if "cost" in arms:
        with_barrier, without = arms.both("cost")
        values["cost"] = cost = (with_barrier - without).sum(axis=1)
        per_1000 = np.full(cost.shape, np.nan)
        np.divide(averted * 1000.0, cost, out=per_1000, where=cost > 0)
        values["averted_per_1000_eur"] = per_1000


def _mean(values: Floats) -> Floats:
    """Mean over days that have a value; a price index has none on a day without orders."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _near_change(groups: pd.DataFrame, replicates: NDArray[np.int64], start: int) -> Floats:
    channels = groups[(groups["kind"] == "channel") & (groups["day"] >= start)]
    orders = channels.groupby(["replicate", "arm"])["orders"].sum()
    near = channels[channels["group"].isin(NEAR)].groupby(["replicate", "arm"])["orders"].sum()
    share = (near.reindex(orders.index, fill_value=0.0) / orders.where(orders > 0)).unstack("arm")
    change = share.reindex(columns=["barrier", "baseline"]).reindex(replicates)
    return (change["barrier"] - change["baseline"]).to_numpy(dtype=np.float64)


def _long(
    replicates: NDArray[np.int64], values: dict[str, Floats], censored: dict[str, NDArray[np.bool_]]
) -> pd.DataFrame:
    parts = []
    for name, outcome in OUTCOMES.items():
        if name in values:
            flags = censored.get(name, np.zeros(len(replicates), dtype=np.bool_))
            columns = (replicates, name, values[name], outcome.unit, flags)
            parts.append(pd.DataFrame(dict(zip(EFFECT_COLUMNS, columns, strict=True))))
    return pd.concat(parts, ignore_index=True)


def _no_effects() -> pd.DataFrame:
    types = {"replicate": "int64", "outcome": "str", "value": "float64", "unit": "str", "censored": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in EFFECT_COLUMNS})


def by_replicate(effects: pd.DataFrame) -> pd.DataFrame:
    """Spread effects to one row per replicate and one column per outcome."""
    return effects.pivot(index="replicate", columns="outcome", values="value").sort_index()


def summarise(effects: pd.DataFrame, daily: pd.DataFrame | None = None, start: int = 0) -> pd.DataFrame:
    """Estimate every outcome with its 95 % interval.

    Return outcome, label, unit, n (replicates that have a figure), estimate (the mean, median or ratio that the
    interval is of), mean, median, low, high, censored_share, method. An infinite median or bound of a duration means
    "not within the run". For runs without barriers ``effects`` is empty: the steady state of ``daily`` from day
    ``start`` on is told instead, where given.
    """
    if not len(effects):
        return _table([] if daily is None else _steady_state(daily, start))
    wide = by_replicate(effects)
    return _table(
        _estimate(OUTCOMES[str(name)], wide, table["value"].to_numpy(np.float64), table["censored"].to_numpy(np.bool_))
        for name, table in effects.groupby("outcome", sort=False)
        if name in OUTCOMES
    )


def _estimate(outcome: Outcome, wide: pd.DataFrame, values: Floats, censored: NDArray[np.bool_]) -> dict[str, object]:
    kept = values[~np.isnan(values)]
    mean = float(kept.mean()) if len(kept) else math.nan
    middle = float(np.median(kept)) if len(kept) else math.nan
    if outcome.summary == "duration":
        curve = kaplan_meier(values, censored)
        interval = curve.median() if len(kept) else Interval(math.nan, math.nan, math.nan)
        if len(kept) == 1:
            interval = Interval(interval.estimate, math.nan, math.nan)
        mean, middle, method = curve.restricted_mean(), interval.estimate, "Kaplan-Meier"
    elif outcome.summary == "ratio" and outcome.parts is not None:
        interval, method = _ratio(outcome, wide), "paired t of ratio"
    elif outcome.summary == "median":
        interval, method = paired.median_interval(values), "bootstrap"
    else:
        interval, method = paired.mean_interval(values), "paired t"
    return {
        "outcome": outcome.name, "label": outcome.label, "unit": outcome.unit, "n": len(kept),
        "estimate": interval.estimate, "mean": mean, "median": middle, "low": interval.low, "high": interval.high,
        "censored_share": float(censored[~np.isnan(values)].mean()) if len(kept) else 0.0, "method": method,
    }  # fmt: skip


def _ratio(outcome: Outcome, wide: pd.DataFrame) -> Interval:
    assert outcome.parts is not None
    numerator, denominator = (wide[part].to_numpy(np.float64) for part in outcome.parts)
    if denominator_is_noise(outcome.parts[1], wide):
        return Interval(math.nan, math.nan, math.nan)
    ratio = paired.ratio_interval(numerator, denominator)
    return Interval(*(bound * outcome.scale for bound in ratio))


def denominator_is_noise(name: str, wide: pd.DataFrame) -> bool:
    """Tell whether a total is too near zero to divide by: below 1 % of trade, or its interval not above zero."""
    total = paired.mean_interval(wide[name])
    if name == "averted_orders" and not total.estimate > measure.NO_EFFECT * float(wide["orders_baseline"].mean()):
        return True
    return not (total.estimate if math.isnan(total.low) else total.low) > 0.0


def _steady_state(daily: pd.DataFrame, start: int) -> Iterable[dict[str, object]]:
    baseline = daily[(daily["arm"] == "baseline") & (daily["day"] >= start)]
    columns = [fact.column for fact in STEADY_STATE if fact.column in baseline]
    means = baseline.groupby("replicate")[columns].mean()
    for fact in STEADY_STATE:
        if fact.column in means and len(means):
            values = means[fact.column].to_numpy(np.float64) * fact.scale
            interval = paired.mean_interval(values)
            yield {
                "outcome": fact.name, "label": fact.label, "unit": fact.unit, "n": len(values),
                "estimate": interval.estimate, "mean": interval.estimate, "median": float(np.median(values)),
                "low": interval.low, "high": interval.high, "censored_share": 0.0, "method": "t",
            }  # fmt: skip


def _table(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(SUMMARY_COLUMNS))
