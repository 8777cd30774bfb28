"""From daily tables of both arms to a figure per replicate and outcome."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.effects import durability as measure
from sim.effects.arms import BARRIER, Arms
from sim.effects.bootstrap import divide
from sim.effects.curves import Curves
from sim.effects.outcomes import LAWFUL_COST, LAYERS, ORGANISED, OUTCOMES, REROUTED, SIDE_EFFECTS, at_size
from sim.effects.pooled import MILESTONES
from sim.effects.start import BEGAN, without_idle

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EFFECT_COLUMNS = ("replicate", "outcome", "value", "unit", "censored")
NEAR = ("domestic_post", "local_drop")
YEAR = measure.YEAR
OF_YEAR = (
    "averted_first_year", "averted_first_year_revenue", "averted_first_year_share", "orders_first_year",
    "displaced_street", "displaced_direct", "displaced_orders", "displaced_share", "cost_first_year",
    "averted_per_1000_eur", "harm_averted", "harm_first_year", "harm_averted_share", "organised_profit_averted",
)  # fmt: skip
"""Sums over the first year, and what is made of them."""


def replicate_effects(
    daily: pd.DataFrame,
    groups: pd.DataFrame | None,
    start: int,
    journal: pd.DataFrame | None = None,
    *,
    annual_revenue: float | None = None,
    ramp: int = 0,
    began: Mapping[int, int] | None = None,
) -> pd.DataFrame:
    """Measure every outcome of every replicate that has both arms.

    ``daily``: columns replicate, arm ('baseline', 'barrier'), day, revenue, orders and, where there are any, the
    others of the daily table; ``groups``, ``journal``: the same of those tables, or None; ``start``: first day on which
    a barrier can begin, ``ramp``: days until it has its full strength. ``began``: where a trigger decides it, the day
    on which the first barrier began, by replicate; one that is not there has no outcome but ``began``, without a value.
    ``annual_revenue``: what the real market turns over, EUR a year; where given, everything counted is told at that
    size. Return a long frame: replicate, outcome, value, unit, censored; empty where no replicate has both arms.
    """
    arms = Arms(daily)
    if not len(arms.replicates):
        return _no_effects()
    if began is None:
        effects = _measured(arms, groups, journal, start, ramp)
    else:
        sent = {} if groups is None or not len(groups) else dict(iter(groups.groupby("replicate")))
        parts = []
        for number in arms.replicates:
            day, alone = began.get(int(number)), arms.only(np.array([number]))
            if day is None:
                parts.append(_long(alone.replicates, *no_outcomes()))
            else:
                parts.append(_measured(alone, sent.get(number), journal, day, ramp, moved=True))
        effects = _in_order(pd.concat(parts, ignore_index=True))
    factor = market_scale(arms, start, annual_revenue)  # of all worlds, so that it is that of other scenarios too
    return effects if factor is None else _at_size(effects, factor)


def no_outcomes() -> tuple[dict[str, Floats], dict[str, Flags]]:
    """Outcomes of a replicate in which no barrier began, as :func:`measure_pairs` gives them."""
    return {BEGAN: np.array([np.nan])}, {BEGAN: np.array([True])}


def _measured(
    arms: Arms, groups: pd.DataFrame | None, journal: pd.DataFrame | None, start: int, ramp: int, moved: bool = False
) -> pd.DataFrame:
    near = missed = None
    if groups is not None and len(groups):
        near = _near_change(groups, arms.replicates, start)
    if journal is not None and (journal["event"] == "missed").any():
        events = journal[(journal["event"] == "missed") & (journal["arm"] == BARRIER)]
        missed = events.groupby("replicate").size().reindex(arms.replicates, fill_value=0).to_numpy(np.float64)
    return _long(arms.replicates, *measure_pairs(arms, start, ramp=ramp, near=near, missed=missed, moved=moved))


def measure_pairs(
    arms: Arms,
    start: int,
    *,
    ramp: int = 0,
    near: Floats | None = None,
    missed: Floats | None = None,
    moved: bool = False,
) -> tuple[dict[str, Floats], dict[str, Flags]]:
    """Measure every outcome of every replicate as arrays: values by outcome, and which are censored.

    ``start``: day on which the first barrier begins; ``near``: change in the share of orders sent within the country;
    ``missed``: named targets that had closed by themselves; shape (replicates,) each. ``moved``: a trigger chose the
    day, which is then an outcome, and sums over the first year are censored where less than a year is left.
    """
    first = arms.index(start)
    values: dict[str, Floats] = {}
    censored: dict[str, Flags] = {}
    _durability(Curves.of_arms(arms, start, ramp), values, censored)
    _sums(arms, first, values)
    for source in (*SIDE_EFFECTS, *LAWFUL_COST, *LAYERS):
        if source.column in arms:
            treated, twin = arms.both(source.column)
            change = (treated - twin)[:, first:]
            values[source.outcome.name] = change.sum(axis=1) if source.statistic == "sum" else _mean(change)
    if near is not None:
        values[REROUTED.name] = near
    if missed is not None:
        values["targets_missed"] = missed
    if moved:
        values[BEGAN] = np.full(len(arms.replicates), float(start))
        cut = np.full(len(arms.replicates), first + YEAR > len(arms.days))
        censored |= {name: cut for name in OF_YEAR if name in values} | {BEGAN: np.zeros_like(cut)}
        if first + measure.STAY > len(arms.days):  # too little is left to see that nothing lasts
            censored |= {name: np.ones_like(cut) for name in measure.LINES}
    return values, censored


def market_scale(arms: Arms, start: int, annual_revenue: float | None) -> float | None:
    """How much larger the real market is: its revenue of a year over the baseline's, mean of the days before the start.

    Where a barrier can begin on the first day of the run, all days of the baseline are taken. None where it is not
    asked for, or where the baseline has no revenue.
    """
    twin = arms.baseline("revenue")
    simulated = float(twin[:, : arms.index(start) or None].mean()) * YEAR
    return annual_revenue / simulated if annual_revenue and simulated > 0.0 else None


def _at_size(effects: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Bring what is counted to the size of the real market, and note the factor."""
    replicates = np.sort(without_idle(effects)["replicate"].unique())
    scale = _long(replicates, {"scale": np.full(len(replicates), factor)}, {})
    return _in_order(pd.concat([at_size(effects, factor), scale], ignore_index=True))


def _in_order(effects: pd.DataFrame) -> pd.DataFrame:
    """Sort by outcome, in the order in which tables show them; replicates stay as they are."""
    place = {name: number for number, name in enumerate(OUTCOMES)}
    return effects.sort_values("outcome", key=lambda names: names.map(place), kind="stable", ignore_index=True)


def _durability(curves: Curves, values: dict[str, Floats], censored: dict[str, Flags]) -> None:
    first, single = curves.start, curves.single()
    after = single[:, first:]
    second = measure.second_year(after.shape[1])
    values["stays"] = np.full(len(after), np.nan)
    if second is not None:
        treated, twin = (np.nansum(arm[:, first + second[0] : first + second[1]], axis=1) for arm in curves.arms)
        values["stays"] = divide(twin - treated, twin)
    alone = measure.course(after, values["stays"], curves.ramp)
    for name in ("peak", "day_of_peak", "depth", "half_life", "rebound"):
        values[name] = getattr(alone, name)
    censored["half_life"] = alone.half_life_censored
    for name, line in measure.LINES.items():
        values[name], censored[name] = measure.crossing(after, line, curves.ramp)
    past = curves.observed()
    if past is not None:
        values["observer_peak"] = measure.course(past.single()[:, first:], ramp=curves.ramp).peak
    for days in MILESTONES:
        if first + days <= single.shape[1]:
            values[f"effect_{days}"] = single[:, first + days - 1]
    values["effect_end"] = single[:, -1]
    values["revenue_baseline"] = curves.twin[:, first:].sum(axis=1)
    values["revenue_barrier"] = curves.treated[:, first:].sum(axis=1)
    year = slice(first, first + YEAR)
    values["averted_first_year_revenue"] = measure.averted(curves.treated[:, year], curves.twin[:, year])


def _sums(arms: Arms, first: int, values: dict[str, Floats]) -> None:
    treated, twin = arms.both("orders")
    year = slice(first, first + YEAR)
    values["averted_first_year"] = averted = measure.averted(treated[:, year], twin[:, year])
    values["orders_first_year"] = twin[:, year].sum(axis=1)
    month = slice(first, first + measure.WINDOW)
    values["averted_28_days"] = measure.averted(treated[:, month], twin[:, month])
    values["orders_28_days"] = twin[:, month].sum(axis=1)
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
    _health(arms, first, values)
    if "cost" in arms:
        with_barrier, without = arms.both("cost")
        extra = with_barrier - without
        values["cost"], values["cost_first_year"] = extra.sum(axis=1), extra[:, year].sum(axis=1)
        values["averted_per_1000_eur"] = divide(averted * 1000.0, values["cost_first_year"])


def _health(arms: Arms, first: int, values: dict[str, Floats]) -> None:
    """Sum harm over the first year, and what vendors earn, organised ones among them."""
    year = slice(first, first + YEAR)
    if "harm" in arms:
        with_barrier, without = arms.both("harm")
        values["harm_averted"] = averted = measure.averted(with_barrier[:, year], without[:, year])
        values["harm_first_year"] = without[:, year].sum(axis=1)
        values["harm_averted_share"] = divide(averted, values["harm_first_year"])
    if "profit" in arms and "profit_organised" in arms:
        part, of = arms.both("profit_organised"), arms.both("profit")
        with_barrier, without = (
            divide(a[:, first:].sum(axis=1), b[:, first:].sum(axis=1)) for a, b in zip(part, of, strict=True)
        )
        values[ORGANISED.name] = with_barrier - without
        values["organised_profit_averted"] = measure.averted(part[0][:, year], part[1][:, year])


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
    from the mean of the baselines, as if they had been measured together. Replicates in which no barrier began are left
    out, and the first year of those in which less than a year was left, if these are at most half: few that count as
    far as they go would look like a smaller effect.
    """
    effects = without_idle(effects)
    wide = effects.pivot(index="replicate", columns="outcome", values="value").sort_index()
    cut = year_cut(effects)
    if 0 < len(cut) <= len(wide) / 2:
        wide.loc[cut, [name for name in OF_YEAR if name in wide]] = np.nan
    if "scale" in wide and wide["scale"].nunique() > 1:
        own = wide["scale"]
        together = 1.0 / (1.0 / own).mean()
        counted = [name for name in wide if str(name) in OUTCOMES and OUTCOMES[str(name)].counted]
        wide[counted] = wide[counted].mul(together / own, axis=0)
        wide["scale"] = together
    return wide


def year_cut(effects: pd.DataFrame) -> list[int]:
    """Replicates of which the sums over the first year are cut by the end of the run."""
    if "censored" not in effects:
        return []
    rows = effects[(effects["outcome"] == "averted_first_year") & effects["censored"]]
    return [int(number) for number in rows["replicate"]]
